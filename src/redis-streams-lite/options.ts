import type { Redis } from 'ioredis';
import type { Entry, Outcome, QueueEvent } from './types.ts';

export type ConsumeDeps = {
  /** For commands; shared with others. Without ioredis' `keyPrefix`: put the prefix into the names of the streams. */
  readonly redis: Redis;
  /** A connection of its own for each stream. It must wait for Redis (`maxRetriesPerRequest: null`), never time out a command. */
  readonly createBlocking: () => Redis;
};

export type ConsumeOptions = {
  readonly streams: readonly string[];
  readonly group: string;
  /** Stable over restarts and used by one process at a time: what this consumer left unfinished is then its own again. */
  readonly consumer: string;
  /** One outcome per entry in the same order; nothing means all are done; throwing means all are tried again. */
  readonly handle: (entries: readonly Entry[]) => Promise<readonly Outcome[] | undefined>;
  readonly batchSize?: number;
  /** How many entries of a stream may be in work at once. */
  readonly concurrency?: number;
  /** How long a read waits for new entries; shorter than the `socketTimeout` of the blocking connection by 2 s or more. */
  readonly blockMs?: number;
  /** After this long without a sign of life, another consumer takes an entry over. */
  readonly minIdleMs?: number;
  readonly retryDelaysMs?: readonly number[];
  /** Each delay is longer by a random part of up to this ratio, so that what failed together does not return together. */
  readonly jitterRatio?: number;
  /** How often due retries are woken. */
  readonly wakeEveryMs?: number;
  /** An entry that was delivered this often without an outcome killed its consumers: it is parked unread. */
  readonly maxDeliveries?: number;
  /** True keeps the order of batches: the next is begun when the one before is settled. */
  readonly oneBatchAtATime?: boolean;
  /** True for a log with several groups: acknowledged entries stay. */
  readonly keepAcknowledged?: boolean;
  /** Must not throw. */
  readonly onEvent?: (event: QueueEvent) => void;
};

export type Options = Required<ConsumeOptions>;

/** 10 s, 1 min, 5 min, 15 min, 1 h. */
export const RETRY_DELAYS_MS: readonly number[] = [10_000, 60_000, 300_000, 900_000, 3_600_000];

/** Fills in what was left out. Throws a RangeError that names every number that cannot work. */
export function withDefaults(given: ConsumeOptions): Options {
  const options: Options = {
    batchSize: 100,
    concurrency: 2 * (given.batchSize ?? 100),
    blockMs: 2_000,
    minIdleMs: 60_000,
    retryDelaysMs: RETRY_DELAYS_MS,
    jitterRatio: 0.2,
    wakeEveryMs: 500,
    maxDeliveries: 5,
    oneBatchAtATime: false,
    keepAcknowledged: false,
    onEvent: () => {},
    ...given,
  };
  const positive = ['batchSize', 'concurrency', 'blockMs', 'minIdleMs', 'wakeEveryMs', 'maxDeliveries'] as const;
  const wrong = positive.filter((name) => !(options[name] >= 1));
  if (wrong.length > 0) throw new RangeError(`${wrong.join(', ')} must be 1 or more.`);
  return options;
}
