import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { judge } from '../../scripts/eval/judge.ts';
import { exportCorrections } from '../../scripts/export-corrections.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { createTestPool } from '../testkit/database.ts';
import { seedComment, seedLive, seedProduct, seedStore } from '../testkit/scene.ts';

test('what a store corrected becomes test cases that the evaluation reads', async () => {
  const pool = await createTestPool();
  const { storeId } = await seedStore(pool);
  const liveEventId = await seedLive(pool, { storeId });
  await seedProduct(pool, { storeId, sku: 'GOR-1', name: 'Gorro de lana', claimCode: 'G1' });
  const { commentId } = await seedComment(pool, { storeId, liveEventId, text: 'quiero 2 de la G1' });
  await rowsOf(
    pool,
    `INSERT INTO ai_corrections (tienda_id, comment_id, intent, items) VALUES ($1, $2, 'purchase', '[{"sku":"GOR-1","qty":2}]')`,
    [storeId, commentId],
  );
  const directory = mkdtempSync(path.join(tmpdir(), 'corrections-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));

  expect(await exportCorrections(pool, { storeId, directory })).toBe(1);

  const [judged] = await judge(directory);
  expect(judged?.comment).toMatchObject({
    text: 'quiero 2 de la G1',
    expected: { intent: 'purchase', items: [{ sku: 'GOR-1', qty: 2 }] },
  });
});
