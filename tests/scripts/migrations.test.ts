import path from 'node:path';
import { expect, test } from 'vitest';
import { applyMigrations, listMigrations } from '../../scripts/lib/migrations.ts';
import { ROOT } from '../../scripts/lib/root.ts';
import { diffToSchema } from '../../scripts/lib/schema-diff.ts';
import { createTestDatabase } from '../testkit/database.ts';

test('the migrations make exactly the tables that the Prisma schema describes', async () => {
  const database = await createTestDatabase();

  const sql = await diffToSchema({ databaseUrl: database.url, schemaPath: path.join(ROOT, 'prisma/schema.prisma') });

  expect(sql.replaceAll('-- This is an empty migration.', '').trim()).toBe('');
  await database.drop();
});

test('applying the migrations again, also from several processes at once, changes nothing', async () => {
  const database = await createTestDatabase();

  const answers = await Promise.all([1, 2, 3].map(() => applyMigrations(database.url)));

  expect(answers.flat()).toEqual([]);
  expect(listMigrations().length).toBeGreaterThan(0);
  await database.drop();
});
