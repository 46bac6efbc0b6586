/** Stands in every text of the store that nobody outside of it may see. */
export const MARK = 'WALLED';

/** Gives a store one row of every kind that the API does not make. $1: the store, $2: a comment of it, $3: an order. */
export const FILL_SHOP = `
WITH decision AS (
  INSERT INTO ai_logs (tienda_id, comment_id, raw_comment, detected_intent, confidence_score, decided_by)
  VALUES ($1, $2, '${MARK}', 'purchase', 1, 'rule:${MARK}')
),
waiting AS (
  INSERT INTO waitlist_entries (tienda_id, producto_id, live_id, buyer_id, comment_id, quantity, commented_at)
  SELECT $1, p.id, c.live_id, c.buyer_id, c.id, 1, c.commented_at FROM comments c JOIN productos p ON p.tienda_id = $1 WHERE c.id = $2
),
pause AS (
  INSERT INTO bot_pauses (tienda_id, reason, detail, resumed_at) VALUES ($1, 'policy', '${MARK}', now())
),
chatter AS (UPDATE buyers b SET psid = '${MARK}-psid' FROM pedidos o WHERE o.id = $3 AND b.id = o.buyer_id),
erasure AS (
  INSERT INTO erasures (tienda_id, buyer_id, confirmation_code, source, erased_at, proof)
  SELECT tienda_id, buyer_id, '${MARK}', 'comment', now(), '{}' FROM pedidos WHERE id = $3
),
chat AS (
  INSERT INTO conversations (tienda_id, buyer_id, last_inbound_at) SELECT tienda_id, buyer_id, now() FROM pedidos WHERE id = $3 RETURNING id
),
message AS (
  INSERT INTO messages (tienda_id, conversation_id, direction, kind, dedupe_key, body)
  SELECT $1, id, 'out', 'notice', 'walk:' || id, '{"text":"${MARK}"}' FROM chat
),
delivery AS (
  INSERT INTO webhook_deliveries (tienda_id, endpoint_id, event_id, position, event_type, response_excerpt)
  SELECT $1, id, id, 1, 'live-ended', '${MARK}' FROM webhook_endpoints WHERE tienda_id = $1
),
coverage AS (
  INSERT INTO live_coverage (live_id, tienda_id, problem) SELECT live_id, $1, '${MARK}' FROM comments WHERE id = $2
),
attempt AS (
  INSERT INTO payment_attempts (tienda_id, pedido_id, gateway, amount_minor, currency) VALUES ($1, $3, 'mercadopago', 1, 'CLP') RETURNING id
)
INSERT INTO payments (tienda_id, pedido_id, attempt_id, gateway, external_id, amount_minor, currency, state, outcome)
SELECT $1, $3, id, 'mercadopago', '${MARK}-' || id, 1, 'CLP', 'pending', 'none' FROM attempt`;
