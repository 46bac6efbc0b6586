import { GraphError, notFound } from './graph-error.ts';
import { addComment, addReply, type Comment, findPage, findPageOfLive, type Page, type World } from './world.ts';

const PUBLIC_REPLY_MAX_CHARS = 8_000;

/**
 * The comment behind an id. One that was posted to our server by another program than the sandbox is taken as written
 * now by somebody unknown, so that it gets the same rules.
 * @throws GraphError 100/33 for an id that cannot be a comment of the Page.
 */
export function adoptComment(world: World, pageId: string, commentId: string): Comment {
  const [, last = ''] = commentId.split('_');
  const known =
    world.comments.get(commentId) ?? world.comments.get(`${findPage(world, pageId).postId.split('_').at(-1)}_${last}`);
  if (known && known.pageId !== pageId) throw notFound(commentId);
  if (known) return known;
  if (!/^[\w-]+_[\w-]+$/.test(commentId) || commentId.startsWith('live_')) throw notFound(commentId);
  return addComment(world, { pageId, id: commentId, authorId: `unknown|${commentId}`, authorName: null, text: '' });
}

/** `POST /{comment-id}/comments`. Not idempotent, like Meta's. */
export function replyPublicly(
  world: World,
  input: { readonly pageId: string; readonly commentId: string; readonly text: unknown },
): { readonly id: string } {
  if (typeof input.text !== 'string' || input.text === '') {
    throw new GraphError(100, '(#100) The parameter message is required.');
  }
  if (input.text.length > PUBLIC_REPLY_MAX_CHARS) throw new GraphError(100, '(#100) The message is too long.');
  const { id } = addReply(world, adoptComment(world, input.pageId, input.commentId), input.text);
  return { id };
}

/** `GET /{comment-id}/comments` and `GET /{live-video-id}/comments`: pages of comments with cursors. */
export function listComments(
  world: World,
  input: { readonly pageId: string; readonly objectId: string; readonly query: Readonly<Record<string, string>> },
): object {
  if (input.objectId.startsWith('live_')) return listLiveComments(world, input);
  const comment = adoptComment(world, input.pageId, input.objectId);
  const page = findPage(world, input.pageId);
  return {
    data: comment.replies.map((reply) => ({
      id: reply.id,
      from: { id: page.id, name: page.name },
      message: reply.text,
      created_time: toGraphTime(reply.atMs),
    })),
  };
}

type EdgeEntry = { readonly ordinal: number; readonly text: string; readonly graph: object };

/**
 * The comments of a live. Without `live_filter=no_filter` Meta leaves out what it takes for of low quality, which is how a
 * buyer's "12" looks; with `filter=stream` the answers stand among them. Ids begin with the video instead of the post.
 */
function listLiveComments(world: World, input: Parameters<typeof listComments>[1]): object {
  const page = findPageOfLive(world, input.objectId);
  if (page?.id !== input.pageId) throw notFound(input.objectId);
  const { order, after, limit, filter, live_filter: liveFilter } = input.query;
  const isReverse = order === 'reverse_chronological';
  const maxEntries = Math.min(100, Math.max(1, Number(limit) || 25));
  const place = after === undefined ? null : readCursor(after);
  const all = page.comments.flatMap((comment) => toEntries(page, comment, filter === 'stream'));
  const shown = liveFilter === 'no_filter' ? all : all.filter((entry) => entry.text.length > 3);
  const sorted = shown.toSorted((a, b) => (isReverse ? b.ordinal - a.ordinal : a.ordinal - b.ordinal));
  const rest =
    place === null ? sorted : sorted.filter((entry) => (isReverse ? entry.ordinal < place : entry.ordinal > place));
  const entries = rest.slice(0, maxEntries);
  return { data: entries.map((entry) => entry.graph), ...toPaging(entries, rest.length > entries.length) };
}

function toEntries(page: Page, comment: Comment, withReplies: boolean): readonly EdgeEntry[] {
  const id = `${page.liveId.split('_').at(-1)}_${comment.id.split('_').at(-1)}`;
  const from = comment.authorName === null ? {} : { from: { id: comment.authorId, name: comment.authorName } };
  const graph = { id, ...from, message: comment.text, created_time: toGraphTime(comment.createdAtMs) };
  const replies = comment.replies.map((reply) => ({
    ordinal: reply.ordinal,
    text: reply.text,
    graph: {
      id: reply.id,
      from: { id: page.id, name: page.name },
      message: reply.text,
      created_time: toGraphTime(reply.atMs),
      parent: { id },
    },
  }));
  return [{ ordinal: comment.ordinal, text: comment.text, graph }, ...(withReplies ? replies : [])];
}

function toPaging(entries: readonly EdgeEntry[], hasMore: boolean): object {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return {};
  const cursors = { before: toCursor(first.ordinal), after: toCursor(last.ordinal) };
  return { paging: { cursors, ...(hasMore ? { next: `?after=${cursors.after}` } : {}) } };
}

function toCursor(ordinal: number): string {
  return Buffer.from(`c${ordinal}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const ordinal = /^c(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (!ordinal) throw new GraphError(100, '(#100) Invalid cursor');
  return Number(ordinal);
}

function toGraphTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, '+0000');
}
