import { rowsOfBatch, type Sql } from '../../platform/db/transaction.ts';
import { endOverdue } from '../sales/expire-orders.ts';

const OVERDUE = `
SELECT o.id FROM pedidos o
WHERE o.status = 'pending' AND o.hold_expires_at <= clock_timestamp()
  AND EXISTS (SELECT FROM holds h WHERE h.pedido_id = o.id AND h.state = 'active' AND h.producto_id = ANY($1::uuid[]))`;

const LOCK = `
SELECT FROM productos
WHERE id IN (SELECT unnest($1::uuid[]) UNION SELECT producto_id FROM pedido_items WHERE pedido_id = ANY($2::uuid[]))
ORDER BY id FOR NO KEY UPDATE`;

/**
 * Locks the products of claims and ends the carts whose time is over, so that stock is free to the second also while no
 * timer runs. Call it once in a transaction and before anything else is locked.
 */
export async function openShelves(sql: Sql, productIds: readonly string[]): Promise<void> {
  const overdue = await rowsOfBatch<{ id: string }>(sql, OVERDUE, [productIds]);
  const orderIds = overdue.map((order) => order.id);
  await rowsOfBatch(sql, LOCK, [productIds, orderIds]);
  if (orderIds.length > 0) await endOverdue(sql, orderIds);
}
