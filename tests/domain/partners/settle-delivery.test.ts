import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { claimDelivery } from '../../../src/domain/partners/claim-delivery.ts';
import { settleDelivery } from '../../../src/domain/partners/settle-delivery.ts';
import { createWebhookEndpoint } from '../../../src/domain/partners/webhook-endpoints.ts';
import { rowOf, rowsOf } from '../../../src/platform/db/transaction.ts';
import { createMasterKeys } from '../../../src/platform/vault/master-keys.ts';
import { createVault } from '../../../src/platform/vault/vault.ts';
import { createTestPool } from '../../testkit/database.ts';
import { seedStore } from '../../testkit/scene.ts';

const masterKeys = createMasterKeys(['ab'.repeat(32)]);
const vaultOf = (pool: Pool) => createVault({ pool, masterKeys });
const FAILED = { status: 500, excerpt: 'no', error: 'The endpoint answered 500.', durationMs: 1 };

async function planned(pool: Pool, count: number): Promise<readonly string[]> {
  const { storeId } = await seedStore(pool);
  const { id } = await createWebhookEndpoint(
    { pool, vault: vaultOf(pool), rules: { ports: [443], allowLoopback: false } },
    { storeId, sellerId: randomUUID(), url: 'https://partner.example/', description: '', eventTypes: [] },
  );
  const ids: string[] = [];
  for (let position = 1; position <= count; position += 1) {
    const eventId = randomUUID();
    await rowsOf(
      pool,
      `INSERT INTO events (id, tienda_id, type, payload, position) VALUES ($1, $2, 'live-ended', '{}', $3)`,
      [eventId, storeId, position],
    );
    const { id: deliveryId } = await rowOf<{ id: string }>(
      pool,
      `INSERT INTO webhook_deliveries (tienda_id, endpoint_id, event_id, position, event_type)
       VALUES ($1, $2, $3, $4, 'live-ended') RETURNING id`,
      [storeId, id, eventId, position],
    );
    ids.push(deliveryId);
  }
  return ids;
}

test('a delivery is given up after the last try, and not before', async () => {
  const pool = await createTestPool();
  const [id = ''] = await planned(pool, 1);
  const settled: string[] = [];
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    const claim = await claimDelivery({ sql: pool, vault: vaultOf(pool) }, id);
    if (claim.kind !== 'go') throw new Error(`The try ${attempt} was refused: ${claim.kind}`);
    const input = { delivery: claim.delivery, result: FAILED, maxAttempts: 6, disableAfterMs: 1_000_000 };
    settled.push(await settleDelivery({ pool }, input));
  }

  expect(settled).toEqual(['again', 'again', 'again', 'again', 'again', 'failed']);
  expect(await claimDelivery({ sql: pool, vault: vaultOf(pool) }, id)).toEqual({ kind: 'over' });
});

test('one try at a time, and first tries in the order of the log', async () => {
  const pool = await createTestPool();
  const [first = '', second = ''] = await planned(pool, 2);

  expect(await claimDelivery({ sql: pool, vault: vaultOf(pool) }, second)).toEqual({ kind: 'wait' });
  expect((await claimDelivery({ sql: pool, vault: vaultOf(pool) }, first)).kind).toBe('go');
  expect(await claimDelivery({ sql: pool, vault: vaultOf(pool) }, first)).toEqual({ kind: 'over' });
});
