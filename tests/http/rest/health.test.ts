import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { startRedis } from '../../../scripts/lib/redis.ts';
import { listen } from '../listen.ts';

const server = await listen();
afterAll(() => server[Symbol.asyncDispose]());

async function health(url: string) {
  const response = await fetch(`${url}/health`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('all answer: 200 with exactly status and timestamp', async () => {
  expect(await health(server.url)).toEqual({
    status: 200,
    body: { status: 'alive', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
  });
});

test('without Redis it is 503 and names Redis alone', async () => {
  await using own = await listen({ REDIS_URL: 'redis://127.0.0.1:1' });
  const { status, body } = await health(own.url);

  expect([status, body['title'], body['detail']]).toEqual([
    503,
    'NOT_HEALTHY',
    'Redis did not answer. Try again in a minute.',
  ]);
});

test('a Redis that hangs is named within three seconds', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'redis-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const redis = await startRedis({ directory, port: 58_400, durable: false });
  await using own = await listen({ REDIS_URL: redis.url });
  await own.app.redis.call('CLIENT', 'PAUSE', '60000', 'ALL');
  const askedAt = performance.now();

  expect(await health(own.url)).toMatchObject({
    status: 503,
    body: { detail: 'Redis did not answer. Try again in a minute.' },
  });
  expect(performance.now() - askedAt).toBeLessThan(3_500);
  await redis.stop();
});

test('a database that takes connections and says nothing is named within three seconds', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await using own = await listen({ DATABASE_URL: `postgresql://postgres@127.0.0.1:${port}/none` });
  const askedAt = performance.now();

  expect(await health(own.url)).toMatchObject({
    status: 503,
    body: { detail: expect.stringContaining('PostgreSQL did not answer') },
  });
  expect(performance.now() - askedAt).toBeLessThan(3_500);
});

test('/metrics tells the figures of the process in the form of Prometheus', async () => {
  await fetch(`${server.url}/api/v1/webhooks/facebook`, { method: 'POST', body: 'x' });
  const response = await fetch(`${server.url}/metrics`);

  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
  expect(await response.text()).toMatch(/webhook_posts_total\{source="facebook",status="403",role="http"\} \d+/);
});
