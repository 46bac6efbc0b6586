/**
 * Claims stock for a batch in one statement, together with those who wait in line for the same products: whoever
 * commented first is served first, and a claim too large for what is left lets the smaller ones behind it pass, unless it
 * takes a part: then the rest of it stands in line. A claim that already has its hold or its place in the line is left
 * out, and so is one for a product of another store, one that was refused, and one that a later comment of the buyer
 * revised: who changes their mind is not sold what a late delivery brings.
 * The caller holds the locks of the products, so that what is read here stays true.
 *
 * $1 jsonb:  array of { storeId, productId, buyerId, customerFbId, liveEventId, commentId, quantityUnits, commentedAt, short, cause }
 * $2 int:    how long the cart is held, in milliseconds
 * $3 uuid[]: the products whose line may move; those of the claims are among them
 * $4 int:    how much longer a cart that the line filled may wait for its message, in milliseconds
 * Returns one row per claim that was new or stood in line and could fit:
 * { commentId, productId, held, heldUnits, orderId, holdId, wasWaiting }.
 */
export const CLAIM_STOCK = `
WITH RECURSIVE shelf AS MATERIALIZED (
  SELECT id, tienda_id, sku, name, price, currency, stock - held AS free FROM productos WHERE id = ANY($3::uuid[])
),
fresh AS (
  SELECT DISTINCT ON (g."productId", g."commentId", CASE WHEN g."commentId" IS NULL THEN g.place END) g.*, NULL::uuid AS "entryId"
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (
    "storeId" uuid, "productId" uuid, "buyerId" uuid, "customerFbId" text, "liveEventId" uuid, "commentId" uuid,
    "quantityUnits" int, "commentedAt" timestamptz, short text, cause text
  )) WITH ORDINALITY AS g(
    "storeId", "productId", "buyerId", "customerFbId", "liveEventId", "commentId", "quantityUnits", "commentedAt", short, cause, place
  )
  JOIN shelf s ON s.id = g."productId" AND s.tienda_id = g."storeId"
  WHERE NOT EXISTS (SELECT FROM holds h WHERE h.comment_id = g."commentId" AND h.producto_id = g."productId")
    AND NOT EXISTS (SELECT FROM waitlist_entries w WHERE w.comment_id = g."commentId" AND w.producto_id = g."productId")
    AND NOT EXISTS (SELECT FROM refused_claims r WHERE r.comment_id = g."commentId" AND r.producto_id = g."productId")
    AND NOT EXISTS (SELECT FROM claim_revisions r WHERE r.buyer_id = g."buyerId" AND r.commented_at > g."commentedAt"
      AND coalesce(r.producto_id, g."productId") = g."productId" AND g."commentId" IS NOT NULL)
  ORDER BY g."productId", g."commentId", CASE WHEN g."commentId" IS NULL THEN g.place END, g.place
),
-- Each of those who wait takes a unit or more, so no more of them than free units need to be looked at.
waiting AS (
  SELECT w.tienda_id, w.producto_id, w.buyer_id, coalesce(b.fb_author_id, b.psid, b.id::text), w.live_id, w.comment_id,
    w.quantity, w.commented_at, 'wait', 'line', NULL::bigint, w.id
  FROM shelf s
  CROSS JOIN LATERAL (
    SELECT * FROM waitlist_entries e
    WHERE e.producto_id = s.id AND e.state = 'waiting' AND e.quantity <= s.free AND s.free > 0
    ORDER BY e.commented_at, e.id LIMIT s.free
  ) w
  JOIN buyers b ON b.id = w.buyer_id
),
asked AS MATERIALIZED (
  SELECT a.*, row_number() OVER (
    PARTITION BY a."productId" ORDER BY a."commentedAt", a.place NULLS FIRST, a."entryId"
  )::int AS turn
  FROM (SELECT * FROM fresh UNION ALL SELECT * FROM waiting) a
),
queue AS MATERIALIZED (
  SELECT "productId" AS product_id, array_agg("quantityUnits" ORDER BY turn) AS units,
    array_agg(coalesce(short = 'part', false) ORDER BY turn) AS parts
  FROM asked GROUP BY "productId"
),
walk AS (
  SELECT id AS product_id, 0 AS turn, free, 0 AS granted FROM shelf
  UNION ALL
  SELECT w.product_id, w.turn + 1, w.free - next.granted, next.granted
  FROM walk w
  JOIN queue q ON q.product_id = w.product_id
  CROSS JOIN LATERAL (SELECT CASE WHEN q.units[w.turn + 1] <= w.free THEN q.units[w.turn + 1]
    WHEN q.parts[w.turn + 1] THEN w.free WHEN q.units[w.turn + 1] IS NOT NULL THEN 0 END AS granted) next
  WHERE w.free > 0 AND next.granted IS NOT NULL
),
claim AS MATERIALIZED (
  SELECT a.*, coalesce(w.granted, 0) AS granted, coalesce(w.granted, 0) > 0 AS held, s.sku, s.name, s.price, s.currency
  FROM asked a
  JOIN shelf s ON s.id = a."productId"
  LEFT JOIN walk w ON w.product_id = a."productId" AND w.turn = a.turn
),
cart AS (
  INSERT INTO pedidos (tienda_id, live_id, buyer_id, customer_fb_id, total, currency, checkout_token, awaits_message, hold_expires_at)
  SELECT "storeId", "liveEventId", "buyerId", min("customerFbId"), sum(granted * price), min(currency),
    replace(gen_random_uuid()::text, '-', ''), bool_and("entryId" IS NOT NULL),
    clock_timestamp() + ($2::int + CASE WHEN bool_and("entryId" IS NOT NULL) THEN $4::int ELSE 0 END) * interval '1 millisecond'
  FROM claim WHERE held GROUP BY "storeId", "liveEventId", "buyerId" ORDER BY "buyerId"
  ON CONFLICT (buyer_id, live_id) WHERE status = 'pending' AND checkout_started_at IS NULL
    DO UPDATE SET total = pedidos.total + EXCLUDED.total, hold_expires_at = EXCLUDED.hold_expires_at,
      awaits_message = EXCLUDED.awaits_message
  RETURNING id, buyer_id, live_id, total, hold_expires_at
),
-- Each held claim has its cart and each cart a claim. FULL makes PostgreSQL hash them, which it else takes for a few.
won AS MATERIALIZED (
  SELECT c.*, uuid_v7() AS hold_id, cart.id AS order_id, cart.total, cart.hold_expires_at
  FROM (SELECT * FROM claim WHERE held) c
  FULL JOIN cart ON cart.buyer_id = c."buyerId" AND coalesce(cart.live_id, cart.buyer_id) = coalesce(c."liveEventId", c."buyerId")
),
-- Who said STOP does not stand in line: nobody could tell them that it is their turn.
late AS (
  SELECT c.*, b.opted_out_at IS NOT NULL AS is_silent FROM claim c JOIN buyers b ON b.id = c."buyerId"
  WHERE granted < "quantityUnits" AND "entryId" IS NULL AND "commentId" IS NOT NULL AND coalesce(short, 'wait') <> 'keep'
),
items AS (
  INSERT INTO pedido_items (tienda_id, pedido_id, producto_id, quantity, unit_price)
  SELECT "storeId", order_id, "productId", sum(granted), price FROM won GROUP BY "storeId", order_id, "productId", price
  ON CONFLICT (pedido_id, producto_id, unit_price) DO UPDATE SET quantity = pedido_items.quantity + EXCLUDED.quantity
),
holding AS (
  INSERT INTO holds (id, tienda_id, producto_id, pedido_id, comment_id, quantity, unit_price, from_line)
  SELECT hold_id, "storeId", "productId", order_id, "commentId", granted, price, "entryId" IS NOT NULL FROM won
),
movement AS (
  INSERT INTO stock_movements (tienda_id, producto_id, reason, held_delta, hold_id)
  SELECT "storeId", "productId", 'hold', granted, hold_id FROM won
),
shelf_after AS (
  UPDATE productos p SET held = p.held + w.units
  FROM (SELECT "productId", sum(granted) AS units FROM won GROUP BY "productId") w
  WHERE p.id = w."productId"
  RETURNING p.id, p.tienda_id, p.sku, p.stock, p.held
),
line AS (
  INSERT INTO waitlist_entries (tienda_id, producto_id, live_id, buyer_id, comment_id, quantity, commented_at, state)
  SELECT "storeId", "productId", "liveEventId", "buyerId", "commentId", "quantityUnits" - granted, "commentedAt",
    CASE WHEN is_silent THEN 'left' ELSE 'waiting' END
  FROM late
),
promoted AS (
  UPDATE waitlist_entries SET state = 'promoted' WHERE id IN (SELECT "entryId" FROM won)
),
logged AS (
  INSERT INTO events (tienda_id, live_id, type, payload)
  SELECT "storeId", "liveEventId", 'hold-placed', jsonb_build_object(
    'orderId', order_id, 'commentId', "commentId", 'buyerId', "buyerId", 'productId', "productId", 'sku', sku,
    'productName', name, 'quantityUnits', granted, 'orderTotalMinor', total::text, 'currency', currency,
    'cause', coalesce(cause, 'claim'),
    'holdExpiresAt', to_char(hold_expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  FROM won
  UNION ALL
  SELECT c."storeId", c."liveEventId", 'claim-waitlisted', jsonb_build_object(
    'commentId', c."commentId", 'buyerId', c."buyerId", 'productId', c."productId", 'sku', c.sku,
    'productName', c.name, 'quantityUnits', c."quantityUnits" - c.granted)
  FROM late c WHERE NOT is_silent
  UNION ALL
  SELECT s.tienda_id, l.live_id, 'stock-changed',
    jsonb_build_object('productId', s.id, 'sku', s.sku, 'onHandUnits', s.stock, 'heldUnits', s.held)
  FROM shelf_after s JOIN (SELECT DISTINCT "productId", "liveEventId" AS live_id FROM won) l ON l."productId" = s.id
)
SELECT "commentId", "productId", held, granted AS "heldUnits", "orderId", "holdId", "entryId" IS NOT NULL AS "wasWaiting"
FROM (
  SELECT "commentId", "productId", true AS held, granted, order_id AS "orderId", hold_id AS "holdId", "entryId", place FROM won
  UNION ALL
  SELECT "commentId", "productId", false, 0, NULL, NULL, "entryId", place FROM claim WHERE NOT held
) answer
ORDER BY place`;
