import { randomUUID } from 'node:crypto';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createCommandRedis } from '../../src/platform/redis/clients.ts';
import { takeCall } from '../../src/platform/redis/rate-limit.ts';
import { choosePort } from '../testkit/world.ts';

const warnings: unknown[] = [];
const log = { warn: (about: unknown) => void warnings.push(about) };

async function connect(url: string) {
  const redis = createCommandRedis({ url, onError: () => undefined });
  onTestFinished(() => redis.disconnect());
  await redis.connect().catch(() => undefined);
  return redis;
}

test('a burst passes, what is left is told, and the next call is told when to come', async () => {
  const redis = await connect(inject('redisUrl'));
  const rate = { key: `rate:${randomUUID()}`, perSecond: 0.5, burst: 3 };
  const taken = [];
  for (let calls = 0; calls < 4; calls += 1) taken.push(await takeCall({ redis, log }, rate));

  expect(taken.map((one) => one?.leftCount)).toEqual([2, 1, 0, 0]);
  expect(taken.map((one) => one?.retryAfterMs === 0)).toEqual([true, true, true, false]);
  expect(taken[3]?.retryAfterMs).toBeGreaterThan(1_000);
  expect(taken[3]?.retryAfterMs).toBeLessThanOrEqual(2_000);
  expect(taken[3]?.fullInMs).toBeGreaterThan(4_000);
});

test('calls at the same moment, of two processes, get no more than the burst', async () => {
  const [one, other] = [await connect(inject('redisUrl')), await connect(inject('redisUrl'))];
  const rate = { key: `rate:${randomUUID()}`, perSecond: 0.1, burst: 10 };
  const taken = await Promise.all(
    Array.from({ length: 40 }, (_, place) => takeCall({ redis: place % 2 ? one : other, log }, rate)),
  );

  expect(taken.filter((each) => each?.retryAfterMs === 0)).toHaveLength(10);
});

test('while Redis is away every call passes, and the log says so', async () => {
  const redis = await connect(`redis://127.0.0.1:${await choosePort()}`);

  expect(await takeCall({ redis, log }, { key: 'rate:away', perSecond: 1, burst: 1 })).toBeNull();
  expect(warnings).toHaveLength(1);
});
