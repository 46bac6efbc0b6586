import type { Redis } from 'ioredis';
import { AGAIN, DROP, REQUEUE } from './scripts.ts';
import { type Entry, keysOf } from './types.ts';
import { parseParked, storedFieldsOf } from './wire.ts';

/** A dead letter: what it said, how often it was tried, and why it was given up. */
export type ParkedEntry = Entry & { readonly reason: string; readonly parkedAtMs: number };
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
  return ids.flatMap((id, place) => {
    const text = texts[place];
    if (!text) return [];
    const { entry, reason } = parseParked(input.stream, id, text);
    return [{ ...entry, reason, parkedAtMs: Number(flat[place * 2 + 1]) }];
  });
}

/** Puts dead letters back to work as first attempts. Answers how many were found. */
export async function requeueParked(redis: Redis, input: Place & { readonly ids: readonly string[] }): Promise<number> {
  if (input.ids.length === 0) return 0;
  const keys = keysOf(input.stream, input.group);
  const texts = await redis.hmget(keys.parked, ...input.ids);
  const pairs = input.ids.flatMap((id, place) => {
    const text = texts[place];
    if (!text) return [];
    const { entry } = parseParked(input.stream, id, text);
    return [id, JSON.stringify(storedFieldsOf(entry, { attempt: 1 }))];
  });
  return Number(await redis.eval(REQUEUE, 3, keys.parked, keys.parkedOrder, keys.again, ...pairs));
}

/**
 * Drops dead letters for good. Answers how many were found. With `notAfterMs` one that was parked later stays: who keeps
 * dead letters elsewhere drops what they have read, not what failed again since.
 */
export async function dropParked(
  redis: Redis,
  input: Place & { readonly ids: readonly string[]; readonly notAfterMs?: number },
): Promise<number> {
  if (input.ids.length === 0) return 0;
  const keys = keysOf(input.stream, input.group);
  const notAfterMs = input.notAfterMs ?? '+inf';
  return Number(await redis.eval(DROP, 2, keys.parked, keys.parkedOrder, notAfterMs, ...input.ids));
}

/** Puts entries that are kept elsewhere back to work as first attempts, under their ids. */
export async function publishAgain(redis: Redis, input: Place & { readonly entries: readonly Entry[] }): Promise<void> {
  if (input.entries.length === 0) return;
  const items = input.entries.map((entry) => JSON.stringify(storedFieldsOf(entry, { attempt: 1 })));
  await redis.eval(AGAIN, 1, keysOf(input.stream, input.group).again, ...items);
}
