import { expect, test } from 'vitest';
import { rowOf, rowsOf, withTransaction } from '../../src/platform/db/transaction.ts';
import { createTestPool } from '../testkit/database.ts';

async function createAccounts() {
  const pool = await createTestPool();
  await pool.query('CREATE TABLE accounts_test (id int PRIMARY KEY, amount int NOT NULL)');
  await pool.query('INSERT INTO accounts_test VALUES (1, 10), (2, 10)');
  return pool;
}

const raise = (code: string) => `DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '${code}'; END $$`;

test('two transactions that lock each other out both succeed: the one that was cut runs again', async () => {
  const pool = await createAccounts();
  const bothHoldOne = Promise.withResolvers<void>();
  let holding = 0;
  let runs = 0;
  const move = (from: number, to: number) =>
    withTransaction(pool, async (sql) => {
      runs += 1;
      await rowsOf(sql, 'UPDATE accounts_test SET amount = amount - 1 WHERE id = $1', [from]);
      holding += 1;
      if (holding >= 2) bothHoldOne.resolve();
      await bothHoldOne.promise;
      await rowsOf(sql, 'UPDATE accounts_test SET amount = amount + 1 WHERE id = $1', [to]);
    });

  await Promise.all([move(1, 2), move(2, 1)]);

  expect(runs).toBe(3);
  expect(await rowsOf(pool, 'SELECT amount FROM accounts_test ORDER BY id')).toEqual([{ amount: 10 }, { amount: 10 }]);
});

test.each(['40001', '40P01'])(
  'SQLSTATE %s runs the whole of it again, five times at most, and keeps nothing of a failed run',
  async (code) => {
    const pool = await createAccounts();
    let runs = 0;
    const work = (failures: number) =>
      withTransaction(pool, async (sql) => {
        runs += 1;
        await rowsOf(sql, 'UPDATE accounts_test SET amount = amount + 1 WHERE id = 1');
        if (runs <= failures) await rowsOf(sql, raise(code));
        return rowOf<{ amount: number }>(sql, 'SELECT amount FROM accounts_test WHERE id = 1');
      });

    expect([await work(4), runs]).toEqual([{ amount: 11 }, 5]);
    runs = 0;
    await expect(work(5)).rejects.toMatchObject({ code });
    expect([runs, await rowOf(pool, 'SELECT amount FROM accounts_test WHERE id = 1')]).toEqual([5, { amount: 11 }]);
  },
);

test('any other failure runs once, rolls back and travels on', async () => {
  const pool = await createAccounts();
  let runs = 0;
  const failing = withTransaction(pool, async (sql) => {
    runs += 1;
    await rowsOf(sql, 'DELETE FROM accounts_test');
    await rowsOf(sql, 'INSERT INTO accounts_test VALUES (1, 1), (1, 1)');
  });

  await expect(failing).rejects.toMatchObject({ code: '23505' });
  expect([runs, (await rowsOf(pool, 'SELECT id FROM accounts_test')).length]).toEqual([1, 2]);
});

test('a connection that dies in the middle is thrown away, and the next transaction works', async () => {
  const pool = await createAccounts();
  const cut = withTransaction(pool, async (sql) => {
    const { pid } = await rowOf<{ pid: number }>(sql, 'SELECT pg_backend_pid() AS pid');
    await pool.query('SELECT pg_terminate_backend($1)', [pid]);
    await rowsOf(sql, 'DELETE FROM accounts_test');
  });

  await expect(cut).rejects.toThrow();
  expect(await withTransaction(pool, (sql) => rowOf(sql, 'SELECT count(*)::int AS count FROM accounts_test'))).toEqual({
    count: 2,
  });
  expect(pool.waitingCount).toBe(0);
});

test('who waits for a connection that never comes free is told after two seconds', async () => {
  const pool = await createTestPool();
  const taken = await Promise.all(Array.from({ length: 10 }, () => pool.connect()));
  const askedAt = performance.now();

  await expect(pool.query('SELECT 1')).rejects.toThrow(/timeout/);
  expect(performance.now() - askedAt).toBeLessThan(4_000);
  for (const client of taken) client.release();
});

test('a statement that must answer a row and answers none is a fault of its caller', async () => {
  const pool = await createTestPool();

  await expect(rowOf(pool, 'SELECT 1 WHERE false')).rejects.toThrow('answered none: SELECT 1 WHERE false');
});
