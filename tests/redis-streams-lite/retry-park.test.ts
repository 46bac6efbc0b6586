import { expect, test } from 'vitest';
import { eachEntry, NeverRetryError } from '../../src/redis-streams-lite/each-entry.ts';
import { dropParked, listParked, requeueParked } from '../../src/redis-streams-lite/parked.ts';
import { publish } from '../../src/redis-streams-lite/publish.ts';
import { again, done, type Entry, laterAt, never } from '../../src/redis-streams-lite/types.ts';
import { until } from '../testkit/until.ts';
import { bodiesOf, createQueue, GROUP, type Queue } from './queue.ts';

const parkedOf = (queue: Queue) =>
  listParked(queue.redis, { stream: queue.stream, group: GROUP, offset: 0, limit: 100 });

test('what fails is tried again with id, key and headers, then parked with its reason; the others go on', async () => {
  const queue = await createQueue();
  const seen: Entry[] = [];
  queue.start({
    retryDelaysMs: [20, 40],
    handle: eachEntry(async (entry) => {
      seen.push(entry);
      if (entry.body === 'bad') throw new Error('the bank is away');
      return undefined;
    }),
  });
  const message = { body: 'bad', key: 'k-1', headers: { trace: 't' } };
  const id = await publish(queue.redis, { stream: queue.stream, message });
  await queue.send('good');
  const [parked] = await until('it is parked', async () => {
    const list = await parkedOf(queue);
    return list.length > 0 && list;
  });
  const publishedAtMs = Number(id.split('-')[0]);
  expect(seen.filter((entry) => entry.body === 'bad')).toEqual(
    [1, 2, 3].map((attempt) => ({ ...message, id, stream: queue.stream, attempt, publishedAtMs })),
  );
  expect(seen.filter((entry) => entry.body === 'good')).toHaveLength(1);
  expect(parked).toEqual({
    ...message,
    id,
    stream: queue.stream,
    attempt: 3,
    publishedAtMs,
    reason: 'the bank is away',
    parkedAtMs: expect.any(Number),
  });
  expect(queue.events.map(({ what, count }) => [what, count])).toEqual([
    ['retried', 1],
    ['retried', 1],
    ['parked', 1],
  ]);
  expect(await queue.backlog()).toEqual({ openCount: 0, retryCount: 0, parkedCount: 1, oldestAgeMs: 0 });
});

test('each event tells the first error of its own kind', async () => {
  const queue = await createQueue();
  queue.start({
    retryDelaysMs: [60_000],
    handle: async (entries) => entries.map((entry) => (entry.body === 'a' ? again('away') : never('unknown'))),
  });
  await queue.send('a', 'b');
  await until('both are settled', () => queue.events.length === 2);
  expect(queue.events.map(({ what, error }) => [what, error])).toEqual([
    ['retried', 'away'],
    ['parked', 'unknown'],
  ]);
});

test('a retry waits for its delay and the jitter only makes it longer', async () => {
  const queue = await createQueue();
  const atMs: number[] = [];
  queue.start({
    retryDelaysMs: [200],
    jitterRatio: 0.5,
    async handle(entries) {
      atMs.push(Date.now());
      return entries.map((entry) => (entry.attempt === 1 ? again('no') : done()));
    },
  });
  await queue.send('a');
  await until('the queue is empty', queue.isEmpty);
  expect(Number(atMs[1]) - Number(atMs[0])).toBeGreaterThanOrEqual(199);
});

test('a dead letter that is requeued begins anew, a dropped one is gone', async () => {
  const queue = await createQueue();
  let isRepaired = false;
  const seen: Entry[] = [];
  queue.start({
    handle: eachEntry(async (entry) => {
      if (!isRepaired) throw new NeverRetryError(`no such order: ${entry.body}`);
      seen.push(entry);
      return undefined;
    }),
  });
  const ids = await queue.send('a', 'b');
  const place = { stream: queue.stream, group: GROUP };
  await until('both are parked', async () => (await parkedOf(queue)).length === 2);
  expect((await parkedOf(queue)).map((parked) => parked.reason)).toContain('no such order: a');
  expect(await listParked(queue.redis, { ...place, offset: 1, limit: 1 })).toHaveLength(1);
  isRepaired = true;
  expect(await requeueParked(queue.redis, { ...place, ids: [String(ids[0]), 'unknown'] })).toBe(1);
  expect(await requeueParked(queue.redis, { ...place, ids: [] })).toBe(0);
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toMatchObject([{ id: ids[0], body: 'a', attempt: 1 }]);
  expect(await dropParked(queue.redis, { ...place, ids: [...ids] })).toBe(1);
  expect(await dropParked(queue.redis, { ...place, ids: [] })).toBe(0);
  expect(await parkedOf(queue)).toEqual([]);
});

test('a dead letter whose text somebody deleted is left out of the list', async () => {
  const queue = await createQueue();
  queue.start({ handle: async (entries) => entries.map(() => never('no')) });
  const [id] = await queue.send('a');
  await until('it is parked', async () => (await parkedOf(queue)).length === 1);
  await queue.redis.hdel(`{${queue.stream}}:${GROUP}:parked`, String(id));
  expect(await parkedOf(queue)).toEqual([]);
});

test('a long reason is cut and stays a text, also when the cut is inside a character', async () => {
  const queue = await createQueue();
  queue.start({ handle: async (entries) => entries.map(() => never(`${'x'.repeat(499)}🦩`)) });
  await queue.send('a');
  await until('it is parked', async () => (await parkedOf(queue)).length === 1);
  const [parked] = await parkedOf(queue);
  expect(parked?.reason.startsWith('x'.repeat(499))).toBe(true);
  expect(parked?.reason.isWellFormed()).toBe(true);
});

test('two entries with the same id in the stream and among the retries are two dead letters', async () => {
  const queue = await createQueue();
  await queue.redis.xadd(queue.stream, '5-1', 'body', 'new');
  await queue.redis.xadd(queue.again, '5-1', 'body', 'old', 'first-id', '4-1', 'attempt', '2');
  queue.start({ handle: async (entries) => entries.map(() => never('no')) });
  await until('the queue is empty', queue.isEmpty);
  expect(bodiesOf(await parkedOf(queue)).sort()).toEqual(['new', 'old']);
});

test('later waits until the given time and counts no attempt; a time that is none counts as a failure', async () => {
  const queue = await createQueue();
  const seen: [string, number][] = [];
  queue.start({
    retryDelaysMs: [20],
    handle: eachEntry(async (entry) => {
      seen.push([entry.body, entry.attempt]);
      if (seen.filter(([body]) => body === entry.body).length > 1) return done();
      return laterAt(entry.body === 'a' ? Date.now() + 50.5 : Number.NaN);
    }),
  });
  await queue.send('a', 'b');
  await until('the queue is empty', queue.isEmpty);
  expect(seen.sort()).toEqual([
    ['a', 1],
    ['a', 1],
    ['b', 1],
    ['b', 2],
  ]);
  expect(queue.events).toMatchObject([{ what: 'retried', count: 1 }]);
});

test('one bad entry that makes a batch handler throw does not take the good ones down with it', async () => {
  const queue = await createQueue();
  const finished: string[] = [];
  const thirdBatches: number[] = [];
  queue.start({
    retryDelaysMs: [20, 20, 20],
    async handle(entries) {
      if (entries.some((entry) => entry.attempt === 3)) thirdBatches.push(entries.length);
      if (entries.some((entry) => entry.body === 'bad')) throw new Error('cannot read it');
      finished.push(...bodiesOf(entries));
      return undefined;
    },
  });
  const good = Array.from({ length: 20 }, (_, place) => `good ${place}`);
  await queue.send(...good.slice(0, 10), 'bad', ...good.slice(10));
  await until('the queue is empty', queue.isEmpty);
  expect(finished.sort()).toEqual(good.sort());
  expect(thirdBatches).toEqual(Array.from({ length: 21 }, () => 1));
  expect(bodiesOf(await parkedOf(queue))).toEqual(['bad']);
});

test('the last attempt is always alone, also when it is the second', async () => {
  const queue = await createQueue();
  queue.start({ retryDelaysMs: [20], handle: async (entries) => Promise.reject(`${entries.length} together`) });
  await queue.send('a', 'b');
  await until('both are parked', async () => (await parkedOf(queue)).length === 2);
  expect((await parkedOf(queue)).map((parked) => parked.reason)).toEqual(['1 together', '1 together']);
});

test('more retries than one wake takes come back in the same tick', async () => {
  const queue = await createQueue();
  // The first of them looks for retries once, before there are any; the second once, when all of them are due.
  const rarely = { retryDelaysMs: [0], wakeEveryMs: 3_600_000, minIdleMs: 3_600_000 };
  const failing = queue.start({ ...rarely, handle: async (entries) => entries.map(() => again('no')) });
  await queue.send(...Array.from({ length: 250 }, (_, place) => String(place)));
  await until('all have failed', async () => (await queue.backlog()).openCount === 0);
  await failing.drain(1_000);
  expect(await queue.backlog()).toMatchObject({ retryCount: 250 });
  queue.start({ ...rarely, handle: async () => undefined });
  await until('the queue is empty', queue.isEmpty);
});

test('the backlog counts what is open, waiting and parked, and knows the age of the oldest', async () => {
  const queue = await createQueue();
  const [seconds] = await queue.redis.time();
  const oldMs = Number(seconds) * 1_000 - 60_000;
  await queue.redis.xadd(queue.stream, `${oldMs}-0`, 'body', 'retry');
  await queue.send('never');
  const consumer = queue.start({
    retryDelaysMs: [60_000],
    handle: async (entries) => entries.map((entry) => (entry.body === 'never' ? never('no') : again('not yet'))),
  });
  await until('one waits, one is parked', async () => {
    const { retryCount, parkedCount } = await queue.backlog();
    return retryCount + parkedCount === 2;
  });
  await consumer.drain(1_000);
  await queue.redis.xadd(queue.again, '*', 'body', 'woken', 'attempt', '2', 'published', String(oldMs));
  await queue.send('open');
  const backlog = await queue.backlog();
  expect(backlog).toMatchObject({ openCount: 2, retryCount: 1, parkedCount: 1 });
  expect(backlog.oldestAgeMs).toBeGreaterThanOrEqual(60_000);
  expect(backlog.oldestAgeMs).toBeLessThan(120_000);
});
