import type { Redis } from 'ioredis';
import { type Entry, parseEntry } from './types.ts';

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
  input: { readonly stream: string; readonly after: string; readonly signal: AbortSignal; readonly batchSize?: number },
): AsyncGenerator<readonly Entry[]> {
  const blocking = deps.createBlocking();
  const close = () => blocking.disconnect();
  input.signal.addEventListener('abort', close, { once: true });
  let cursor = input.after === 'latest' ? await lastCursor(deps.redis, input.stream) : input.after;
  try {
    while (!input.signal.aborted) {
      const entries = await readAfter(blocking, input, cursor);
      const newest = entries.at(-1);
      if (!newest) continue;
      cursor = newest.id;
      yield entries;
    }
  } finally {
    close();
  }
}

async function readAfter(
  blocking: Redis,
  input: { readonly stream: string; readonly signal: AbortSignal; readonly batchSize?: number },
  cursor: string,
): Promise<readonly Entry[]> {
  try {
    const answer = await blocking.xread(
      'COUNT',
      input.batchSize ?? 500,
      'BLOCK',
      2_000,
      'STREAMS',
      input.stream,
      cursor,
    );
    return (answer?.[0]?.[1] ?? []).map(([id, fields]) => parseEntry(input.stream, id, fields));
  } catch {
    if (!input.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 200));
    return [];
  }
}

/** Cuts off a log before `minId`, but never what a group has not acknowledged. Answers how many entries went. */
export async function trimLog(
  redis: Redis,
  input: { readonly stream: string; readonly minId: string },
): Promise<number> {
  const bounds = [input.minId];
  for (const group of (await redis.xinfo('GROUPS', input.stream)) as unknown[][]) {
    const name = String(group[group.indexOf('name') + 1]);
    const [pendingCount, lowestPending] = (await redis.xpending(input.stream, name)) as [number, string | null];
    bounds.push(
      pendingCount > 0 && lowestPending ? lowestPending : String(group[group.indexOf('last-delivered-id') + 1]),
    );
  }
  const lowest = bounds.reduce((a, b) => (compareIds(a, b) <= 0 ? a : b));
  return redis.xtrim(input.stream, 'MINID', lowest);
}

function compareIds(a: string, b: string): number {
  const [aMs, aSeq] = a.split('-').map(Number);
  const [bMs, bSeq] = b.split('-').map(Number);
  return (aMs ?? 0) - (bMs ?? 0) || (aSeq ?? 0) - (bSeq ?? 0);
}
