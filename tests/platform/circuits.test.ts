import { randomUUID } from 'node:crypto';
import { Gauge, Registry } from 'prom-client';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createCircuits } from '../../src/platform/net/circuits.ts';
import { createCommandRedis } from '../../src/platform/redis/clients.ts';
import { until } from '../testkit/until.ts';

async function twoProcesses() {
  const redis = createCommandRedis({ url: inject('redisUrl'), onError: () => undefined });
  await redis.connect();
  onTestFinished(() => redis.disconnect());
  const key = `t${randomUUID()}:circuits`;
  const process = (role: string) =>
    createCircuits({
      redis,
      key,
      role,
      gauge: new Gauge({ name: 'circuit_state', help: '-', labelNames: ['vendor'], registers: [new Registry()] }),
      onChange: () => undefined,
      onError: () => undefined,
    });
  return { redis, key, workers: process('workers'), http: process('http') };
}

test('a vendor that one process takes for dead is seen by the others, until that process ends', async () => {
  const { workers, http } = await twoProcesses();
  http.guard('facebook');
  const gateway = workers.guard('gateway');
  expect(await http.read()).toEqual([{ vendor: 'facebook', state: 'closed', sinceMs: null }]);

  for (let tries = 0; tries < 6; tries += 1)
    await gateway.run(() => Promise.reject(new Error('down'))).catch(() => undefined);
  const seen = await until('it is told', async () => (await http.read()).find(({ vendor }) => vendor === 'gateway'));

  expect(seen).toEqual({ vendor: 'gateway', state: 'open', sinceMs: expect.any(Number) });
  await workers.close();
  expect(await http.read()).toHaveLength(1);
});

test('what a dead process said fades', async () => {
  const { redis, key, http } = await twoProcesses();
  const note = (ageMs: number) =>
    JSON.stringify({ state: 'open', sinceMs: Date.now() - ageMs, atMs: Date.now() - ageMs });
  await redis.hset(key, { 'old|workers|a:1': note(61_000), 'fresh|workers|a:1': note(30_000) });

  expect(await http.read()).toMatchObject([{ vendor: 'fresh', state: 'open' }]);
});
