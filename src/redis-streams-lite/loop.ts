import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Options } from './options.ts';
import type { Delivery } from './settle.ts';
import type { keysOf } from './types.ts';

/** Entries that are handed to `handle` together. */
export type Batch = {
  readonly source: string;
  readonly deliveries: readonly Delivery[];
  /** Was left unfinished more than once: nothing else may be in work beside it. */
  readonly isSuspect: boolean;
  /** When Redis was last told that this consumer lives and has the batch. */
  beatAtMs: number;
};

/** What one stream of a consumer shares between its reading and its keeping. */
export type Loop = {
  readonly redis: Redis;
  readonly blocking: Redis;
  readonly options: Options;
  readonly stream: string;
  readonly keys: ReturnType<typeof keysOf>;
  /** The stream itself and the one of due retries. */
  readonly sources: readonly [string, string];
  /** Batches that were delivered to us and are not settled, begun or not. */
  readonly held: Set<Batch>;
  /** The work of the batches that were begun. */
  readonly running: Set<Promise<void>>;
  inWorkCount: number;
  /** An answer may have been lost as often as the blocking connection was cut; what it held is looked for once per cut. */
  cutCount: number;
  searchedCutCount: number;
  reclaimAtMs: number;
  /** Aborts when the drain begins. */
  readonly stop: AbortSignal;
  /** Aborts when the drain is over. */
  readonly closed: AbortSignal;
};

/** Waits, or returns at once when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
