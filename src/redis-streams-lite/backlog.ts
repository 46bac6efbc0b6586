import type { Redis } from 'ioredis';
import { keysOf } from './types.ts';
import { parseEntry } from './wire.ts';

/**
 * How much stands in a queue: open (appended or woken, and not settled), waiting for a retry, given up. `oldestAgeMs` is
 * the time since the oldest open entry was first published, 0 when none is open.
 */
export type Backlog = {
  readonly openCount: number;
  readonly retryCount: number;
  readonly parkedCount: number;
  readonly oldestAgeMs: number;
};

/** Reads the backlog of a queue (not of a log, whose acknowledged entries stay). */
export async function backlogOf(
  redis: Redis,
  input: { readonly stream: string; readonly group: string },
): Promise<Backlog> {
  const keys = keysOf(input.stream, input.group);
  const [open, again, retry, parked, first, firstAgain, time] = await Promise.all([
    redis.xlen(input.stream),
    redis.xlen(keys.again),
    redis.zcard(keys.retry),
    redis.hlen(keys.parked),
    redis.xrange(input.stream, '-', '+', 'COUNT', 1),
    redis.xrange(keys.again, '-', '+', 'COUNT', 1),
    redis.time(),
  ]);
  const nowMs = Number(time[0]) * 1_000 + Number(time[1]) / 1_000;
  const ages = [...first, ...firstAgain].map((raw) => nowMs - parseEntry(input.stream, raw).publishedAtMs);
  return {
    openCount: open + again,
    retryCount: retry,
    parkedCount: parked,
    oldestAgeMs: Math.round(Math.max(0, ...ages)),
  };
}
