import { expect, test } from 'vitest';
import { eachEntry } from '../../src/redis-streams-lite/each-entry.ts';
import { publish, publishBatch, shardOf } from '../../src/redis-streams-lite/publish.ts';
import { done, type Entry, keysOf } from '../../src/redis-streams-lite/types.ts';
import { until } from '../testkit/until.ts';
import { bodiesOf, createQueue, pendingCount } from './queue.ts';

test('an acknowledged entry is gone from the stream and from the pending list', async () => {
  const queue = await createQueue();
  const seen: Entry[] = [];
  queue.start({ handle: async (entries) => void seen.push(...entries) });
  const id = await publish(queue.redis, { stream: queue.stream, message: { body: 'hello' } });
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toEqual([
    { id, stream: queue.stream, body: 'hello', attempt: 1, publishedAtMs: Number(id.split('-')[0]) },
  ]);
  expect(await pendingCount(queue)).toBe(0);
});

test('key and headers ride beside the body', async () => {
  const queue = await createQueue();
  const message = { body: 'ñandú 🦩', key: 'comment-1', headers: { traceparent: '00-1-2-01', empty: '' } };
  const seen: Entry[] = [];
  queue.start({ handle: async (entries) => void seen.push(...entries) });
  await publish(queue.redis, { stream: queue.stream, message });
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toMatchObject([message]);
});

test('a batch keeps its order, and one batch at a time is begun only when the one before is settled', async () => {
  const queue = await createQueue();
  const bodies = Array.from({ length: 50 }, (_, place) => String(place));
  await queue.send(...bodies);
  const seen: string[] = [];
  let openCount = 0;
  let mostOpen = 0;
  let longest = 0;
  queue.start({
    batchSize: 7,
    oneBatchAtATime: true,
    async handle(entries) {
      openCount += 1;
      mostOpen = Math.max(mostOpen, openCount);
      seen.push(...bodiesOf(entries));
      longest = Math.max(longest, entries.length);
      await queue.redis.ping();
      openCount -= 1;
      return undefined;
    },
  });
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toEqual(bodies);
  expect(mostOpen).toBe(1);
  expect(longest).toBe(7);
});

test('no more entries are in work than the concurrency allows, also when retries come at the same time', async () => {
  const queue = await createQueue();
  for (let place = 0; place < 30; place += 1) {
    await queue.redis.xadd(queue.again, '*', 'body', `again ${place}`, 'attempt', '2');
  }
  await queue.send(...Array.from({ length: 30 }, (_, place) => `new ${place}`));
  let inWork = 0;
  let most = 0;
  queue.start({
    batchSize: 4,
    concurrency: 5,
    async handle(entries) {
      inWork += entries.length;
      most = Math.max(most, inWork);
      await queue.redis.ping();
      inWork -= entries.length;
      return undefined;
    },
  });
  await until('the queue is empty', queue.isEmpty);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(5);
});

test('two consumers of a group share the entries, each entry goes to one of them', async () => {
  const queue = await createQueue();
  const seen: string[] = [];
  for (const consumer of ['one', 'two']) {
    queue.start({ consumer, batchSize: 3, handle: async (entries) => void seen.push(...bodiesOf(entries)) });
  }
  const bodies = Array.from({ length: 60 }, (_, place) => String(place));
  await queue.send(...bodies);
  await until('the queue is empty', queue.isEmpty);
  expect(seen.sort()).toEqual(bodies.sort());
});

test('every group of a log gets every entry, and a failure in one is retried in that one only', async () => {
  const queue = await createQueue();
  const seen: string[] = [];
  for (const group of ['saga', 'audit']) {
    queue.start({
      group,
      keepAcknowledged: true,
      retryDelaysMs: [20, 20],
      handle: eachEntry(async (entry) => {
        seen.push(`${group} ${entry.body} ${entry.attempt}`);
        if (group === 'saga' && entry.attempt === 1) throw new Error('not yet');
        return undefined;
      }),
    });
  }
  await queue.send('a');
  await until('the retry came', () => seen.length === 3);
  expect(seen.sort()).toEqual(['audit a 1', 'saga a 1', 'saga a 2']);
  await until('the retry is settled', async () => (await queue.redis.xlen(keysOf(queue.stream, 'saga').again)) === 0);
  expect(await queue.redis.xlen(queue.stream)).toBe(1);
});

test('a strange entry of somebody else does not hold up the others', async () => {
  const queue = await createQueue();
  await queue.redis.xadd(queue.stream, '*', 'body', 'strange', 'headers', 'no JSON');
  await queue.redis.xadd(queue.stream, '*', 'body', 'stranger', 'headers', '7');
  await queue.redis.xadd(queue.stream, '*', 'strangest', 'no body');
  await queue.send('good');
  const seen: Entry[] = [];
  queue.start({ handle: async (entries) => void seen.push(...entries) });
  await until('the queue is empty', queue.isEmpty);
  expect(bodiesOf(seen)).toEqual(['strange', 'stranger', '', 'good']);
  expect(seen.every((entry) => entry.headers === undefined)).toBe(true);
});

test('a batch that Redis refuses is an error, an empty one is nothing', async () => {
  const queue = await createQueue();
  await queue.redis.set(`${queue.stream}-text`, 'no stream');
  const messages = [{ body: 'a' }, { body: 'b' }];
  await expect(publishBatch(queue.redis, { stream: `${queue.stream}-text`, messages })).rejects.toThrow('WRONGTYPE');
  await expect(publishBatch(queue.redis, { stream: queue.stream, messages: [] })).resolves.toEqual([]);
});

test('numbers that cannot work are refused by name', async () => {
  const queue = await createQueue();
  const handle = async () => undefined;
  expect(() => queue.start({ handle, blockMs: 0, concurrency: Number.NaN })).toThrow('concurrency, blockMs must be');
});

test('one key keeps its shard, shards differ in their hash tag, and all keys of a shard share it', () => {
  const shard = shardOf({ stream: 'orders', shards: 4, by: 'store-1' });
  expect(shardOf({ stream: 'orders', shards: 4, by: 'store-1' })).toBe(shard);
  expect(shardOf({ stream: 'orders', shards: 1, by: 'store-1' })).toBe('orders');
  const all = new Set(
    Array.from({ length: 100 }, (_, n) => shardOf({ stream: 'orders', shards: 4, by: `store-${n}` })),
  );
  expect([...all].sort()).toEqual(['{orders:0}', '{orders:1}', '{orders:2}', '{orders:3}']);
  expect(keysOf(shard, 'g').retry).toBe(`${shard}:g:retry`);
  expect(() => keysOf('a{}b', 'g')).toThrow('no hash tag');
});

test('a handler that answers for too few entries has them all tried again', async () => {
  const queue = await createQueue();
  await queue.send('a', 'b');
  let calls = 0;
  queue.start({
    retryDelaysMs: [20, 20],
    async handle(entries) {
      calls += 1;
      return calls === 1 ? [done()] : entries.map(done);
    },
  });
  await until('the queue is empty', queue.isEmpty);
  expect(queue.events).toMatchObject([{ what: 'retried', count: 2 }]);
  expect(String(queue.events[0]?.error)).toContain('handle gave 1 outcomes for 2 entries');
});
