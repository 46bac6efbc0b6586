import { createServer, type Server } from 'node:net';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createBlockingRedis, createCommandRedis } from '../../src/platform/redis/clients.ts';
import { until } from '../testkit/until.ts';

/** A Redis that can be cut off: passes bytes on until `cut`, and takes no line then until `mend`. */
async function createCable() {
  const target = new URL(inject('redisUrl'));
  const { Socket } = await import('node:net');
  let isCut = false;
  const sockets = new Set<InstanceType<typeof Socket>>();
  const server: Server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = new Socket().connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other).on('error', () => undefined);
      one.on('close', () => void other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return {
    url: `redis://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
  };
}

test('a command fails at once while Redis is away, and works again when it is back', async () => {
  const cable = await createCable();
  const troubles: string[] = [];
  const redis = createCommandRedis({ url: cable.url, onError: (error) => void troubles.push(error.message) });
  onTestFinished(() => redis.disconnect());
  await redis.connect();
  expect(await redis.ping()).toBe('PONG');

  cable.cut();
  await until('the line is noticed to be cut', () => redis.status !== 'ready');
  const askedAt = performance.now();
  await expect(redis.xadd('s', '*', 'a', '1')).rejects.toThrow();
  expect(performance.now() - askedAt).toBeLessThan(500);

  cable.mend();
  await until('Redis is back', () => redis.status === 'ready');
  expect(await redis.ping()).toBe('PONG');
});

test('a Redis that was never there is told to onError, and commands fail at once', async () => {
  const troubles: Error[] = [];
  const redis = createCommandRedis({ url: 'redis://127.0.0.1:1', onError: (error) => void troubles.push(error) });
  onTestFinished(() => redis.disconnect());

  await expect(redis.connect()).rejects.toThrow();
  await expect(redis.ping()).rejects.toThrow();
  expect(troubles.length).toBeGreaterThan(0);
});

test('commands of one moment share one round trip', async () => {
  const redis = createCommandRedis({ url: inject('redisUrl'), onError: () => undefined });
  onTestFinished(() => redis.disconnect());
  await redis.connect();
  const pings = Array.from({ length: 50 }, () => redis.ping());
  await new Promise((resolve) => setImmediate(resolve));

  expect(redis.autoPipelineQueueSize).toBe(0);
  expect(new Set(await Promise.all(pings))).toEqual(new Set(['PONG']));
});

test('a blocking reader waits through a cut and gets what came after it', async () => {
  const cable = await createCable();
  const key = `blocking-${crypto.randomUUID()}`;
  const reader = createBlockingRedis({ url: cable.url, onError: () => undefined });
  const writer = createCommandRedis({ url: inject('redisUrl'), onError: () => undefined });
  onTestFinished(() => {
    reader.disconnect();
    writer.disconnect();
  });
  await writer.connect();
  await until('the reader is there', () => reader.status === 'ready');
  cable.cut();
  const read = reader.xread('BLOCK', 20_000, 'STREAMS', key, '0');
  cable.mend();
  await writer.xadd(key, '*', 'a', '1');

  expect(await read).toEqual([[key, [[expect.any(String), ['a', '1']]]]]);
  await writer.del(key);
});
