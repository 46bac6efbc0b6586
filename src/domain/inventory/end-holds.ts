import { rowsOfBatch, type Sql } from '../../platform/db/transaction.ts';

/** How a hold can end: paid for, timed out, or given back. */
export type HoldEnd = 'consumed' | 'expired' | 'released';

const END_HOLDS = `
WITH ended AS (
  UPDATE holds SET state = $2, ended_at = clock_timestamp()
  WHERE pedido_id = ANY($1::uuid[]) AND state = 'active'
  RETURNING id, tienda_id, producto_id, pedido_id, quantity
),
moved AS (
  INSERT INTO stock_movements (tienda_id, producto_id, reason, on_hand_delta, held_delta, hold_id)
  SELECT tienda_id, producto_id, CASE WHEN $2 = 'consumed' THEN 'sale' ELSE 'release' END,
    CASE WHEN $2 = 'consumed' THEN -quantity ELSE 0 END, -quantity, id
  FROM ended
),
shelf AS (
  UPDATE productos p
  SET held = p.held - e.units, stock = p.stock - CASE WHEN $2 = 'consumed' THEN e.units ELSE 0 END
  FROM (SELECT producto_id, sum(quantity) AS units FROM ended GROUP BY producto_id) e
  WHERE p.id = e.producto_id
  RETURNING p.id, p.tienda_id, p.sku, p.stock, p.held
)
INSERT INTO events (tienda_id, live_id, type, payload)
SELECT DISTINCT ON (s.id, o.live_id) s.tienda_id, o.live_id, 'stock-changed',
  jsonb_build_object('productId', s.id, 'sku', s.sku, 'onHandUnits', s.stock, 'heldUnits', s.held)
FROM shelf s JOIN ended e ON e.producto_id = s.id JOIN pedidos o ON o.id = e.pedido_id`;

/**
 * Ends the active holds of the orders: `consumed` takes the units off the shelf, the others put them back. The caller has
 * locked the products with `lockHeldProducts`.
 */
export async function endHolds(
  sql: Sql,
  input: { readonly orderIds: readonly string[]; readonly end: HoldEnd },
): Promise<void> {
  await rowsOfBatch(sql, END_HOLDS, [input.orderIds, input.end]);
}
