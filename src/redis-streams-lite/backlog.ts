import type { Redis } from 'ioredis';
import { keysOf } from './types.ts';

/** How much stands in a queue: appended and not settled, waiting for a retry, given up; and the age of the oldest. */
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
  const [open, again, retry, parked, oldest, time] = await Promise.all([
    redis.xlen(input.stream),
    redis.xlen(keys.again),
    redis.zcard(keys.retry),
    redis.hlen(keys.parked),
    redis.xrange(input.stream, '-', '+', 'COUNT', 1),
    redis.time(),
  ]);
  const nowMs = Number(time[0]) * 1000;
  const oldestMs = Number(oldest[0]?.[0].split('-')[0] ?? nowMs);
  return {
    openCount: open + again,
    retryCount: retry,
    parkedCount: parked,
    oldestAgeMs: Math.max(0, nowMs - oldestMs),
  };
}
