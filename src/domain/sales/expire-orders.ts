import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { endHolds } from '../inventory/end-holds.ts';
import { lockHeldProducts } from '../inventory/lock-products.ts';

const DUE = `
SELECT id FROM pedidos WHERE status = 'pending' AND hold_expires_at <= clock_timestamp()
ORDER BY hold_expires_at LIMIT $1`;

// Asked again under the locks: a payment or a new claim may have come in between.
const EXPIRE = `
UPDATE pedidos SET status = 'expired'
WHERE id = ANY($1::uuid[]) AND status = 'pending' AND hold_expires_at <= clock_timestamp()
RETURNING id, tienda_id AS "storeId", live_id AS "liveEventId"`;

/** Ends the carts whose time is over and puts their stock back. Answers how many: fewer than `limit` means none is left. */
export async function expireOrders(deps: { readonly pool: Pool }, input: { readonly limit: number }): Promise<number> {
  return withTransaction(deps.pool, async (sql) => {
    const due = await rowsOf<{ id: string }>(sql, DUE, [input.limit]);
    if (due.length === 0) return 0;
    const ids = due.map((order) => order.id);
    await lockHeldProducts(sql, ids);
    return endOverdue(sql, ids);
  });
}

/** The same for the orders named, whose products the caller has locked. Answers how many were over. */
export async function endOverdue(sql: Sql, orderIds: readonly string[]): Promise<number> {
  const expired = await rowsOf<{ id: string; storeId: string; liveEventId: string | null }>(sql, EXPIRE, [orderIds]);
  await endHolds(sql, { orderIds: expired.map((order) => order.id), end: 'expired' });
  await recordEvents(
    sql,
    expired.map((order) => ({
      storeId: order.storeId,
      liveEventId: order.liveEventId,
      type: 'order-expired',
      payload: { orderId: order.id },
    })),
  );
  return expired.length;
}
