import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Entry } from './types.ts';
import { parseEntry, type RawEntry } from './wire.ts';

export type TailInput = {
  readonly stream: string;
  /** The id after which to begin: `0-0` for all that is there, `latest` for only what comes. */
  readonly after: string;
  readonly signal: AbortSignal;
  readonly batchSize?: number;
  /** Hears of failed reads; they are tried again. */
  readonly onError?: (error: unknown) => void;
};

/** The id of the newest entry of a stream, `0-0` when there is none. */
export async function lastCursor(redis: Redis, stream: string): Promise<string> {
  const [newest] = await redis.xrevrange(stream, '+', '-', 'COUNT', 1);
  return newest?.[0] ?? '0-0';
}

/**
 * Follows a log from a cursor, batch by batch, without a group: every entry after it once, in order. `latest` is looked
 * up once, so that nothing appended between two reads is missed. Goes on through reconnects until the signal aborts.
 */
export async function* tail(
  deps: { readonly redis: Redis; readonly createBlocking: () => Redis },
  input: TailInput,
): AsyncGenerator<readonly Entry[]> {
  let cursor = input.after === 'latest' ? await lastCursor(deps.redis, input.stream) : input.after;
  const blocking = deps.createBlocking();
  const close = () => blocking.disconnect();
  input.signal.addEventListener('abort', close, { once: true });
  try {
    while (!input.signal.aborted) {
      const raw = await readAfter(blocking, input, cursor);
      const newest = raw.at(-1);
      if (!newest) continue;
      cursor = newest[0];
      yield raw.map((entry) => parseEntry(input.stream, entry));
    }
  } finally {
    input.signal.removeEventListener('abort', close);
    close();
  }
}

async function readAfter(blocking: Redis, input: TailInput, cursor: string): Promise<readonly RawEntry[]> {
  const count = input.batchSize ?? 500;
  try {
    const answer = await blocking.xread('COUNT', count, 'BLOCK', 2_000, 'STREAMS', input.stream, cursor);
    return answer?.[0]?.[1] ?? [];
  } catch (error) {
    if (input.signal.aborted) return [];
    input.onError?.(error);
    await sleep(200, undefined, { signal: input.signal }).catch(() => undefined);
    return [];
  }
}

/** Cuts off a log before `minId`, but never what a group has not acknowledged. Answers how many entries went. */
export async function trimLog(
  redis: Redis,
  input: { readonly stream: string; readonly minId: string },
): Promise<number> {
  if ((await redis.exists(input.stream)) === 0) return 0;
  let lowest = input.minId;
  for (const group of (await redis.xinfo('GROUPS', input.stream)) as unknown[][]) {
    const [name, lastDelivered] = [fieldOf(group, 'name'), fieldOf(group, 'last-delivered-id')];
    const [, lowestPending] = (await redis.xpending(input.stream, name)) as [number, string | null];
    const bound = lowestPending ?? lastDelivered;
    if (compareIds(bound, lowest) < 0) lowest = bound;
  }
  return redis.xtrim(input.stream, 'MINID', lowest);
}

function fieldOf(flat: readonly unknown[], name: string): string {
  return String(flat[flat.indexOf(name) + 1]);
}

function compareIds(a: string, b: string): number {
  const [aMs, aSeq] = a.split('-').map(Number);
  const [bMs, bSeq] = b.split('-').map(Number);
  return (aMs ?? 0) - (bMs ?? 0) || (aSeq ?? 0) - (bSeq ?? 0);
}
