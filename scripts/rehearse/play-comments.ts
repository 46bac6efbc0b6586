import { setTimeout as pause } from 'node:timers/promises';
import { feedPayload, signMetaBody, toMetaBody } from '../../sandbox/meta/webhooks.ts';
import type { DemoComment } from './demo-comments.ts';

/** A comment as it was posted. `sentAtMs`: just before its post left; `isAccepted`: the server answered 200. */
export type PlayedComment = {
  readonly id: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly text: string;
  createdAtMs: number;
  sentAtMs: number;
  isAccepted: boolean;
};

export type PlayInput = {
  /** Address of the server, without a path. */
  readonly url: string;
  readonly appSecret: string;
  readonly page: { readonly id: string; readonly postId: string };
  readonly comments: readonly DemoComment[];
  readonly ratePerMinute: number;
  readonly durationMs: number;
  /** Tells the sandbox of comments before they are posted, so that it knows their authors. */
  readonly announce?: (comments: readonly PlayedComment[]) => Promise<void>;
  /** The seller holds up another product, or none. */
  readonly onShow?: (sku: string | null) => Promise<void>;
  readonly onProgress?: (sentCount: number) => void;
  /** How long a post is tried again while the server fails, in milliseconds; 6 s when left out. */
  readonly patienceMs?: number;
  /** Every post arrives one to five times, each copy up to three seconds late: doubled and out of order. */
  readonly isUnruly?: boolean;
};

const TICK_MS = 20;
const POSTS_IN_HAND_MAX = 2_000;
const UPDATES_PER_POST_MAX = 1_000;
// Nobody holds up products faster; at a high rate the list passes them quicker than that.
const SHOW_EVERY_MS = 500;
const PATIENCE_MS = 6_000;
const WAIT_MAX_MS = 2_000;
const COPIES_MAX = 5;
const COPY_LATE_MAX_MS = 3_000;

/**
 * Posts comments at the real webhook at a steady pace by the clock: what a slow moment holds up is caught up with. The
 * list is repeated with fresh authors and ids until the time is over. Answers what was posted, accepted or not.
 */
export async function playComments(input: PlayInput): Promise<readonly PlayedComment[]> {
  const total = Math.round((input.ratePerMinute * input.durationMs) / 60_000);
  const played: PlayedComment[] = [];
  const inHand = new Set<Promise<void>>();
  const send = async (batch: readonly PlayedComment[]) => {
    if (batch.length === 0) return;
    if (inHand.size >= POSTS_IN_HAND_MAX) await Promise.race(inHand);
    const sent: Promise<void> = post(input, batch).finally(() => inHand.delete(sent));
    inHand.add(sent);
  };
  const makeComment = createCommentMaker(input);
  const startedAtMs = performance.now();
  let showing: string | null | undefined;
  let shownAtMs = Number.NEGATIVE_INFINITY;
  while (played.length < total) {
    const dueAtMs = startedAtMs + (played.length * 60_000) / input.ratePerMinute;
    const waitMs = dueAtMs - performance.now();
    if (waitMs > 0) await pause(Math.max(waitMs, TICK_MS));
    let batch: PlayedComment[] = [];
    for (const count = dueBy(input, startedAtMs, total); played.length < count; ) {
      const { comment, showingSku } = makeComment(played.length);
      if (input.onShow && showingSku !== showing && performance.now() - shownAtMs >= SHOW_EVERY_MS) {
        await send(batch);
        batch = [];
        // What was said before belongs to the product before.
        await Promise.all(inHand);
        await input.onShow(showingSku);
        showing = showingSku;
        shownAtMs = performance.now();
      }
      batch.push(comment);
      played.push(comment);
      if (batch.length === UPDATES_PER_POST_MAX) {
        await send(batch);
        batch = [];
      }
    }
    await send(batch);
    input.onProgress?.(played.length);
  }
  await Promise.all(inHand);
  return played;
}

function dueBy(input: PlayInput, startedAtMs: number, total: number): number {
  return Math.min(total, Math.floor(((performance.now() - startedAtMs) * input.ratePerMinute) / 60_000) + 1);
}

function createCommentMaker({ page, comments }: PlayInput) {
  const run = Date.now();
  const post = page.postId.split('_').at(-1);
  const authors = [...new Set(comments.map((comment) => comment.author))];
  return (place: number): { comment: PlayedComment; showingSku: string | null } => {
    const source = comments[place % comments.length];
    if (!source) throw new Error('There are no comments to play.');
    const round = Math.floor(place / comments.length);
    const author = authors.indexOf(source.author);
    const comment = {
      id: `${post}_${run}${pad(place, 6)}`,
      authorId: `8${run}${pad(round, 4)}${pad(author, 4)}`,
      authorName: source.author,
      text: source.text,
      createdAtMs: 0,
      sentAtMs: 0,
      isAccepted: false,
    };
    return { comment, showingSku: source.showingSku };
  };
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

/** One post, again while the server fails, as Meta does. */
async function post(input: PlayInput, batch: readonly PlayedComment[]): Promise<void> {
  for (const comment of batch) comment.createdAtMs = Date.now();
  await input.announce?.(batch);
  const body = toMetaBody(feedPayload(input.page, batch));
  for (const comment of batch) comment.sentAtMs = Date.now();
  if (!input.isUnruly) return postUntilAccepted(input, batch, body);
  const copies = 1 + Math.floor(Math.random() * COPIES_MAX);
  await Promise.all(
    Array.from({ length: copies }, async () => {
      await pause(Math.random() * COPY_LATE_MAX_MS);
      await postUntilAccepted(input, batch, body);
    }),
  );
}

async function postUntilAccepted(input: PlayInput, batch: readonly PlayedComment[], body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signMetaBody(input.appSecret, body) };
  const endsAtMs = performance.now() + (input.patienceMs ?? PATIENCE_MS);
  for (let waitMs = 200; ; waitMs = Math.min(waitMs * 2, WAIT_MAX_MS)) {
    const status = await postOnce(`${input.url}/api/v1/webhooks/facebook`, headers, body);
    if (status === 403) throw new Error('The server refused the signature. FB_APP_SECRET differs from its own.');
    if (status === 200) {
      for (const comment of batch) comment.isAccepted = true;
      return;
    }
    if (performance.now() + waitMs > endsAtMs) return;
    await pause(waitMs);
  }
}

async function postOnce(url: string, headers: Record<string, string>, body: string): Promise<number | null> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
