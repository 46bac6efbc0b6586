import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../scripts/lib/free-port.ts';
import { startRedis } from '../scripts/lib/redis.ts';
import { type App, compose } from '../src/compose.ts';
import { shardedStream } from '../src/events/streams.ts';
import { createIntake, type IntakeEntry } from '../src/http/webhooks/intake.ts';
import { rowOf } from '../src/platform/db/transaction.ts';
import { publishSharded, shardsOf } from '../src/redis-streams-lite/publish.ts';
import { type BenchRow, ratioRow } from './row.ts';

const POSTS = 10_000;
const AT_ONCE = 32;
const BATCH = 500;
const PATIENCE_MS = 60_000;

/**
 * Posts per second that the intake hands from its spool to a Redis that is back, from the moment that Redis answers
 * until the spool is empty; against the same entries appended to the same Redis from memory, in batches as large.
 */
export async function benchDrain(env: Readonly<Record<string, string>>): Promise<BenchRow> {
  const directory = mkdtempSync(path.join(tmpdir(), 'livestreamsell-drain-'));
  const port = await freePort(59_300);
  const first = await startRedis({ directory, port, durable: true });
  const app = await compose({
    role: 'http',
    directory: 'config',
    env: { ...env, REDIS_URL: first.url, REDIS_KEY_PREFIX: 'drain:' },
  });
  let redis = first;
  try {
    const intake = createIntake(app);
    await first.stop();
    const entries = Array.from({ length: POSTS }, (_, place) => entryOf(place));
    await inLanes(entries, (entry) => intake([entry]));
    if ((await countSpooled(app)) !== POSTS) throw new Error('Not all posts are in the spool.');
    const back = new Promise((resolve) => app.redis.once('ready', resolve));
    redis = await startRedis({ directory, port, durable: true });
    await back;
    const ours = await rate(() => untilDrained(app));
    if ((await streamCount(app)) < POSTS) throw new Error('Redis has not all that was kept for it.');
    const baseline = await rate(() => appendBare(app, entries));
    return ratioRow({ name: '10,000 spooled posts when Redis is back', unit: 'posts/s', ours, baseline, atLeast: 0.3 });
  } finally {
    await app[Symbol.asyncDispose]();
    await redis.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A comment with the post that it came in, as the door makes it. */
function entryOf(place: number): IntakeEntry {
  const pageId = `10${place % 50}`;
  const data = {
    page_id: pageId,
    post_id: `${pageId}_55`,
    comment_id: `55_${place}`,
    author_id: `70${place}`,
    author_name: 'Ana P.',
    text: 'Quiero el 12 talla M',
    received_at: new Date().toISOString(),
  };
  const body = JSON.stringify({ event: 'feed_comment', timestamp: data.received_at, data });
  const raw = JSON.stringify({ object: 'page', entry: [{ id: pageId, changes: [{ field: 'feed', value: data }] }] });
  return { stream: 'incomingComments', by: pageId, message: { body, key: data.comment_id, headers: { raw } } };
}

async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function untilDrained(app: App<'http'>): Promise<void> {
  const deadlineMs = Date.now() + PATIENCE_MS;
  while (await isSpooling(app)) {
    if (Date.now() > deadlineMs) throw new Error(`The spool was not empty after ${PATIENCE_MS} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function appendBare(app: App<'http'>, entries: readonly IntakeEntry[]): Promise<void> {
  const { shards } = shardedStream(app, 'incomingComments');
  for (let start = 0; start < entries.length; start += BATCH) {
    const messages = entries.slice(start, start + BATCH).map(({ message, by }) => ({ ...message, by }));
    await publishSharded(app.redis, { stream: 'drain:bare', shards, messages });
  }
}

async function rate(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return POSTS / ((performance.now() - startMs) / 1_000);
}

const countSpooled = (app: App<'http'>) =>
  rowOf<{ count: number }>(app.pool, 'SELECT count(*)::int AS count FROM spool').then(({ count }) => count);
// Counting all of them would take from what is measured.
const isSpooling = (app: App<'http'>) =>
  rowOf<{ isLeft: boolean }>(app.pool, 'SELECT EXISTS (SELECT FROM spool) AS "isLeft"').then(({ isLeft }) => isLeft);

async function streamCount(app: App<'http'>): Promise<number> {
  const lengths = await Promise.all(
    shardsOf(shardedStream(app, 'incomingComments')).map((stream) => app.redis.xlen(stream)),
  );
  return lengths.reduce((sum, length) => sum + length, 0);
}
