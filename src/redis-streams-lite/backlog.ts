import type { Redis } from 'ioredis';
import { keysOf } from './types.ts';
import { parseEntry, type RawEntry } from './wire.ts';

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

/** Reads the backlog of a group. With `keepAcknowledged` the stream is a log: what the group has acknowledged stays and is not counted. */
export async function backlogOf(
  redis: Redis,
  input: { readonly stream: string; readonly group: string; readonly keepAcknowledged?: boolean },
): Promise<Backlog> {
  const keys = keysOf(input.stream, input.group);
  const [open, again, retry, parked, firstAgain, time] = await Promise.all([
    input.keepAcknowledged ? openOfLog(redis, input) : openOfQueue(redis, input.stream),
    redis.xlen(keys.again),
    redis.zcard(keys.retry),
    redis.hlen(keys.parked),
    redis.xrange(keys.again, '-', '+', 'COUNT', 1),
    redis.time(),
  ]);
  const nowMs = Number(time[0]) * 1_000 + Number(time[1]) / 1_000;
  const ages = [...open.first, ...firstAgain].map((raw) => nowMs - parseEntry(input.stream, raw).publishedAtMs);
  return {
    openCount: open.count + again,
    retryCount: retry,
    parkedCount: parked,
    oldestAgeMs: Math.round(Math.max(0, ...ages)),
  };
}

type Open = { readonly count: number; readonly first: readonly RawEntry[] };

async function openOfQueue(redis: Redis, stream: string): Promise<Open> {
  const [count, first] = await Promise.all([redis.xlen(stream), redis.xrange(stream, '-', '+', 'COUNT', 1)]);
  return { count, first };
}

async function openOfLog(redis: Redis, input: { readonly stream: string; readonly group: string }): Promise<Open> {
  const groups = (await redis.xinfo('GROUPS', input.stream).catch(() => [])) as unknown[][];
  const group = groups.map(mapOf).find((candidate) => candidate.get('name') === input.group);
  if (!group) return { count: 0, first: [] };
  const [, lowestPending] = (await redis.xpending(input.stream, input.group)) as [number, string | null];
  const from = lowestPending ?? `(${group.get('last-delivered-id')}`;
  return {
    count: Number(group.get('pending')) + Number(group.get('lag') ?? 0),
    first: await redis.xrange(input.stream, from, '+', 'COUNT', 1),
  };
}

function mapOf(flat: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(flat.flatMap((name, place) => (place % 2 === 0 ? [[String(name), flat[place + 1]] as const] : [])));
}
