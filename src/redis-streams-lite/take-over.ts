import type { Batch, Loop } from './loop.ts';
import { FORGET, TAKE_OVER } from './scripts.ts';
import { type Delivery, settle } from './settle.ts';
import { never } from './types.ts';
import { parseEntry } from './wire.ts';

const FORGET_CONSUMERS_AFTER_MS = 24 * 3_600_000;

type Left = { readonly source: string; readonly deliveries: readonly Delivery[]; readonly isSuspect: boolean };

/** Takes over what consumers left in one source: this consumer's own at once, that of others after `minIdleMs`. */
export async function takeOver(
  loop: Loop,
  input: { readonly source: string; readonly from: 'self' | 'anyone'; readonly limit: number },
): Promise<Left> {
  const { options, stream } = loop;
  const working = [...loop.held].filter((batch) => batch.source === input.source).flatMap(idsOf);
  for (;;) {
    const [lost, taken] = (await loop.redis.eval(
      TAKE_OVER,
      1,
      input.source,
      options.group,
      options.consumer,
      input.from === 'self' ? 0 : options.minIdleMs,
      input.limit,
      input.from === 'self' ? options.consumer : '',
      ...working,
    )) as [number, [id: string, fields: string[], deliveredCount: number][]];
    if (lost > 0) options.onEvent({ what: 'lost', stream, count: lost });
    if (taken.length > 0) options.onEvent({ what: 'reclaimed', stream, count: taken.length });
    const deliveries = taken.map(([id, fields]) => ({ id, entry: parseEntry(stream, [id, fields]) }));
    const deliveredCount = taken[0]?.[2] ?? 0;
    if (deliveredCount <= options.maxDeliveries) {
      return { source: input.source, deliveries, isSuspect: deliveredCount > 2 };
    }
    const reason = `Delivered ${options.maxDeliveries} times without an outcome: it may end the process that works on it.`;
    await settle(loop, { source: input.source, deliveries, outcomes: [never(reason)] });
  }
}

/** Removes the names of consumers that have been gone for a day and left nothing. */
export async function forgetConsumers(loop: Loop): Promise<void> {
  const { group, consumer } = loop.options;
  for (const source of loop.sources) {
    await loop.redis.eval(FORGET, 1, source, group, consumer, FORGET_CONSUMERS_AFTER_MS);
  }
}

export const idsOf = (batch: Batch): string[] => batch.deliveries.map((delivery) => delivery.id);
