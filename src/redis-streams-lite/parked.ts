import type { Redis } from 'ioredis';
import { REQUEUE } from './scripts.ts';
import { keysOf } from './types.ts';

/** A dead letter: what it said, how often it was tried, and why it was given up. */
export type ParkedEntry = {
  readonly id: string;
  readonly body: string;
  readonly key?: string;
  readonly attempt: number;
  readonly reason: string;
  readonly publishedAtMs: number;
  readonly parkedAtMs: number;
};
type Place = { readonly stream: string; readonly group: string };

/** Dead letters, the newest first. */
export async function listParked(
  redis: Redis,
  input: Place & { readonly offset: number; readonly limit: number },
): Promise<readonly ParkedEntry[]> {
  const keys = keysOf(input.stream, input.group);
  const flat = await redis.zrevrange(keys.parkedOrder, input.offset, input.offset + input.limit - 1, 'WITHSCORES');
  const ids = flat.filter((_, place) => place % 2 === 0);
  if (ids.length === 0) return [];
  const texts = await redis.hmget(keys.parked, ...ids);
  return texts.flatMap((text, place) =>
    text === null ? [] : [{ ...(JSON.parse(text) as ParkedEntry), parkedAtMs: Number(flat[place * 2 + 1]) }],
  );
}

/** Puts dead letters back to work as first attempts. Answers how many were found. */
export async function requeueParked(redis: Redis, input: Place & { readonly ids: readonly string[] }): Promise<number> {
  const keys = keysOf(input.stream, input.group);
  return Number(await redis.eval(REQUEUE, 3, keys.parked, keys.parkedOrder, keys.again, ...input.ids));
}

/** Drops dead letters for good. Answers how many were found. */
export async function dropParked(redis: Redis, input: Place & { readonly ids: readonly string[] }): Promise<number> {
  if (input.ids.length === 0) return 0;
  const keys = keysOf(input.stream, input.group);
  const answers = await redis
    .multi()
    .hdel(keys.parked, ...input.ids)
    .zrem(keys.parkedOrder, ...input.ids)
    .exec();
  return Number(answers?.[0]?.[1] ?? 0);
}
