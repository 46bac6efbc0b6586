import type { Redis } from 'ioredis';
import { SETTLE } from './scripts.ts';
import { type Entry, keysOf, type Outcome } from './types.ts';

export type SettleOptions = {
  readonly group: string;
  readonly keepAcknowledged: boolean;
  readonly retryDelaysMs: readonly number[];
  readonly jitterRatio: number;
};

/** What one call of `settle` did, by kind. */
export type Settled = { readonly retried: number; readonly parked: number };

/** Ends the deliveries of entries of one stream key: acknowledges, schedules again, or parks, in one step. */
export async function settle(
  redis: Redis,
  options: SettleOptions,
  input: {
    readonly stream: string;
    readonly source: string;
    readonly ends: readonly { readonly entry: Entry; readonly outcome: Outcome }[];
  },
): Promise<Settled> {
  if (input.ends.length === 0) return { retried: 0, parked: 0 };
  const ends = input.ends.map(({ entry, outcome }) => toEnd(options, entry, outcome));
  const keys = keysOf(input.stream, options.group);
  const keep = options.keepAcknowledged && input.source === input.stream ? '1' : '0';
  await redis.eval(
    SETTLE,
    4,
    input.source,
    keys.retry,
    keys.parked,
    keys.parkedOrder,
    options.group,
    keep,
    JSON.stringify(ends),
  );
  return {
    retried: ends.filter((end) => end.kind === 'retry' || end.kind === 'later').length,
    parked: ends.filter((end) => end.kind === 'park').length,
  };
}

function toEnd(options: SettleOptions, entry: Entry, outcome: Outcome) {
  if (outcome.kind === 'done') return { id: entry.id, kind: 'done' };
  if (outcome.kind === 'never') return park(entry, outcome.reason);
  if (outcome.kind === 'later')
    return { id: entry.id, kind: 'later', atMs: outcome.atMs, item: itemOf(entry, entry.attempt) };
  const delayMs = options.retryDelaysMs[entry.attempt - 1];
  if (delayMs === undefined) return park(entry, reasonOf(outcome.error));
  const jitterMs = delayMs * options.jitterRatio * Math.random();
  return {
    id: entry.id,
    kind: 'retry',
    delayMs: Math.round(delayMs + jitterMs),
    item: itemOf(entry, entry.attempt + 1),
  };
}

function park(entry: Entry, reason: string) {
  return { id: entry.id, kind: 'park', item: itemOf(entry, entry.attempt, reason) };
}

// The id makes each item of the retry set its own member, even when two bodies are alike.
function itemOf(entry: Entry, attempt: number, reason?: string): string {
  return JSON.stringify({
    id: entry.id,
    body: entry.body,
    key: entry.key,
    headers: entry.headers && JSON.stringify(entry.headers),
    attempt,
    publishedAtMs: entry.publishedAtMs,
    reason,
  });
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
