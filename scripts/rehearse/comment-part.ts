import type { GraphCall } from '../../sandbox/meta/history.ts';

/** What a comment is known by: the rest of its id is another one in Facebook's list than in its webhook. */
export function lastPart(commentId: string): string {
  return commentId.split('_').at(-1) ?? commentId;
}

/** Calls with the last parts of their comments' ids. */
export function withParts(calls: readonly GraphCall[]): readonly GraphCall[] {
  return calls.map((call) => ({ ...call, commentId: call.commentId && lastPart(call.commentId) }));
}
