import { rowsOfBatch, type Sql } from '../../platform/db/transaction.ts';

const LEAVE_LINE = `
UPDATE waitlist_entries w SET
  state = CASE WHEN g.units >= w.quantity THEN 'left' ELSE w.state END,
  quantity = CASE WHEN g.units >= w.quantity THEN w.quantity ELSE w.quantity - g.units END
FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, units int) WHERE w.id = g.id AND w.state = 'waiting'`;

// An order without a hold left is cancelled and keeps its lines, as what the buyer once wanted.
const RELEASE = `
WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, units int)
),
ended AS (
  UPDATE holds h SET
    quantity = CASE WHEN g.units >= h.quantity THEN h.quantity ELSE h.quantity - g.units END,
    state = CASE WHEN g.units >= h.quantity THEN 'released' ELSE 'active' END,
    ended_at = CASE WHEN g.units >= h.quantity THEN clock_timestamp() END
  FROM given g WHERE h.id = g.id AND h.state = 'active'
  RETURNING h.id, h.tienda_id, h.producto_id, h.pedido_id, h.unit_price, g.units
),
moved AS (
  INSERT INTO stock_movements (tienda_id, producto_id, reason, held_delta, hold_id)
  SELECT tienda_id, producto_id, 'release', -units, id FROM ended
),
shelf AS (
  UPDATE productos p SET held = p.held - e.units
  FROM (SELECT producto_id, sum(units) AS units FROM ended GROUP BY producto_id) e WHERE p.id = e.producto_id
  RETURNING p.id, p.tienda_id, p.sku, p.stock, p.held
),
cart AS (
  SELECT pedido_id, sum(units * unit_price) AS value,
    sum(units) = (SELECT sum(h.quantity) FROM holds h WHERE h.pedido_id = e.pedido_id AND h.state = 'active') AS is_over
  FROM ended e GROUP BY pedido_id
),
line AS (
  SELECT e.pedido_id, e.producto_id, e.unit_price, sum(e.units) AS units
  FROM ended e JOIN cart c ON c.pedido_id = e.pedido_id AND NOT c.is_over
  GROUP BY e.pedido_id, e.producto_id, e.unit_price
),
shorter AS (
  UPDATE pedido_items i SET quantity = i.quantity - l.units FROM line l
  WHERE i.pedido_id = l.pedido_id AND i.producto_id = l.producto_id AND i.unit_price = l.unit_price AND i.quantity > l.units
),
gone AS (
  DELETE FROM pedido_items i USING line l
  WHERE i.pedido_id = l.pedido_id AND i.producto_id = l.producto_id AND i.unit_price = l.unit_price AND i.quantity = l.units
),
orders AS (
  UPDATE pedidos o SET status = CASE WHEN c.is_over THEN 'cancelled' ELSE o.status END,
    total = CASE WHEN c.is_over THEN o.total ELSE o.total - c.value END
  FROM cart c WHERE o.id = c.pedido_id AND o.status = 'pending'
  RETURNING o.id, o.tienda_id, o.live_id, o.status
)
INSERT INTO events (tienda_id, live_id, type, payload)
SELECT tienda_id, live_id, 'order-cancelled', jsonb_build_object('orderId', id) FROM orders WHERE status = 'cancelled'
UNION ALL
SELECT DISTINCT ON (s.id, o.live_id) s.tienda_id, o.live_id, 'stock-changed',
  jsonb_build_object('productId', s.id, 'sku', s.sku, 'onHandUnits', s.stock, 'heldUnits', s.held)
FROM shelf s JOIN ended e ON e.producto_id = s.id JOIN orders o ON o.id = e.pedido_id`;

type Units = { readonly id: string; readonly units: number };

/**
 * Gives units of holds back to the shelf, in whole or in part, and takes them off their orders; an order without any
 * hold left is cancelled. The caller has locked products and orders and knows that no order is being paid.
 */
export async function releaseUnits(sql: Sql, holds: readonly Units[]): Promise<void> {
  if (holds.length > 0) await rowsOfBatch(sql, RELEASE, [JSON.stringify(holds)]);
}

/** The same for places in line. */
export async function leaveLine(sql: Sql, entries: readonly Units[]): Promise<void> {
  if (entries.length > 0) await rowsOfBatch(sql, LEAVE_LINE, [JSON.stringify(entries)]);
}
