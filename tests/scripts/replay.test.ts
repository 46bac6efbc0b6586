import { expect, test } from 'vitest';
import { replayLive } from '../../scripts/replay.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { createTestPool } from '../testkit/database.ts';
import { seedComment, seedLive, seedProduct, seedStore } from '../testkit/scene.ts';

test('a past live is understood anew, and only what would come out otherwise is told', async () => {
  const pool = await createTestPool();
  const { storeId } = await seedStore(pool);
  const liveEventId = await seedLive(pool, { storeId });
  await seedProduct(pool, { storeId, sku: 'GOR-1', name: 'Gorro de lana', claimCode: 'G1' });
  const decide = async (text: string, intent: string, items: readonly object[]) => {
    const { commentId } = await seedComment(pool, { storeId, liveEventId, text });
    await rowsOf(
      pool,
      `INSERT INTO ai_logs (tienda_id, live_id, comment_id, raw_comment, detected_intent, items, confidence_score, decided_by)
       VALUES ($1, $2, $3, $4, $5, $6, 0.9, 'purchase:claim')`,
      [storeId, liveEventId, commentId, text, intent, JSON.stringify(items)],
    );
  };
  await decide('quiero 2 de la G1', 'purchase', [{ sku: 'GOR-1', qty: 2 }]);
  await decide('hola a todas', 'greeting', []);
  await decide('mía la G1', 'other', []);
  const moved = () =>
    rowsOf(pool, 'SELECT count(*)::int AS moved FROM stock_movements WHERE tienda_id = $1', [storeId]);
  const movedBefore = await moved();

  const { comments, changed } = await replayLive(pool, liveEventId);

  expect(comments).toBe(3);
  expect(changed).toMatchObject([
    {
      text: 'mía la G1',
      before: { intent: 'other' },
      after: { intent: 'purchase', items: [{ sku: 'GOR-1', qty: 1 }] },
    },
  ]);
  expect(await moved()).toEqual(movedBefore);
});
