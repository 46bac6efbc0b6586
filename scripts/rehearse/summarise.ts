import type { GraphCall } from '../../sandbox/meta/history.ts';
import { lastPart, withParts } from './comment-part.ts';
import type { PlayedComment } from './play-comments.ts';
import type { SaleEvent } from './seller-api.ts';

/** What a rehearsal came to. Times in milliseconds from the post of a comment to its private message at the sandbox. */
export type Figures = {
  readonly comments: { readonly sent: number; readonly accepted: number; readonly stored: number };
  /** Holds, and the comments that made them. */
  readonly sales: { readonly holds: number; readonly comments: number };
  readonly waiting: number;
  readonly messages: { readonly private: number; readonly public: number; readonly refused: number };
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly max: number } | null;
  readonly doubles: number;
  readonly lost: { readonly comments: number; readonly privateMessages: number; readonly publicReplies: number };
};

/** Compares what was posted, what the log of the server tells and what the sandbox received. */
export function summarise(facts: {
  readonly played: readonly PlayedComment[];
  readonly events: readonly SaleEvent[];
  readonly calls: readonly GraphCall[];
}): Figures {
  const { played, events } = facts;
  const { storedIds, storedTwice } = findOwnComments(played, events);
  const own = (name: string) =>
    events.filter((event) => event.__typename === name && event.commentId && storedIds.has(event.commentId));
  const holds = own('HoldPlacedEvent');
  const waiting = own('ClaimWaitlistedEvent');
  const saleIds = new Set(holds.map((event) => event.commentId));
  const saleComments = saleIds.size;
  const refused = own('MessageRefusedEvent');
  // Who cancels within the second needs no link any more: what is refused with a reason is told, not lost.
  const refusedSales = new Set(refused.map((event) => event.commentId).filter((id) => saleIds.has(id))).size;
  const sentAt = new Map(played.map((comment) => [lastPart(comment.id), comment.sentAtMs]));
  const calls = withParts(facts.calls).filter((call) => call.commentId !== null && sentAt.has(call.commentId));
  const accepted = (kind: string) => calls.filter((call) => call.kind === kind && call.outcome === 'accepted');
  const [privateCalls, publicCalls] = [accepted('private_reply'), accepted('public_reply')];
  return {
    comments: {
      sent: played.length,
      accepted: played.filter((comment) => comment.isAccepted).length,
      stored: storedIds.size,
    },
    sales: { holds: holds.length, comments: saleComments },
    waiting: waiting.length,
    messages: {
      private: privateCalls.length,
      public: publicCalls.length,
      refused: refused.length,
    },
    latencyMs: percentiles(privateCalls.map((call) => call.atMs - (sentAt.get(call.commentId ?? '') ?? call.atMs))),
    doubles: storedTwice + doublesOf(calls) + surplus(holds.map((event) => `${event.commentId}|${event.productId}`)),
    lost: {
      comments: played.length - storedIds.size,
      privateMessages: Math.max(
        0,
        saleComments - refusedSales - new Set(privateCalls.map((call) => call.commentId)).size,
      ),
      publicReplies: Math.max(0, saleComments + waiting.length - publicCalls.length),
    },
  };
}

/** True when nothing is missing and nothing came twice. */
export function isClean(figures: Figures): boolean {
  const { comments, privateMessages, publicReplies } = figures.lost;
  return comments + privateMessages + publicReplies + figures.doubles === 0;
}

/**
 * The log knows comments by ids of its own, so they are matched by author and text, as often as each pair was played.
 * Other people may comment meanwhile.
 */
function findOwnComments(played: readonly PlayedComment[], events: readonly SaleEvent[]) {
  const left = new Map<string, number>();
  for (const comment of played) {
    const key = `${comment.authorName}|${comment.text}`;
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const storedIds = new Set<string>();
  let storedTwice = 0;
  for (const event of events) {
    if (event.__typename !== 'CommentUnderstoodEvent' || !event.commentId || storedIds.has(event.commentId)) continue;
    const key = `${event.authorName}|${event.text}`;
    const open = left.get(key);
    if (open === undefined) continue;
    if (open === 0) storedTwice += 1;
    else storedIds.add(event.commentId);
    left.set(key, Math.max(0, open - 1));
  }
  return { storedIds, storedTwice };
}

/** Private replies tried more than once for a comment, and public replies that say the same twice. */
function doublesOf(calls: readonly GraphCall[]): number {
  const isSent = (call: GraphCall) => call.outcome === 'accepted' || call.code === 10_900;
  const keys = calls
    .filter((call) => (call.kind === 'private_reply' || call.kind === 'public_reply') && isSent(call))
    .map((call) => `${call.kind}|${call.commentId}|${call.kind === 'public_reply' ? call.text : ''}`);
  return surplus(keys);
}

function surplus(keys: readonly string[]): number {
  return keys.length - new Set(keys).size;
}

function percentiles(values: readonly number[]): Figures['latencyMs'] {
  if (values.length === 0) return null;
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}
