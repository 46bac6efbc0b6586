import { GraphError, notFound } from './graph-error.ts';
import { addComment, addReply, type Comment, findPage, findPageOfLive, type World } from './world.ts';

const PUBLIC_REPLY_MAX_CHARS = 8_000;

/**
 * The comment behind an id. One that was posted to our server by another program than the sandbox is taken as written
 * now by somebody unknown, so that it gets the same rules.
 * @throws GraphError 100/33 for an id that cannot be a comment of the Page.
 */
export function adoptComment(world: World, pageId: string, commentId: string): Comment {
  const known = world.comments.get(commentId);
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

function listLiveComments(world: World, input: Parameters<typeof listComments>[1]): object {
  const page = findPageOfLive(world, input.objectId);
  if (page?.id !== input.pageId) throw notFound(input.objectId);
  const { order, after, limit } = input.query;
  const isReverse = order === 'reverse_chronological';
  const maxEntries = Math.min(100, Math.max(1, Number(limit) || 25));
  const place = after === undefined ? null : readCursor(after);
  const sorted = isReverse ? page.comments.toReversed() : page.comments;
  const rest =
    place === null ? sorted : sorted.filter((entry) => (isReverse ? entry.ordinal < place : entry.ordinal > place));
  const entries = rest.slice(0, maxEntries);
  return { data: entries.map(toGraphComment), ...toPaging(entries, rest.length > entries.length) };
}

function toGraphComment(comment: Comment): object {
  return {
    id: comment.id,
    ...(comment.authorName === null ? {} : { from: { id: comment.authorId, name: comment.authorName } }),
    message: comment.text,
    created_time: toGraphTime(comment.createdAtMs),
  };
}

function toPaging(entries: readonly Comment[], hasMore: boolean): object {
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
