/**
 * Claims stock for a batch in one statement: whoever commented first is served first, and a claim too large for what
 * is left lets the smaller ones behind it pass. Products are locked in the order of their ids, so that two batches
 * cannot lock each other out. A claim that already has its hold or its place in the line is left out.
 *
 * $1 jsonb: array of { storeId, productId, buyerId, customerFbId, liveEventId, commentId, quantityUnits, commentedAt }
 * $2 int:   how long the cart is held, in milliseconds
 * Returns one row per new claim: { commentId, productId, held, orderId }.
 */
export const CLAIM_STOCK = `
WITH RECURSIVE asked AS (
  SELECT a.*, row_number() OVER (PARTITION BY a."productId" ORDER BY a."commentedAt", a.place) AS turn
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (
    "storeId" uuid, "productId" uuid, "buyerId" uuid, "customerFbId" text, "liveEventId" uuid, "commentId" uuid,
    "quantityUnits" int, "commentedAt" timestamptz
  )) WITH ORDINALITY AS a(
    "storeId", "productId", "buyerId", "customerFbId", "liveEventId", "commentId", "quantityUnits", "commentedAt", place
  )
  WHERE NOT EXISTS (SELECT FROM holds h WHERE h.comment_id = a."commentId" AND h.producto_id = a."productId")
    AND NOT EXISTS (
      SELECT FROM waitlist_entries w
      WHERE w.comment_id = a."commentId" AND w.producto_id = a."productId" AND w.state <> 'promoted'
    )
),
shelf AS MATERIALIZED (
  SELECT id, tienda_id, sku, name, price, currency, stock - held AS free
  FROM productos WHERE id IN (SELECT "productId" FROM asked)
  ORDER BY id FOR NO KEY UPDATE
),
walk AS (
  SELECT s.id AS product_id, a.turn, s.free AS free_before, a."quantityUnits" <= s.free AS held
  FROM asked a JOIN shelf s ON s.id = a."productId" AND s.tienda_id = a."storeId"
  WHERE a.turn = 1
  UNION ALL
  SELECT w.product_id, a.turn, l.free, a."quantityUnits" <= l.free
  FROM walk w
  JOIN asked a ON a."productId" = w.product_id AND a.turn = w.turn + 1
  JOIN asked before ON before."productId" = w.product_id AND before.turn = w.turn
  CROSS JOIN LATERAL (SELECT w.free_before - CASE WHEN w.held THEN before."quantityUnits" ELSE 0 END AS free) l
),
claim AS MATERIALIZED (
  SELECT a.*, w.held, s.sku, s.name, s.price, s.currency
  FROM walk w
  JOIN asked a ON a."productId" = w.product_id AND a.turn = w.turn
  JOIN shelf s ON s.id = w.product_id
),
cart AS (
  INSERT INTO pedidos (tienda_id, live_id, buyer_id, customer_fb_id, total, currency, checkout_token, hold_expires_at)
  SELECT "storeId", "liveEventId", "buyerId", min("customerFbId"), sum("quantityUnits" * price), min(currency),
    replace(gen_random_uuid()::text, '-', ''), clock_timestamp() + $2::int * interval '1 millisecond'
  FROM claim WHERE held GROUP BY "storeId", "liveEventId", "buyerId" ORDER BY "buyerId"
  ON CONFLICT (buyer_id, live_id) WHERE status = 'pending' AND checkout_started_at IS NULL
    DO UPDATE SET total = pedidos.total + EXCLUDED.total, hold_expires_at = EXCLUDED.hold_expires_at
  RETURNING id, buyer_id, live_id, total, hold_expires_at
),
won AS MATERIALIZED (
  SELECT c.*, uuid_v7() AS hold_id, cart.id AS order_id, cart.total, cart.hold_expires_at
  FROM claim c JOIN cart ON cart.buyer_id = c."buyerId" AND cart.live_id IS NOT DISTINCT FROM c."liveEventId"
  WHERE c.held
),
items AS (
  INSERT INTO pedido_items (pedido_id, producto_id, quantity, unit_price)
  SELECT order_id, "productId", sum("quantityUnits"), price FROM won GROUP BY order_id, "productId", price
  ON CONFLICT (pedido_id, producto_id, unit_price) DO UPDATE SET quantity = pedido_items.quantity + EXCLUDED.quantity
),
holding AS (
  INSERT INTO holds (id, tienda_id, producto_id, pedido_id, comment_id, quantity)
  SELECT hold_id, "storeId", "productId", order_id, "commentId", "quantityUnits" FROM won
),
movement AS (
  INSERT INTO stock_movements (tienda_id, producto_id, reason, held_delta, hold_id)
  SELECT "storeId", "productId", 'hold', "quantityUnits", hold_id FROM won
),
shelf_after AS (
  UPDATE productos p SET held = p.held + w.units
  FROM (SELECT "productId", sum("quantityUnits") AS units FROM won GROUP BY "productId") w
  WHERE p.id = w."productId"
  RETURNING p.id, p.tienda_id, p.sku, p.stock, p.held
),
line AS (
  INSERT INTO waitlist_entries (tienda_id, producto_id, live_id, buyer_id, comment_id, quantity, commented_at)
  SELECT "storeId", "productId", "liveEventId", "buyerId", "commentId", "quantityUnits", "commentedAt"
  FROM claim WHERE NOT held AND "commentId" IS NOT NULL
  ON CONFLICT (comment_id, producto_id) DO UPDATE SET state = 'waiting'
  RETURNING comment_id, producto_id, xmax = 0 AS is_new
),
logged AS (
  INSERT INTO events (tienda_id, live_id, type, payload)
  SELECT "storeId", "liveEventId", 'hold-placed', jsonb_build_object(
    'orderId', order_id, 'commentId', "commentId", 'buyerId', "buyerId", 'productId', "productId", 'sku', sku,
    'productName', name, 'quantityUnits', "quantityUnits", 'orderTotalMinor', total::text, 'currency', currency,
    'holdExpiresAt', to_char(hold_expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  FROM won
  UNION ALL
  SELECT c."storeId", c."liveEventId", 'claim-waitlisted', jsonb_build_object(
    'commentId', c."commentId", 'buyerId', c."buyerId", 'productId', c."productId", 'sku', c.sku,
    'productName', c.name, 'quantityUnits', c."quantityUnits")
  FROM claim c JOIN line ON line.comment_id = c."commentId" AND line.producto_id = c."productId" AND line.is_new
  UNION ALL
  SELECT s.tienda_id, l.live_id, 'stock-changed',
    jsonb_build_object('productId', s.id, 'sku', s.sku, 'onHandUnits', s.stock, 'heldUnits', s.held)
  FROM shelf_after s JOIN (SELECT DISTINCT "productId", "liveEventId" AS live_id FROM won) l ON l."productId" = s.id
)
SELECT c."commentId", c."productId", c.held, w.order_id AS "orderId"
FROM claim c LEFT JOIN won w ON w."productId" = c."productId" AND w.turn = c.turn
ORDER BY c.place`;
