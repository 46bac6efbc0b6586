import type { Redis } from 'ioredis';
import { type SettleOptions, settle } from './settle.ts';
import { type Entry, never, parseEntry, type QueueEvent } from './types.ts';

type ReclaimOptions = SettleOptions & {
  readonly consumer: string;
  readonly minIdleMs: number;
  readonly maxDeliveries: number;
  readonly onEvent: (event: QueueEvent) => void;
};

/**
 * Takes over up to `limit` entries that have shown no sign of life for `minIdleMs`. What has killed its consumers too
 * often is parked instead of answered; what was deleted under its consumer is counted as lost.
 */
export async function reclaim(
  redis: Redis,
  options: ReclaimOptions,
  input: { readonly stream: string; readonly source: string; readonly limit: number },
): Promise<readonly Entry[]> {
  const taken: Entry[] = [];
  let cursor = '0-0';
  do {
    const room = input.limit - taken.length;
    if (room <= 0) break;
    const [next, raw, lost] = (await redis.xautoclaim(
      input.source,
      options.group,
      options.consumer,
      options.minIdleMs,
      cursor,
      'COUNT',
      Math.min(room, 100),
    )) as [string, [string, string[] | null][], string[]?];
    if (lost && lost.length > 0) options.onEvent({ what: 'lost', stream: input.stream, count: lost.length });
    for (const [id, fields] of raw) if (fields) taken.push(parseEntry(input.stream, id, fields));
    cursor = next;
  } while (cursor !== '0-0');
  if (taken.length > 0) options.onEvent({ what: 'reclaimed', stream: input.stream, count: taken.length });
  return withoutDeadly(redis, options, input, taken);
}

async function withoutDeadly(
  redis: Redis,
  options: ReclaimOptions,
  input: { readonly stream: string; readonly source: string },
  entries: readonly Entry[],
): Promise<readonly Entry[]> {
  const counts = await Promise.all(entries.map((entry) => deliveriesOf(redis, options, input.source, entry.id)));
  const isDeadly = (place: number) => (counts[place] ?? 1) > options.maxDeliveries;
  const deadly = entries.filter((_, place) => isDeadly(place));
  const reason = `Delivered more than ${options.maxDeliveries} times without an outcome: it may end the process that works on it.`;
  const settled = await settle(redis, options, {
    ...input,
    ends: deadly.map((entry) => ({ entry, outcome: never(reason) })),
  });
  if (settled.parked > 0)
    options.onEvent({ what: 'parked', stream: input.stream, count: settled.parked, error: reason });
  return entries.filter((_, place) => !isDeadly(place));
}

async function deliveriesOf(redis: Redis, options: ReclaimOptions, source: string, id: string): Promise<number> {
  const [pending] = (await redis.xpending(source, options.group, id, id, 1)) as [string, string, number, number][];
  return pending?.[3] ?? 1;
}
