import { expect, test } from 'vitest';
import { lastCursor, tail, trimLog } from '../../src/redis-streams-lite/tail.ts';
import { until } from '../testkit/until.ts';
import { bodiesOf, createQueue, cutConnections, GROUP, type Queue } from './queue.ts';

function follow(queue: Queue, given: { after: string; name?: string; batchSize?: number }) {
  const stop = new AbortController();
  const seen: string[] = [];
  const errors: unknown[] = [];
  const ended = (async () => {
    const deps = { redis: queue.redis, createBlocking: () => queue.connect(given.name) };
    const { stream } = queue;
    const input = { stream, signal: stop.signal, onError: (error: unknown) => errors.push(error), ...given };
    for await (const entries of tail(deps, input)) seen.push(...bodiesOf(entries));
  })();
  return { seen, errors, ended, stop: () => stop.abort() };
}

test('a tail sees every entry once and in order, through cuts of its connection', async () => {
  const queue = await createQueue();
  const name = `tail-${queue.stream}`;
  const tailed = follow(queue, { after: '0-0', name, batchSize: 3 });
  const sent: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const bodies = Array.from({ length: 10 }, (_, place) => `${round}-${place}`);
    sent.push(...bodies);
    await queue.send(...bodies.slice(0, 5));
    await until('the connection is cut', async () => (await cutConnections(queue.redis, name)) > 0);
    await queue.send(...bodies.slice(5));
  }
  await until('all arrived', () => tailed.seen.length >= sent.length);
  tailed.stop();
  await tailed.ended;
  expect(tailed.seen).toEqual(sent);
});

test('a tail from a cursor begins behind it, one from latest with what comes', async () => {
  const queue = await createQueue();
  const ids = await queue.send('a', 'b');
  const fromCursor = follow(queue, { after: String(ids[0]) });
  const name = `latest-${queue.stream}`;
  const fromLatest = follow(queue, { after: 'latest', name });
  await until('both read', async () => String(await queue.redis.client('LIST')).includes(` name=${name} `));
  await queue.send('c');
  await until('both have it', () => fromCursor.seen.length === 2 && fromLatest.seen.length === 1);
  expect(fromCursor.seen).toEqual(['b', 'c']);
  expect(fromLatest.seen).toEqual(['c']);
  for (const tailed of [fromCursor, fromLatest]) tailed.stop();
  await Promise.all([fromCursor.ended, fromLatest.ended]);
});

test('a tail tells of failed reads and goes on', async () => {
  const queue = await createQueue();
  await queue.redis.del(queue.stream);
  await queue.redis.set(queue.stream, 'no stream');
  const tailed = follow(queue, { after: '0-0' });
  await until('it failed', () => tailed.errors.length > 0);
  expect(String(tailed.errors[0])).toContain('WRONGTYPE');
  await queue.redis.del(queue.stream);
  await queue.send('a');
  await until('it goes on', () => tailed.seen.length === 1);
  tailed.stop();
  await tailed.ended;
});

test('a reader that leaves the loop closes its connection', async () => {
  const queue = await createQueue();
  await queue.send('a');
  const name = `leaves-${queue.stream}`;
  const { signal } = new AbortController();
  const deps = { redis: queue.redis, createBlocking: () => queue.connect(name) };
  for await (const entries of tail(deps, { stream: queue.stream, after: '0-0', signal })) {
    expect(bodiesOf(entries)).toEqual(['a']);
    break;
  }
  await until('it is closed', async () => !String(await queue.redis.client('LIST')).includes(` name=${name} `));
});

test('the cursor of an empty stream is the beginning', async () => {
  const queue = await createQueue();
  expect(await lastCursor(queue.redis, queue.stream)).toBe('0-0');
  const [id] = await queue.send('a');
  expect(await lastCursor(queue.redis, queue.stream)).toBe(id);
});

test('trimming never cuts what a group has not acknowledged or not read', async () => {
  const queue = await createQueue();
  const { redis, stream } = queue;
  for (const n of [1, 2, 3, 4, 5, 6]) await redis.xadd(stream, `${n}-0`, 'body', String(n));
  const left = async () => (await redis.xrange(stream, '-', '+')).map(([id]) => id);
  expect(await trimLog(redis, { stream, minId: '6-0' })).toBe(0);
  await queue.deliverTo('one', 4);
  await redis.xack(stream, GROUP, '1-0', '3-0', '4-0');
  expect(await trimLog(redis, { stream, minId: '6-0' })).toBe(1);
  expect(await left()).toEqual(['2-0', '3-0', '4-0', '5-0', '6-0']);
  await redis.xack(stream, GROUP, '2-0');
  expect(await trimLog(redis, { stream, minId: '3-0' })).toBe(1);
  expect(await trimLog(redis, { stream, minId: '6-0' })).toBe(1);
  expect(await left()).toEqual(['4-0', '5-0', '6-0']);
  await redis.xgroup('CREATE', stream, 'other', '0');
  expect(await trimLog(redis, { stream, minId: '6-0' })).toBe(0);
});

test('within one millisecond the second part of the id decides, and what does not exist has nothing to trim', async () => {
  const queue = await createQueue();
  const { redis, stream } = queue;
  for (const n of [2, 9, 10]) await redis.xadd(stream, `7-${n}`, 'body', String(n));
  await queue.deliverTo('one', 3);
  await redis.xack(stream, GROUP, '7-2');
  expect(await trimLog(redis, { stream, minId: '7-10' })).toBe(1);
  expect(await redis.xlen(stream)).toBe(2);
  expect(await trimLog(redis, { stream: `${stream}-none`, minId: '7' })).toBe(0);
});
