import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

const RETAKE = `
WITH wanted AS (
  SELECT producto_id, sum(quantity) AS units FROM holds WHERE pedido_id = $1 AND state = 'expired' GROUP BY producto_id
),
short AS (
  SELECT FROM wanted w JOIN productos p ON p.id = w.producto_id WHERE p.stock - p.held < w.units
),
taken AS (
  UPDATE holds SET state = 'consumed', ended_at = clock_timestamp()
  WHERE pedido_id = $1 AND state = 'expired' AND NOT EXISTS (SELECT FROM short)
  RETURNING id, tienda_id, producto_id, quantity
),
moved AS (
  INSERT INTO stock_movements (tienda_id, producto_id, reason, on_hand_delta, hold_id)
  SELECT tienda_id, producto_id, 'sale', -quantity, id FROM taken
),
shelf AS (
  UPDATE productos p SET stock = p.stock - t.units
  FROM (SELECT producto_id, sum(quantity) AS units FROM taken GROUP BY producto_id) t
  WHERE p.id = t.producto_id
  RETURNING p.id, p.tienda_id, p.sku, p.stock, p.held
),
logged AS (
  INSERT INTO events (tienda_id, live_id, type, payload)
  SELECT s.tienda_id, o.live_id, 'stock-changed',
    jsonb_build_object('productId', s.id, 'sku', s.sku, 'onHandUnits', s.stock, 'heldUnits', s.held)
  FROM shelf s JOIN pedidos o ON o.id = $1
)
SELECT EXISTS (SELECT FROM taken) AS taken`;

/**
 * Takes the units of an order whose holds had ended before its money came. All of them or none: false means that
 * somebody else has them by now. The caller has locked the products with `lockHeldProducts`.
 */
export async function retakeHolds(sql: Sql, orderId: string): Promise<boolean> {
  const rows = await rowsOf<{ taken: boolean }>(sql, RETAKE, [orderId]);
  return rows.some((row) => row.taken);
}
