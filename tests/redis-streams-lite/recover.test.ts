import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { expect, inject, onTestFinished, test } from 'vitest';
import { eachEntry } from '../../src/redis-streams-lite/each-entry.ts';
import { listParked } from '../../src/redis-streams-lite/parked.ts';
import { again, keysOf, laterAt } from '../../src/redis-streams-lite/types.ts';
import { until } from '../testkit/until.ts';
import { bodiesOf, createQueue, cutConnections, GROUP, pendingCount } from './queue.ts';

test('a consumer that starts again gets first what it left, under whatever source, then what is new', async () => {
  const queue = await createQueue();
  await queue.send('left 1', 'left 2');
  await queue.redis.xadd(queue.again, '*', 'body', 'left retry', 'attempt', '2');
  await queue.deliverTo('one', 2);
  await queue.redis.xreadgroup('GROUP', GROUP, 'one', 'STREAMS', queue.again, '>');
  await queue.send('new');
  const seen: string[] = [];
  queue.start({ oneBatchAtATime: true, handle: async (entries) => void seen.push(...bodiesOf(entries)) });
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toEqual(['left 1', 'left 2', 'left retry', 'new']);
});

test('what a dead consumer left is taken over, what a slow one works on is not', async () => {
  const queue = await createQueue();
  const slow = Promise.withResolvers<void>();
  const seen: string[] = [];
  await queue.send('slow');
  queue.start({
    consumer: 'slow',
    minIdleMs: 900,
    async handle(entries) {
      seen.push(...bodiesOf(entries).map((body) => `slow: ${body}`));
      await slow.promise;
      return undefined;
    },
    concurrency: 1,
  });
  await until('the slow one has begun', () => seen.length === 1);
  queue.start({
    consumer: 'quick',
    minIdleMs: 900,
    handle: async (entries) => void seen.push(...bodiesOf(entries).map((body) => `quick: ${body}`)),
  });
  // Each takes over one minIdleMs; the slow entry is older than three of them in the end.
  for (const body of ['dead 1', 'dead 2', 'dead 3']) {
    await queue.redis
      .multi()
      .xadd(queue.stream, '*', 'body', body)
      .xreadgroup('GROUP', GROUP, 'dead', 'COUNT', 1, 'STREAMS', queue.stream, '>')
      .exec();
    await until(`${body} is taken over`, () => seen.includes(`quick: ${body}`));
  }
  slow.resolve();
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toEqual(['slow: slow', 'quick: dead 1', 'quick: dead 2', 'quick: dead 3']);
});

test('what was delivered too often without an outcome is parked unread, its neighbours are not', async () => {
  const queue = await createQueue();
  const ids = await queue.send('poison', 'neighbour');
  await queue.deliverTo('dead', 2);
  await queue.redis.xclaim(queue.stream, GROUP, 'dead', 0, String(ids[0]), 'RETRYCOUNT', 5);
  const seen: string[] = [];
  queue.start({ minIdleMs: 1, handle: async (entries) => void seen.push(...bodiesOf(entries)) });
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toEqual(['neighbour']);
  const [parked] = await listParked(queue.redis, { stream: queue.stream, group: GROUP, offset: 0, limit: 10 });
  expect(parked).toMatchObject({ id: ids[0], body: 'poison' });
  expect(parked?.reason).toContain('Delivered 5 times without an outcome');
});

test('an entry that kills the process again and again is parked; those delivered with it get through', {
  timeout: 120_000,
}, async () => {
  const queue = await createQueue();
  await queue.send('a', 'b', 'poison', 'c');
  const env = { ...process.env, REDIS_URL: inject('redisUrl'), STREAM: queue.stream, GROUP };
  let deathCount = 0;
  while (!(await queue.isEmpty())) {
    const child = spawn(process.execPath, ['tests/redis-streams-lite/crashing-consumer.ts'], { env, stdio: 'ignore' });
    const exited = once(child, 'exit');
    await until('it died or has finished', async () => child.signalCode !== null || queue.isEmpty(), 60_000);
    if (child.signalCode !== null) deathCount += 1;
    child.kill('SIGKILL');
    await exited;
  }
  expect(deathCount).toBe(5);
  const parked = await listParked(queue.redis, { stream: queue.stream, group: GROUP, offset: 0, limit: 10 });
  expect(bodiesOf(parked)).toEqual(['poison']);
});

test('what is suspected of killing its consumers is worked on with nothing beside it', async () => {
  const queue = await createQueue();
  const ids = await queue.send('suspect 1', 'suspect 2');
  await queue.deliverTo('one', 2);
  await queue.redis.xclaim(queue.stream, GROUP, 'one', 0, ...ids, 'RETRYCOUNT', 2);
  await queue.send('new 1', 'new 2');
  const calls: string[][] = [];
  const inWorkBesideSuspects: number[] = [];
  let inWork = 0;
  queue.start({
    async handle(entries) {
      inWork += entries.length;
      calls.push(bodiesOf(entries));
      // Many round trips, so that a loop that does not wait brings the next batch meanwhile.
      for (let trip = 0; trip < 20; trip += 1) await queue.redis.ping();
      if (entries.some((entry) => entry.body.startsWith('suspect'))) inWorkBesideSuspects.push(inWork);
      inWork -= entries.length;
      return undefined;
    },
  });
  await until('the queue is empty', queue.isEmpty);
  expect(calls.slice(0, 2)).toEqual([['suspect 1'], ['suspect 2']]);
  expect(inWorkBesideSuspects).toEqual([1, 1]);
});

test('a suspect that another consumer left waits until the work in hand is done', async () => {
  const queue = await createQueue();
  const gate = Promise.withResolvers<void>();
  const begun: string[] = [];
  queue.start({
    minIdleMs: 600,
    async handle(entries) {
      begun.push(...bodiesOf(entries));
      if (begun.length === 1) await gate.promise;
      return undefined;
    },
  });
  await queue.send('in hand');
  await until('it is in hand', () => begun.length === 1);
  await queue.redis
    .multi()
    .xadd(queue.stream, '5000000000000-0', 'body', 'suspect')
    .xreadgroup('GROUP', GROUP, 'dead', 'STREAMS', queue.stream, '>')
    .xclaim(queue.stream, GROUP, 'dead', 0, '5000000000000-0', 'RETRYCOUNT', 2)
    .exec();
  await until('it is taken over', () => queue.events.some((event) => event.what === 'reclaimed'));
  await queue.redis.ping();
  expect(begun).toEqual(['in hand']);
  gate.resolve();
  await until('the queue is empty', queue.isEmpty);
  expect(begun).toEqual(['in hand', 'suspect']);
});

test('what dead consumers left is taken over also while Redis refuses to wake retries', async () => {
  const queue = await createQueue();
  await queue.redis.set(keysOf(queue.stream, GROUP).retry, 'refuses like a Redis that is full');
  const seen: string[] = [];
  queue.start({ minIdleMs: 300, handle: async (entries) => void seen.push(...bodiesOf(entries)) });
  await queue.send('before');
  await until('it works', () => seen.length === 1);
  await queue.redis
    .multi()
    .xadd(queue.stream, '*', 'body', 'left')
    .xreadgroup('GROUP', GROUP, 'dead', 'STREAMS', queue.stream, '>')
    .exec();
  await until('it is taken over', () => seen.includes('left'));
});

test('more than a page of pending entries is taken over, past those still in work', async () => {
  const queue = await createQueue();
  await queue.send(...Array.from({ length: 350 }, (_, place) => String(place)));
  await queue.deliverTo('dead', 350);
  const seen = new Set<string>();
  queue.start({
    minIdleMs: 1,
    batchSize: 150,
    concurrency: 1_000,
    handle: eachEntry(async (entry) => {
      seen.add(entry.body);
      await until('all are in work', () => seen.size === 350);
      return undefined;
    }),
  });
  await until('the queue is empty', queue.isEmpty);
  expect(seen.size).toBe(350);
});

test('entries that somebody trimmed under their consumer are counted as lost', async () => {
  const queue = await createQueue();
  await queue.send('a', 'b');
  await queue.deliverTo('dead', 2);
  await queue.redis.xtrim(queue.stream, 'MAXLEN', 0);
  queue.start({ minIdleMs: 1, handle: async () => undefined });
  await until('both are counted', () => queue.events.some((event) => event.what === 'lost' && event.count === 2));
  expect(await pendingCount(queue)).toBe(0);
});

test('a group that vanished comes back, and what was appended meanwhile is delivered', async () => {
  const queue = await createQueue();
  const seen: string[] = [];
  queue.start({ handle: async (entries) => void seen.push(...bodiesOf(entries)) });
  await queue.send('before');
  await until('it works', () => seen.includes('before'));
  await queue.redis.multi().del(queue.stream, queue.again).xadd(queue.stream, '*', 'body', 'meanwhile').exec();
  await until('the entry arrived', () => seen.includes('meanwhile'));
  expect(queue.events.map((event) => event.what)).toContain('group-created');
  await queue.send('after');
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toEqual(['before', 'meanwhile', 'after']);
});

test('a drain finishes the work in hand, takes nothing new, and leaves it to the next one', async () => {
  const queue = await createQueue();
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const consumer = queue.start({
    retryDelaysMs: [1],
    async handle(entries) {
      seen.push(...bodiesOf(entries));
      await gate.promise;
      return undefined;
    },
  });
  await queue.send('in hand');
  await until('it is in hand', () => seen.length === 1);
  const drained = consumer.drain(60_000);
  await queue.send('new');
  await queue.deliverTo('one');
  gate.resolve();
  await drained;
  expect(seen).toEqual(['in hand']);
  expect(await queue.backlog()).toMatchObject({ openCount: 1 });
  await using _next = queue.start({ handle: async (entries) => void seen.push(...bodiesOf(entries)) });
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toEqual(['in hand', 'new']);
});

test('a drain that is over leaves batches that were read and not begun to the next one', async () => {
  const queue = await createQueue();
  await queue.send('a');
  await queue.redis.xadd(queue.again, '*', 'body', 'b', 'attempt', '2');
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const consumer = queue.start({
    oneBatchAtATime: true,
    async handle(entries) {
      seen.push(...bodiesOf(entries));
      await gate.promise;
      return undefined;
    },
  });
  await until('one is begun', () => seen.length === 1);
  const drained = consumer.drain(60_000);
  gate.resolve();
  await drained;
  expect(seen).toEqual(['a']);
  queue.start({ handle: async (entries) => void seen.push(...bodiesOf(entries)) });
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toEqual(['a', 'b']);
});

test('a drain ends at its deadline although work hangs; the entry stays pending', async () => {
  const queue = await createQueue();
  let isBegun = false;
  const consumer = queue.start({
    handle() {
      isBegun = true;
      return new Promise(() => undefined);
    },
  });
  await queue.send('hangs');
  await until('it is begun', () => isBegun);
  await consumer.drain(50);
  expect(await pendingCount(queue)).toBe(1);
});

test('an answer that was lost with its connection is worked on at once after the reconnect', async () => {
  const queue = await createQueue();
  const seen: string[] = [];
  const name = `blocking-${queue.stream}`;
  queue.start({ handle: async (entries) => void seen.push(...bodiesOf(entries)) }, { connectionName: name });
  await queue.send('first');
  await until('it works', () => seen.length === 1);
  // Delivered to this consumer, yet it never hears of it: so it looks when an answer is lost on the way.
  await queue.redis
    .multi()
    .xadd(queue.stream, '*', 'body', 'lost answer')
    .xreadgroup('GROUP', GROUP, 'one', 'STREAMS', queue.stream, '>')
    .exec();
  expect(await cutConnections(queue.redis, name)).toBe(1);
  await until('the queue is empty', queue.isEmpty);
  await queue.send('after');
  await until('the queue is empty', queue.isEmpty);
  expect(seen).toEqual(['first', 'lost answer', 'after']);
});

test('an outcome that Redis could not take is sent again; the work is not done twice', async () => {
  const queue = await createQueue();
  const command = new Redis(inject('redisUrl'), { enableOfflineQueue: false, lazyConnect: true });
  await command.connect();
  onTestFinished(() => command.disconnect());
  let calls = 0;
  queue.start(
    {
      async handle() {
        calls += 1;
        command.disconnect();
        return undefined;
      },
    },
    { redis: command },
  );
  await queue.send('a');
  await until('the outcome failed', () => queue.events.some((event) => event.what === 'settle-failed'));
  await until('the connection is closed', () => command.status === 'end');
  await command.connect();
  await until('the queue is empty', queue.isEmpty);
  expect(calls).toBe(1);
});

test('a consumer that begins while Redis is away works when it is back', async () => {
  const queue = await createQueue();
  await queue.redis.xgroup('DESTROY', queue.stream, GROUP);
  const command = new Redis(inject('redisUrl'), { enableOfflineQueue: false, lazyConnect: true });
  onTestFinished(() => command.disconnect());
  queue.start({ minIdleMs: 1, handle: async () => undefined }, { redis: command });
  await queue.send('a');
  await until('the read failed', () => queue.events.some((event) => event.what === 'read-failed'));
  if (command.status !== 'ready') await command.connect().catch(() => undefined);
  await until('the queue is empty', queue.isEmpty);
});

test('outcomes that come after the end of the drain are tried once and do no harm', async () => {
  const queue = await createQueue();
  const command = queue.connect();
  const gate = Promise.withResolvers<void>();
  let isBegun = false;
  const consumer = queue.start(
    {
      async handle() {
        isBegun = true;
        await gate.promise;
        return undefined;
      },
    },
    { redis: command },
  );
  await queue.send('late');
  await until('it is begun', () => isBegun);
  await consumer.drain(0);
  command.disconnect();
  gate.resolve();
  await until('the outcome failed', () => queue.events.some((event) => event.what === 'settle-failed'));
  expect(await pendingCount(queue)).toBe(1);
});

test('who settles second changes nothing: no second retry, no second dead letter', async () => {
  const queue = await createQueue();
  const gate = Promise.withResolvers<void>();
  let calls = 0;
  queue.start({
    async handle(entries) {
      calls += 1;
      await gate.promise;
      return entries.map(() => again('late'));
    },
  });
  const [id] = await queue.send('a');
  await until('it is begun', () => calls === 1);
  await queue.redis.multi().xack(queue.stream, GROUP, String(id)).xdel(queue.stream, String(id)).exec();
  gate.resolve();
  await queue.send('b');
  await until('the second is scheduled', async () => (await queue.backlog()).retryCount === 1);
  expect(queue.events).toMatchObject([{ what: 'retried', count: 1 }]);
});

test('names of consumers that left nothing are forgotten after a day, others stay', async () => {
  const queue = await createQueue();
  await queue.send('a');
  await queue.deliverTo('left something');
  await queue.redis.xgroup('CREATECONSUMER', queue.stream, GROUP, 'left nothing');
  const consumer = queue.start({ handle: async (entries) => entries.map(() => laterAt(Date.now() + 60_000)) });
  await queue.send('b');
  await until('it has run', async () => (await queue.backlog()).retryCount === 1);
  await consumer.drain(1_000);
  const namesAfter = async (goneAfterMs: number) => {
    const { FORGET } = await import('../../src/redis-streams-lite/scripts.ts');
    await until('some time has passed', async () => (await idleOf('left nothing')) > 1);
    await queue.redis.eval(FORGET, 1, queue.stream, GROUP, 'one', goneAfterMs);
    return (await consumers()).map((flat) => flat[1]).sort();
  };
  const consumers = async () => (await queue.redis.xinfo('CONSUMERS', queue.stream, GROUP)) as unknown[][];
  const idleOf = async (name: string) => Number((await consumers()).find((flat) => flat[1] === name)?.[5]);
  expect(await namesAfter(24 * 3_600_000)).toEqual(['left nothing', 'left something', 'one']);
  expect(await namesAfter(0)).toEqual(['left something', 'one']);
});
