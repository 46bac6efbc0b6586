import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createStatementNames } from '../../src/platform/db/statement-names.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { createTestPool } from '../testkit/database.ts';

const NAMED = `SELECT statement FROM pg_prepared_statements WHERE name LIKE 'sql%' AND statement NOT LIKE '%pg_prepared%'`;

test('a connection parses a statement once, whatever its values, and one without values has no name', async () => {
  const shared = await createTestPool();
  const pool = new pg.Pool({ ...shared.options, max: 1 });
  onTestFinished(() => pool.end());

  const answers = [1, 2, 3].map((one) => rowsOf(pool, 'SELECT $1::int AS one', [one]));
  expect((await Promise.all(answers)).flat()).toEqual([{ one: 1 }, { one: 2 }, { one: 3 }]);
  await rowsOf(pool, 'SELECT 1; SELECT 2');

  expect(await rowsOf(pool, NAMED)).toEqual([{ statement: 'SELECT $1::int AS one' }]);
});

test('a text keeps its name, and no more texts get one than a connection should keep plans of', () => {
  const nameOf = createStatementNames({ prefix: 'q', atMost: 2 });

  expect(['a', 'b', 'a', 'c', 'b'].map(nameOf)).toEqual(['q0', 'q1', 'q0', null, 'q1']);
});
