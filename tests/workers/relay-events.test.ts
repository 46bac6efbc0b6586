import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import type { App } from '../../src/compose.ts';
import { streamKey } from '../../src/events/streams.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { relayEvents } from '../../src/workers/relay-events.ts';
import { createTestApp } from '../testkit/app.ts';
import { seedStore } from '../testkit/scene.ts';
import { until } from '../testkit/until.ts';

async function createLog() {
  const app = await createTestApp('workers');
  onTestFinished(() => app[Symbol.asyncDispose]());
  const { storeId } = await seedStore(app.pool);
  return { app, storeId, stream: streamKey(app.keyPrefix, 'events') };
}
type Log = Awaited<ReturnType<typeof createLog>>;

/** A relay of its own; `losses` counts how often it found that Redis lost data. */
function startRelay({ app, stream }: Log) {
  const ending = new AbortController();
  const relay = { losses: 0, isLeading: false };
  const running = relayEvents(
    {
      redis: app.redis,
      stream,
      log: app.log,
      onLoss: async () => {
        relay.losses += 1;
      },
    },
    { databaseUrl: app.config.env.DATABASE_URL, pollMs: 5, batch: 7, signal: ending.signal },
  );
  const stop = async () => {
    ending.abort();
    await running;
  };
  onTestFinished(stop);
  return Object.assign(relay, { stop });
}

async function write({ app, storeId }: Log, ...titles: readonly string[]): Promise<void> {
  await rowsOf(
    app.pool,
    `INSERT INTO events (tienda_id, type, payload) SELECT $1, 'live-started', jsonb_build_object('title', t)
     FROM unnest($2::text[]) WITH ORDINALITY AS x(t, n) ORDER BY n`,
    [storeId, titles],
  );
}

async function titlesIn({ app, stream }: Log): Promise<readonly string[]> {
  const entries = await app.redis.xrange(stream, '-', '+');
  return entries.map(([, fields]) => (JSON.parse(fields[1] ?? '') as { payload: { title: string } }).payload.title);
}

const titled = (name: string, count: number) => Array.from({ length: count }, (_, place) => `${name} ${place}`);

const leaderPid = async ({ app }: { app: App }) => {
  const rows = await rowsOf<{ pid: number }>(
    app.pool,
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 7312411 AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows[0]?.pid;
};

test('events stand in the stream in the order of their commits, each once', async () => {
  const log = await createLog();
  startRelay(log);
  const late = new pg.Client({ connectionString: log.app.config.env.DATABASE_URL });
  await late.connect();
  onTestFinished(() => late.end());
  await late.query('BEGIN');
  await late.query(`INSERT INTO events (tienda_id, type, payload) VALUES ($1, 'live-started', '{"title":"late"}')`, [
    log.storeId,
  ]);
  await write(log, ...titled('early', 20));
  await until('the early ones are there', async () => (await titlesIn(log)).length === 20);
  await late.query('COMMIT');
  await until('the late one is there', async () => (await titlesIn(log)).length === 21);

  expect(await titlesIn(log)).toEqual([...titled('early', 20), 'late']);
});

test('a stream that Redis lost under a leading relay is filled again, also when nothing new happens', async () => {
  const log = await createLog();
  const relay = startRelay(log);
  await write(log, ...titled('before', 30));
  await until('all are there', async () => (await titlesIn(log)).length === 30);
  expect(relay.losses).toBe(0);
  await log.app.redis.del(log.stream);
  await until('they are back', async () => (await titlesIn(log)).length === 30);
  expect(relay.losses).toBe(1);
  // As after a failover to a replica that had not got the end yet.
  const entries = await log.app.redis.xrange(log.stream, '-', '+');
  await log.app.redis.del(log.stream);
  for (const [id, fields] of entries.slice(0, 11)) await log.app.redis.xadd(log.stream, id, ...fields);
  await write(log, 'after');
  await until('all are there again', async () => (await titlesIn(log)).length === 31);

  expect(await titlesIn(log)).toEqual([...titled('before', 30), 'after']);
  expect(relay.losses).toBe(2);
});

test('a loss that could not be repaired is not forgotten', async () => {
  const log = await createLog();
  await write(log, 'before');
  let tries = 0;
  const ending = new AbortController();
  const running = relayEvents(
    {
      ...log.app,
      stream: log.stream,
      onLoss: async () => {
        tries += 1;
        if (tries === 1) throw new Error('PostgreSQL is away');
      },
    },
    { databaseUrl: log.app.config.env.DATABASE_URL, pollMs: 5, batch: 7, signal: ending.signal },
  );
  onTestFinished(async () => {
    ending.abort();
    await running;
  });
  await until('it is there', async () => (await titlesIn(log)).length === 1);
  await log.app.redis.del(log.stream);
  await until('it is back', async () => (await titlesIn(log)).length === 1);

  expect(tries).toBe(2);
});

test('of two relays one leads; when its connection is killed amid the writing, nothing is missed or repeated', async () => {
  const log = await createLog();
  startRelay(log);
  startRelay(log);
  const written: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    const titles = titled(`round ${round} ${randomUUID()}`, 25);
    written.push(...titles);
    await write(log, ...titles);
    const pid = await until('one leads', () => leaderPid(log));
    await rowsOf(log.app.pool, 'SELECT pg_terminate_backend($1)', [pid]);
    await until('another one leads', async () => {
      const now = await leaderPid(log);
      return now !== undefined && now !== pid;
    });
  }
  await until('all are there', async () => (await titlesIn(log)).length >= written.length);

  expect(await titlesIn(log)).toEqual(written);
});
