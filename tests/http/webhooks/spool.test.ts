import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startRedis } from '../../../scripts/lib/redis.ts';
import { spoolEntries } from '../../../src/domain/queues/spool.ts';
import { streamKey } from '../../../src/events/streams.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { replayLeftSpool } from '../../../src/workers/timers/replay-spool.ts';
import { until } from '../../testkit/until.ts';
import { type Listening, listen } from '../listen.ts';
import { comment, page, post, takeIncoming } from './facebook-post.ts';

/** A server on a Redis of its own, which the test stops and starts. */
async function listenOnOwnRedis(port: number) {
  const directory = mkdtempSync(path.join(tmpdir(), 'redis-'));
  const running = new Set<{ stop(): Promise<void> }>();
  const start = async (at: number) => {
    const redis = await startRedis({ directory, port: at, durable: true });
    running.add(redis);
    return redis;
  };
  const first = await start(port);
  const own = await listen({ REDIS_URL: first.url });
  onTestFinished(async () => {
    await own[Symbol.asyncDispose]();
    for (const redis of running) await redis.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    own,
    stop: async () => {
      await first.stop();
      running.delete(first);
    },
    startAgain: () => start(first.port),
  };
}

const say = (own: Listening, ...ids: readonly string[]) =>
  post(own.url, page(...ids.map((id) => ({ id: '100', changes: [comment(id)] }))));
const spooledCount = async ({ app }: Listening) =>
  (await rowsOf<{ count: number }>(app.pool, 'SELECT count(*)::int AS count FROM spool'))[0]?.count;

test('with Redis away posts are kept and answered 200 at once; when it is back it gets them in order, before what comes later', async () => {
  const { own, stop, startAgain } = await listenOnOwnRedis(58_300);
  expect((await say(own, 'before')).status).toBe(200);
  await stop();
  const askedAt = performance.now();
  expect((await say(own, 'a1', 'a2')).status).toBe(200);
  expect(performance.now() - askedAt).toBeLessThan(1_000);
  const kept = Array.from({ length: 30 }, (_, place) => `b${place}`);
  for (const id of kept) expect((await say(own, id)).status).toBe(200);
  expect(await spooledCount(own)).toBe(32);
  await startAgain();
  // Sent all the time while the server finds Redis again: none may come between or before those that were kept.
  const later: string[] = [];
  await until('the spool is empty', async () => {
    later.push(`c${later.length}`);
    expect((await say(own, later.at(-1) ?? '')).status).toBe(200);
    return (await spooledCount(own)) === 0;
  });
  expect((await say(own, 'last')).status).toBe(200);
  await until('all are there', async () => (await spooledCount(own)) === 0);

  const stream = streamKey(own.app.keyPrefix, 'incomingComments');
  const count = 34 + later.length;
  await until('Redis has all', async () => (await own.app.redis.xlen(stream)) >= count);
  expect((await takeIncoming(own.app)).map(({ key }) => key)).toEqual([
    'before',
    'a1',
    'a2',
    ...kept,
    ...later,
    'last',
  ]);
});

test('with Redis and PostgreSQL away a post is answered 503 and says when to try again', async () => {
  const { own, stop } = await listenOnOwnRedis(58_350);
  await stop();
  await rowsOf(own.app.pool, 'ALTER TABLE spool RENAME TO spool_away');
  const answer = await say(own, 'a');

  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('retry-after')]).toEqual([
    503,
    'application/problem+json',
    '30',
  ]);
  await rowsOf(own.app.pool, 'ALTER TABLE spool_away RENAME TO spool');
  expect((await say(own, 'a')).status).toBe(200);
});

test('what a server kept and left behind is published by the timers', async () => {
  await using own = await listen();
  const entries = ['one', 'two', 'three'].map((body) => ({
    stream: 'incomingComments',
    by: '100',
    message: { body: JSON.stringify({ event: body, timestamp: '', data: {} }), key: body },
  }));
  await spoolEntries(own.app.pool, entries);
  await replayLeftSpool(own.app);

  expect((await takeIncoming(own.app)).map(({ key }) => key)).toEqual(['one', 'two', 'three']);
  expect(await spooledCount(own)).toBe(0);
});
