import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { createStatementNames } from './statement-names.ts';

/** What a rule needs to talk to PostgreSQL: a pool outside a transaction, its client inside. */
export type Sql = Pick<Pool, 'query'> | Pick<PoolClient, 'query'>;

const RETRYABLE_SQLSTATES = new Set(['40001', '40P01']);
const ATTEMPTS = 5;

/**
 * Runs `work` in one READ COMMITTED transaction and returns its result. Deadlocks and serialisation failures
 * run the whole of it again (five times, full jitter), so `work` may only do SQL.
 */
export async function withTransaction<Result>(
  pool: Pick<Pool, 'connect'>,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(pool, work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isRetryable(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}

async function runOnce<Result>(pool: Pick<Pool, 'connect'>, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function isRetryable(error: unknown): boolean {
  return RETRYABLE_SQLSTATES.has((error as { code?: string }).code ?? '');
}

// Of a process: more than we have written, so that a text that is put together at run time cannot fill a connection.
const nameOf = createStatementNames({ prefix: 'sql_', atMost: 1_000 });

/** The rows of a parametrised statement, typed by the caller who wrote its select list. Planned once on a connection. */
export async function rowsOf<Row extends QueryResultRow>(
  sql: Sql,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  // Without parameters it may be several statements, which have no name together.
  const name = values.length > 0 ? nameOf(text) : null;
  const result = await (sql as Pool).query<Row>({ text, values: [...values], ...(name && { name }) });
  return result.rows;
}

/**
 * The same, planned each time: for a batch that joins what grows fast. A plan that was made for a few rows and kept
 * would look for each of thousands in all of them.
 */
export async function rowsOfBatch<Row extends QueryResultRow>(
  sql: Sql,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await (sql as Pool).query<Row>(text, [...values]);
  return result.rows;
}

/** The row of a statement that always has one. @throws Error when it has none: its caller is wrong. */
export async function rowOf<Row extends QueryResultRow>(
  sql: Sql,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row> {
  const [row] = await rowsOf<Row>(sql, text, values);
  if (!row) throw new Error(`A statement that must answer a row answered none: ${text.trim().slice(0, 60)} …`);
  return row;
}

/** Whether PostgreSQL refused a row because another one has its unique key (SQLSTATE 23505). */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: string }).code === '23505';
}
