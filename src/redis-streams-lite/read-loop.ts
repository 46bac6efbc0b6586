import { type Batch, type Loop, pause } from './loop.ts';
import { type Delivery, settle } from './settle.ts';
import { forgetConsumers, takeOver } from './take-over.ts';
import { again, done, type Outcome } from './types.ts';
import { parseEntry, type RawEntry } from './wire.ts';

/**
 * READING -> STOPPED. The only place where batches come from, so that order and bound hold: first what this consumer
 * left itself, now and then what dead ones left, else what is new.
 */
export async function readLoop(loop: Loop): Promise<void> {
  await createGroups(loop).catch(() => undefined);
  while (!loop.stop.aborted) {
    try {
      await untilFree(loop, 1);
      for (const batch of await nextBatches(loop)) await begin(loop, batch);
    } catch (error) {
      if (loop.stop.aborted) return;
      loop.options.onEvent({ what: 'read-failed', stream: loop.stream, count: 1, error });
      if (/NOGROUP|UNBLOCKED/.test(String(error))) await createGroups(loop).catch(() => undefined);
      await pause(200, loop.stop);
    }
  }
}

/** From the beginning of the stream: what was appended while the group was missing is not passed over. */
async function createGroups(loop: Loop): Promise<void> {
  for (const source of loop.sources) {
    try {
      await loop.redis.xgroup('CREATE', source, loop.options.group, '0', 'MKSTREAM');
      loop.options.onEvent({ what: 'group-created', stream: source, count: 1 });
    } catch (error) {
      if (!String(error).includes('BUSYGROUP')) throw error;
    }
  }
}

async function nextBatches(loop: Loop): Promise<readonly Batch[]> {
  const limit = Math.min(loop.options.batchSize, loop.options.concurrency - loop.inWorkCount);
  if (loop.searchedCutCount < loop.cutCount) {
    const cutCount = loop.cutCount;
    const own = await leftBy(loop, 'self', limit);
    if (own.length > 0) return own;
    loop.searchedCutCount = cutCount;
  }
  if (Date.now() >= loop.reclaimAtMs) {
    const left = await leftBy(loop, 'anyone', limit);
    if (left.length > 0) return left;
    loop.reclaimAtMs = Date.now() + loop.options.minIdleMs / 2;
    await forgetConsumers(loop);
  }
  return readNew(loop, limit);
}

async function leftBy(loop: Loop, from: 'self' | 'anyone', limit: number): Promise<readonly Batch[]> {
  for (const source of loop.sources) {
    const left = await takeOver(loop, { source, from, limit });
    if (left.deliveries.length > 0) return hold(loop, left);
  }
  return [];
}

async function readNew(loop: Loop, limit: number): Promise<readonly Batch[]> {
  const { group, consumer, blockMs } = loop.options;
  const answer = (await loop.blocking.xreadgroup(
    'GROUP',
    group,
    consumer,
    'COUNT',
    limit,
    'BLOCK',
    blockMs,
    'STREAMS',
    ...loop.sources,
    '>',
    '>',
  )) as [string, RawEntry[]][] | null;
  return (answer ?? []).flatMap(([source, raw]) => {
    const deliveries = raw.map((entry) => ({ id: entry[0], entry: parseEntry(loop.stream, entry) }));
    return hold(loop, { source, deliveries, isSuspect: false });
  });
}

function hold(loop: Loop, given: Omit<Batch, 'beatAtMs'>): readonly Batch[] {
  const batches = portionsOf(loop, given.deliveries).map((deliveries) => ({
    ...given,
    deliveries,
    beatAtMs: Date.now(),
  }));
  for (const batch of batches) loop.held.add(batch);
  return batches;
}

/**
 * What has failed twice, or has its last attempt, comes alone: when `handle` throws for a whole batch, one bad entry
 * would take the good ones down with it.
 */
function portionsOf(loop: Loop, deliveries: readonly Delivery[]): readonly (readonly Delivery[])[] {
  const lastAttempt = loop.options.retryDelaysMs.length + 1;
  const isAlone = ({ entry }: Delivery) => entry.attempt > 2 || (entry.attempt > 1 && entry.attempt >= lastAttempt);
  const together = deliveries.filter((delivery) => !isAlone(delivery));
  const alone = deliveries.filter(isAlone).map((delivery) => [delivery]);
  return together.length > 0 ? [together, ...alone] : alone;
}

/** Begins a batch as soon as there is room. A drain that comes first leaves it pending, for its next owner. */
async function begin(loop: Loop, batch: Batch): Promise<void> {
  const { concurrency, oneBatchAtATime } = loop.options;
  await untilFree(loop, batch.isSuspect || oneBatchAtATime ? concurrency : batch.deliveries.length);
  if (loop.stop.aborted) return;
  loop.inWorkCount += batch.deliveries.length;
  const work = workOff(loop, batch).finally(() => {
    loop.inWorkCount -= batch.deliveries.length;
    loop.held.delete(batch);
    loop.running.delete(work);
  });
  loop.running.add(work);
  if (batch.isSuspect) await work;
}

async function untilFree(loop: Loop, count: number): Promise<void> {
  while (loop.options.concurrency - loop.inWorkCount < count && !loop.stop.aborted) await Promise.race(loop.running);
}

async function workOff(loop: Loop, batch: Batch): Promise<void> {
  const { options, stream } = loop;
  const outcomes = await outcomesOf(loop, batch);
  for (;;) {
    try {
      return await settle(loop, { ...batch, outcomes });
    } catch (error) {
      // The work is done and must not be done again because Redis is away for a moment.
      options.onEvent({ what: 'settle-failed', stream, count: batch.deliveries.length, error });
      if (loop.closed.aborted) return;
      await pause(200, loop.closed);
    }
  }
}

async function outcomesOf(loop: Loop, batch: Batch): Promise<readonly Outcome[]> {
  const entries = batch.deliveries.map((delivery) => delivery.entry);
  try {
    const outcomes = (await loop.options.handle(entries)) ?? entries.map(done);
    if (outcomes.length === entries.length) return outcomes;
    throw new RangeError(
      `handle gave ${outcomes.length} outcomes for ${entries.length} entries. Answer one for each, or nothing when all are done.`,
    );
  } catch (error) {
    return entries.map(() => again(error));
  }
}
