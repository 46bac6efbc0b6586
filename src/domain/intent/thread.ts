import type { Line } from './items/build-lines.ts';
import type { PendingLine, Verdict } from './verdict.ts';

export type Claim = { readonly sku: string; readonly qty: number; readonly comment: number };

/** What an author has claimed so far, oldest first, the claim that still lacks something, and those that named no goods. */
export type Thread = {
  readonly claims: readonly Claim[];
  readonly pending: PendingLine | null;
  readonly bare: readonly Line[];
  readonly comments: number;
};

export const NO_THREAD: Thread = { claims: [], pending: null, bare: [], comments: 0 };

/** The thread after one more comment of the same author. */
export function follow(thread: Thread, verdict: Verdict): Thread {
  const comments = thread.comments + 1;
  const { claims } = thread;
  if (verdict.intent === 'purchase') {
    const added = verdict.items.map((item) => ({ ...item, comment: comments }));
    return {
      claims: [...claims.filter(({ sku }) => !added.some((one) => one.sku === sku)), ...added],
      pending: verdict.pending,
      bare: [...thread.bare, ...verdict.bare],
      comments,
    };
  }
  if (verdict.intent === 'cancel' || verdict.intent === 'change') {
    const gone = new Set([...verdict.removed, ...verdict.items.map(({ sku }) => sku)]);
    const kept = claims.filter(({ sku }) => !gone.has(sku));
    const set = verdict.intent === 'change' ? verdict.items.map((item) => ({ ...item, comment: comments })) : [];
    return {
      claims: [...kept, ...set],
      pending: verdict.intent === 'cancel' ? null : thread.pending,
      bare: thread.bare,
      comments,
    };
  }
  return { ...thread, comments };
}
