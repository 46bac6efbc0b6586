import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { appendAudit, type NewAuditEntry } from '../../../src/platform/audit/append-audit.ts';
import { verifyAudit } from '../../../src/platform/audit/verify-audit.ts';
import { rowsOf, withTransaction } from '../../../src/platform/db/transaction.ts';
import { createTestPool } from '../../testkit/database.ts';

const entry = (changed: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  actorId: randomUUID(),
  action: 'price-changed',
  subjectType: 'Product',
  subjectId: randomUUID(),
  details: { oldPriceMinor: '1000', newPriceMinor: '990', zulu: ['b', 'a'], alpha: null },
  ...changed,
});

const append = (pool: Pool, storeId: string, entries: readonly NewAuditEntry[]) =>
  withTransaction(pool, (sql) => appendAudit(sql, storeId, entries));

/** Does what only somebody who owns the database can: the guard is lifted for one statement. */
async function tamper(pool: Pool, statement: string, values: readonly unknown[]): Promise<void> {
  await withTransaction(pool, async (sql) => {
    await rowsOf(sql, 'ALTER TABLE audit_log DISABLE TRIGGER USER');
    await rowsOf(sql, statement, values);
    await rowsOf(sql, 'ALTER TABLE audit_log ENABLE TRIGGER USER');
  });
}

test('chains of several stores verify, entry by entry, over pages', async () => {
  const pool = await createTestPool();
  const stores = [randomUUID(), randomUUID(), randomUUID()];
  for (const storeId of stores)
    await append(
      pool,
      storeId,
      Array.from({ length: 700 }, () => entry()),
    );
  await append(pool, stores[0] ?? '', [entry({ actorId: null, details: {} }), entry({ details: { note: '"\\ñ 🙋' } })]);

  const { entries, heads, problems } = await verifyAudit(pool);

  expect({ entries, problems }).toEqual({ entries: 2_102, problems: [] });
  expect(heads.map(({ storeId, seq }) => [storeId, seq]).toSorted()).toEqual(
    stores.map((storeId, place) => [storeId, place === 0 ? '702' : '700']).toSorted(),
  );
});

test.each([
  'UPDATE audit_log SET action = action',
  'DELETE FROM audit_log',
  'TRUNCATE audit_log',
  'UPDATE audit_log SET action = action WHERE false',
])('the database refuses: %s', async (statement) => {
  const pool = await createTestPool();
  await append(pool, randomUUID(), [entry()]);

  await expect(pool.query(statement)).rejects.toThrow('only grows');
});

// What somebody could write into each column instead of what stands there.
const FORGERIES = {
  tienda_id: `gen_random_uuid()`,
  seq: 'seq + 100',
  at: `at + interval '1 millisecond'`,
  actor_id: 'CASE WHEN actor_id IS NULL THEN gen_random_uuid() END',
  action: `action || ' '`,
  subject_type: `lower(subject_type)`,
  subject_id: `subject_id || '0'`,
  details: `details || '{"newPriceMinor": "1"}'`,
  prev_hash: `repeat('f', 64)`,
  hash: `repeat('e', 64)`,
} as const;

test('any altered column of any row is found', async () => {
  const pool = await createTestPool();
  const columns = await rowsOf<{ name: string }>(
    pool,
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'audit_log'`,
  );
  expect(Object.keys(FORGERIES).toSorted()).toEqual(columns.map(({ name }) => name).toSorted());

  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...(Object.keys(FORGERIES) as (keyof typeof FORGERIES)[])),
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      async (column, seq, isSystem) => {
        const storeId = randomUUID();
        await append(
          pool,
          storeId,
          Array.from({ length: 12 }, () => entry(isSystem ? { actorId: null } : {})),
        );
        const { problems: before } = await verifyAudit(pool);
        expect(before).toEqual([]);
        const where = `WHERE tienda_id = $1 AND seq = $2`;
        await tamper(pool, `UPDATE audit_log SET ${column} = ${FORGERIES[column]} ${where}`, [storeId, seq]);
        const { problems } = await verifyAudit(pool);
        await tamper(pool, 'DELETE FROM audit_log', []);

        expect(problems.length, column).toBeGreaterThan(0);
        if (!['tienda_id', 'seq'].includes(column))
          expect(problems[0]).toMatchObject({ storeId, seq: String(seq), problem: expect.stringContaining('altered') });
      },
    ),
    { numRuns: 60 },
  );
});

test('a missing row, two rows that changed places, and a row put in between are named', async () => {
  const pool = await createTestPool();
  const storeId = randomUUID();
  await append(
    pool,
    storeId,
    Array.from({ length: 6 }, () => entry()),
  );

  await tamper(pool, 'DELETE FROM audit_log WHERE seq = 3', []);
  expect((await verifyAudit(pool)).problems).toEqual([
    { storeId, seq: '3', problem: expect.stringContaining('is missing') },
  ]);
  await tamper(pool, 'UPDATE audit_log SET seq = seq - 1 WHERE seq > 3', []);
  expect((await verifyAudit(pool)).problems.map(({ seq }) => seq)).toContain('3');

  const other = randomUUID();
  await append(
    pool,
    other,
    Array.from({ length: 4 }, () => entry()),
  );
  await tamper(pool, 'UPDATE audit_log SET seq = 99 WHERE tienda_id = $1 AND seq = 2', [other]);
  await tamper(pool, 'UPDATE audit_log SET seq = 2 WHERE tienda_id = $1 AND seq = 3', [other]);
  await tamper(pool, 'UPDATE audit_log SET seq = 3 WHERE tienda_id = $1 AND seq = 99', [other]);
  const swapped = (await verifyAudit(pool)).problems.filter((problem) => problem.storeId === other);
  expect(swapped.map(({ seq }) => seq)).toEqual(expect.arrayContaining(['2', '3', '4']));
});

test('a chain that was cut off or written anew as a whole is found by the heads that were kept outside', async () => {
  const pool = await createTestPool();
  const storeId = randomUUID();
  await append(pool, storeId, [entry(), entry(), entry()]);
  const { heads } = await verifyAudit(pool);
  await append(pool, storeId, [entry()]);
  expect((await verifyAudit(pool, heads)).problems).toEqual([]);

  await tamper(pool, 'DELETE FROM audit_log WHERE seq > 2', []);
  expect((await verifyAudit(pool)).problems).toEqual([]);
  expect((await verifyAudit(pool, heads)).problems).toEqual([
    { storeId, seq: '3', problem: expect.stringContaining('cut off') },
  ]);

  await tamper(pool, 'DELETE FROM audit_log', []);
  expect((await verifyAudit(pool, heads)).problems).toHaveLength(1);
  await append(pool, storeId, [entry(), entry(), entry()]);
  expect((await verifyAudit(pool, heads)).problems).toEqual([
    { storeId, seq: '3', problem: expect.stringContaining('kept outside') },
  ]);
});

test('appenders at once never fork a chain, and what is rolled back leaves no hole', async () => {
  const pool = await createTestPool();
  const stores = [randomUUID(), randomUUID()];
  const results = await Promise.allSettled(
    Array.from({ length: 80 }, (_, place) =>
      withTransaction(pool, async (sql) => {
        await appendAudit(sql, stores[place % 2] ?? '', [entry(), entry()]);
        if (place % 5 === 0) throw new Error('The change was refused.');
      }),
    ),
  );

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(64);
  expect(await verifyAudit(pool)).toMatchObject({ entries: 128, problems: [] });
});
