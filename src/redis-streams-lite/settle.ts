import type { Loop } from './loop.ts';
import { SETTLE } from './scripts.ts';
import { again, done, type Entry, type Outcome } from './types.ts';
import { storedFieldsOf } from './wire.ts';

/** An entry under the id that it has in the stream it was read from: its own stream, or the one of retries. */
export type Delivery = { readonly id: string; readonly entry: Entry };

type End =
  | { readonly id: string; readonly kind: 'retry'; readonly delayMs: number; readonly item: string }
  | { readonly id: string; readonly kind: 'later'; readonly atMs: number; readonly item: string }
  | { readonly id: string; readonly kind: 'park'; readonly parkedId: string; readonly item: string };

/** Ends deliveries of one source in one step: acknowledges, schedules again, or parks. May be repeated. */
export async function settle(
  loop: Loop,
  input: {
    readonly source: string;
    readonly deliveries: readonly Delivery[];
    readonly outcomes: readonly Outcome[];
  },
): Promise<void> {
  const { options, keys, stream } = loop;
  const doneIds: string[] = [];
  const ends: End[] = [];
  const errors: { retry?: unknown; later?: unknown; park?: unknown } = {};
  for (const [place, delivery] of input.deliveries.entries()) {
    const outcome = input.outcomes[place] ?? done();
    const end = endOf(options, delivery, outcome);
    if (!end) {
      doneIds.push(delivery.id);
      continue;
    }
    ends.push(end);
    errors[end.kind] ??= errorOf(outcome);
  }
  const keep = options.keepAcknowledged && input.source === stream ? '1' : '0';
  const [retried, parked] = (await loop.redis.eval(
    SETTLE,
    4,
    input.source,
    keys.retry,
    keys.parked,
    keys.parkedOrder,
    options.group,
    keep,
    JSON.stringify(ends),
    ...doneIds,
  )) as [number, number];
  if (retried > 0) options.onEvent({ what: 'retried', stream, count: retried, error: errors.retry });
  if (parked > 0) options.onEvent({ what: 'parked', stream, count: parked, error: errors.park });
}

/** How an entry goes on; undefined when it is done. */
function endOf(options: Loop['options'], { id, entry }: Delivery, outcome: Outcome): End | undefined {
  if (outcome.kind === 'done') return undefined;
  if (outcome.kind === 'never') return park(id, entry, outcome.reason);
  if (outcome.kind === 'later') {
    if (!Number.isFinite(outcome.atMs))
      return endOf(options, { id, entry }, again(`laterAt(${outcome.atMs}) is no time.`));
    return { id, kind: 'later', atMs: Math.round(outcome.atMs), item: itemOf(entry, entry.attempt) };
  }
  const delayMs = options.retryDelaysMs[entry.attempt - 1];
  if (delayMs === undefined) return park(id, entry, textOf(outcome.error));
  const jitterMs = delayMs * options.jitterRatio * Math.random();
  return { id, kind: 'retry', delayMs: Math.round(delayMs + jitterMs), item: itemOf(entry, entry.attempt + 1) };
}

function park(id: string, entry: Entry, reason: string): End {
  return { id, kind: 'park', parkedId: entry.id, item: itemOf(entry, entry.attempt, reason) };
}

// The first id makes each item of the retry set its own member, even when two bodies are alike.
function itemOf(entry: Entry, attempt: number, reason?: string): string {
  // Half a character, left by the cut, is no text that a database or a browser would take.
  const why = reason === undefined ? {} : { reason: reason.slice(0, 500).toWellFormed() };
  return JSON.stringify(storedFieldsOf(entry, { attempt, ...why }));
}

function errorOf(outcome: Outcome): unknown {
  if (outcome.kind === 'again') return outcome.error;
  return outcome.kind === 'never' ? outcome.reason : outcome;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
