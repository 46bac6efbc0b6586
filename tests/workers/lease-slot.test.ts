import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import type { App } from '../../src/compose.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { leaseSlot } from '../../src/workers/lease-slot.ts';
import { createTestApp } from '../testkit/app.ts';
import { until } from '../testkit/until.ts';

async function createPlace() {
  const app = await createTestApp('workers');
  onTestFinished(() => app[Symbol.asyncDispose]());
  const databaseUrl = app.config.env.DATABASE_URL;
  const lease = async () => {
    const taken = await leaseSlot({ databaseUrl, log: app.log });
    onTestFinished(() => taken.release());
    return taken;
  };
  return { app, databaseUrl, lease };
}

const holdersOf = (app: App) =>
  rowsOf<{ pid: number }>(
    app.pool,
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND objsubid = 2 AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );

test('each process gets a slot of its own, and one that is free again is given to the next', async () => {
  const { lease } = await createPlace();
  const [one, two] = [await lease(), await lease()];

  expect([one.slot, two.slot]).toEqual([1, 2]);
  await one.release();
  expect((await lease()).slot).toBe(1);
});

test('a slot outlives a cut of its connection', async () => {
  const { app, lease } = await createPlace();
  const one = await lease();
  const [before] = await holdersOf(app);
  await rowsOf(app.pool, 'SELECT pg_terminate_backend($1)', [before?.pid]);
  await until('the slot is taken again', async () => {
    const [now] = await holdersOf(app);
    return now !== undefined && now.pid !== before?.pid;
  });

  expect(one.slot).toBe(1);
  expect((await lease()).slot).toBe(2);
});

test('a process that lost its slot to another one is told to end', async () => {
  const { app, databaseUrl, lease } = await createPlace();
  const one = await lease();
  const [holder] = await holdersOf(app);
  const other = new pg.Client({ connectionString: databaseUrl });
  await other.connect();
  onTestFinished(() => other.end());
  // Stands in the line for the lock, so it gets it the moment that the connection of the first is cut.
  const taken = other.query('SELECT pg_advisory_lock(7312412, $1)', [one.slot]);
  await until('the other waits', () =>
    rowsOf(app.pool, `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`).then(
      (rows) => rows.length > 0,
    ),
  );
  await rowsOf(app.pool, 'SELECT pg_terminate_backend($1)', [holder?.pid]);
  await taken;

  await expect(one.lost).resolves.toBeUndefined();
});
