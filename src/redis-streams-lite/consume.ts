import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { reclaim } from './reclaim.ts';
import { WAKE } from './scripts.ts';
import { type SettleOptions, settle } from './settle.ts';
import { again, type Entry, keysOf, type Outcome, parseEntry, type QueueEvent } from './types.ts';

export type ConsumeDeps = {
  /** For commands; shared with others. */
  readonly redis: Redis;
  /** A connection of its own for each blocking loop. */
  readonly createBlocking: () => Redis;
};

export type ConsumeOptions = {
  readonly streams: readonly string[];
  readonly group: string;
  /** Stable over restarts: what this consumer left unfinished is then its own again. */
  readonly consumer: string;
  /** One outcome per entry in the same order; nothing means all are done; throwing means all are tried again. */
  readonly handle: (entries: readonly Entry[]) => Promise<readonly Outcome[] | undefined>;
  readonly batchSize?: number;
  /** How many entries may be in work at once. */
  readonly concurrency?: number;
  readonly blockMs?: number;
  /** After this long without a sign of life, another consumer takes an entry over. */
  readonly minIdleMs?: number;
  readonly retryDelaysMs?: readonly number[];
  readonly jitterRatio?: number;
  /** How often due retries are woken. */
  readonly wakeEveryMs?: number;
  /** An entry that was delivered this often without an outcome killed its consumers: it is parked unread. */
  readonly maxDeliveries?: number;
  /** True keeps the order of batches: the next is read when the one before is settled. */
  readonly oneBatchAtATime?: boolean;
  /** True for a log with several groups: acknowledged entries stay. */
  readonly keepAcknowledged?: boolean;
  readonly onEvent?: (event: QueueEvent) => void;
};

export type Consumer = {
  /** Reads nothing new, lets work in hand finish for up to `deadlineMs`, and closes. Unfinished entries go to others. */
  drain(deadlineMs: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** 10 s, 1 min, 5 min, 15 min, 1 h. */
export const RETRY_DELAYS_MS: readonly number[] = [10_000, 60_000, 300_000, 900_000, 3_600_000];

/** Loop of one stream: READING -> DRAINING -> CLOSED. DRAINING finishes what it holds and takes nothing new. */
type Loop = {
  readonly stream: string;
  readonly blocking: Redis;
  readonly inWork: Map<string, { readonly source: string; sinceMs: number }>;
  readonly running: Set<Promise<void>>;
  finished: Promise<void>;
};

/** Starts reading the streams in a consumer group, and goes on until drained. */
export function consume(deps: ConsumeDeps, given: ConsumeOptions): Consumer {
  const options = withDefaults(given);
  const stop = new AbortController();
  const loops = given.streams.map((stream): Loop => {
    const loop = {
      stream,
      blocking: deps.createBlocking(),
      inWork: new Map(),
      running: new Set<Promise<void>>(),
      finished: Promise.resolve(),
    };
    loop.finished = readLoop(deps, options, loop, stop.signal);
    return loop;
  });
  const keepers = loops.map((loop) => keepLoop(deps, options, loop, stop.signal));
  const drain = async (deadlineMs: number) => {
    stop.abort();
    for (const loop of loops) loop.blocking.disconnect();
    const work = Promise.all(loops.map(async (loop) => [await loop.finished, await Promise.allSettled(loop.running)]));
    await Promise.race([work, pause(deadlineMs)]);
    await Promise.all(keepers);
  };
  return { drain, [Symbol.asyncDispose]: () => drain(5_000) };
}

type Options = Required<ConsumeOptions> & SettleOptions;

function withDefaults(given: ConsumeOptions): Options {
  return {
    batchSize: 100,
    concurrency: 200,
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
}

async function readLoop(deps: ConsumeDeps, options: Options, loop: Loop, signal: AbortSignal): Promise<void> {
  const { again: againKey } = keysOf(loop.stream, options.group);
  const sources = [loop.stream, againKey];
  await ensureGroups(deps.redis, options, sources).catch(() => undefined);
  while (!signal.aborted) {
    if (options.oneBatchAtATime) await Promise.all(loop.running);
    const free = options.concurrency - loop.inWork.size;
    if (free <= 0) {
      await Promise.race(loop.running);
      continue;
    }
    try {
      for (const [source, entries] of await readOnce(options, loop, sources, Math.min(free, options.batchSize))) {
        start(deps, options, loop, { source, entries });
      }
    } catch (error) {
      if (signal.aborted) return;
      options.onEvent({ what: 'read-failed', stream: loop.stream, count: 1, error });
      if (String(error).includes('NOGROUP') || String(error).includes('UNBLOCKED')) {
        await ensureGroups(deps.redis, options, sources).catch(() => undefined);
      }
      await pause(200);
    }
  }
}

type RawEntry = [id: string, fields: string[] | null];

async function readOnce(
  options: Options,
  loop: Loop,
  sources: readonly string[],
  count: number,
): Promise<[string, readonly Entry[]][]> {
  const answer = (await loop.blocking.xreadgroup(
    'GROUP',
    options.group,
    options.consumer,
    'COUNT',
    count,
    'BLOCK',
    options.blockMs,
    'STREAMS',
    ...sources,
    ...sources.map(() => '>'),
  )) as [string, RawEntry[]][] | null;
  return (answer ?? []).map(([source, raw]) => [
    source,
    raw.map(([id, fields]) => parseEntry(loop.stream, id, fields ?? [])),
  ]);
}

function start(
  deps: ConsumeDeps,
  options: Options,
  loop: Loop,
  batch: { source: string; entries: readonly Entry[] },
): void {
  if (batch.entries.length === 0) return;
  for (const entry of batch.entries)
    loop.inWork.set(`${batch.source} ${entry.id}`, { source: batch.source, sinceMs: Date.now() });
  const work = workOff(deps, options, loop, batch)
    .catch((error) => options.onEvent({ what: 'read-failed', stream: loop.stream, count: batch.entries.length, error }))
    .finally(() => {
      for (const entry of batch.entries) loop.inWork.delete(`${batch.source} ${entry.id}`);
      loop.running.delete(work);
    });
  loop.running.add(work);
}

async function workOff(
  deps: ConsumeDeps,
  options: Options,
  loop: Loop,
  batch: { source: string; entries: readonly Entry[] },
): Promise<void> {
  const outcomes = await outcomesOf(options, batch.entries);
  const ends = batch.entries.map((entry, place) => ({ entry, outcome: outcomes[place] ?? { kind: 'done' as const } }));
  const settled = await settle(deps.redis, options, { stream: loop.stream, source: batch.source, ends });
  if (settled.retried > 0)
    options.onEvent({ what: 'retried', stream: loop.stream, count: settled.retried, error: firstError(outcomes) });
  if (settled.parked > 0)
    options.onEvent({ what: 'parked', stream: loop.stream, count: settled.parked, error: firstError(outcomes) });
}

async function outcomesOf(options: Options, entries: readonly Entry[]): Promise<readonly Outcome[]> {
  try {
    return (await options.handle(entries)) ?? [];
  } catch (error) {
    return entries.map(() => again(error));
  }
}

function firstError(outcomes: readonly Outcome[]): unknown {
  const failed = outcomes.find((outcome) => outcome.kind === 'again' || outcome.kind === 'never');
  return failed?.kind === 'again' ? failed.error : failed?.kind === 'never' ? failed.reason : undefined;
}

/** Wakes due retries, keeps long work from being taken over, and takes over what dead consumers left. */
async function keepLoop(deps: ConsumeDeps, options: Options, loop: Loop, signal: AbortSignal): Promise<void> {
  const keys = keysOf(loop.stream, options.group);
  let reclaimAtMs = 0;
  while (!signal.aborted) {
    try {
      await deps.redis.eval(WAKE, 2, keys.retry, keys.again, 500);
      await beat(deps.redis, options, loop);
      if (Date.now() >= reclaimAtMs) {
        reclaimAtMs = Date.now() + options.minIdleMs / 2;
        for (const source of [loop.stream, keys.again]) {
          const room = options.concurrency - loop.inWork.size;
          start(deps, options, loop, {
            source,
            entries: await reclaim(deps.redis, options, { stream: loop.stream, source, limit: room }),
          });
        }
      }
    } catch {
      // Redis is away or the group is gone: the read loop reports it and heals it.
    }
    await pause(options.wakeEveryMs, signal);
  }
}

async function beat(redis: Redis, options: Options, loop: Loop): Promise<void> {
  const oldMs = Date.now() - options.minIdleMs / 3;
  const bySource = new Map<string, string[]>();
  for (const [name, work] of loop.inWork) {
    if (work.sinceMs > oldMs) continue;
    work.sinceMs = Date.now();
    bySource.set(work.source, [...(bySource.get(work.source) ?? []), name.slice(work.source.length + 1)]);
  }
  for (const [source, ids] of bySource)
    await redis.xclaim(source, options.group, options.consumer, 0, ...ids, 'JUSTID');
}

async function ensureGroups(redis: Redis, options: Options, sources: readonly string[]): Promise<void> {
  for (const source of sources) {
    try {
      await redis.xgroup('CREATE', source, options.group, '0', 'MKSTREAM');
      options.onEvent({ what: 'group-created', stream: source, count: 1 });
    } catch (error) {
      if (!String(error).includes('BUSYGROUP')) throw error;
    }
  }
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
}
