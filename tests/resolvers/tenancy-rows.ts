/** $1: an order, $2: its store, $3: a comment. */
export const OPEN = `
WITH chatter AS (UPDATE buyers b SET psid = b.id::text FROM pedidos o WHERE o.id = $1 AND b.id = o.buyer_id),
chat AS (
  INSERT INTO conversations (tienda_id, buyer_id, last_inbound_at) SELECT tienda_id, buyer_id, now() FROM pedidos WHERE id = $1
  RETURNING id AS conversation, buyer_id AS buyer
),
decided AS (
  INSERT INTO ai_logs (tienda_id, comment_id, detected_intent, confidence_score, decided_by)
  VALUES ($2, $3, 'purchase', 1, 'rule:test') RETURNING id AS decision
),
invited AS (
  INSERT INTO invitations (tienda_id, email, role, locale, token_hash, expires_at)
  VALUES ($2, 'guest@test.example', 'staff', 'es', gen_random_uuid(), now() + interval '1 day') RETURNING id AS invitation
)
SELECT chat.*, decided.*, invited.*, m.id AS member FROM chat, decided, invited, members m WHERE m.tienda_id = $2 AND m.role = 'owner'`;

/** Rows of the kinds that the API does not make. $1: the store, $2: a comment of it, $3: an order. */
export const SEED_REST = `
WITH decision AS (
  INSERT INTO ai_logs (tienda_id, comment_id, detected_intent, confidence_score, decided_by) VALUES ($1, $2, 'purchase', 1, 'rule:test')
),
line AS (
  INSERT INTO waitlist_entries (tienda_id, producto_id, buyer_id, comment_id, quantity, commented_at)
  SELECT c.tienda_id, p.id, c.buyer_id, c.id, 1, c.commented_at FROM comments c JOIN productos p ON p.tienda_id = c.tienda_id
  WHERE c.id = $2 LIMIT 1
),
chat AS (SELECT v.id FROM conversations v JOIN pedidos o ON o.buyer_id = v.buyer_id WHERE o.id = $3),
pause AS (INSERT INTO bot_pauses (tienda_id, reason, resumed_at) VALUES ($1, 'seller', now())),
message AS (
  INSERT INTO messages (tienda_id, conversation_id, direction, kind, dedupe_key, body)
  SELECT $1, id, 'out', 'notice', 'test:' || id, '{"text":"hola"}' FROM chat
),
delivery AS (
  INSERT INTO webhook_deliveries (tienda_id, endpoint_id, event_id, position, event_type)
  SELECT $1, id, uuid_v7(), 1, 'order-paid' FROM webhook_endpoints WHERE tienda_id = $1
),
attempt AS (
  INSERT INTO payment_attempts (tienda_id, pedido_id, gateway, amount_minor, currency) VALUES ($1, $3, 'mercadopago', 1, 'CLP') RETURNING id
)
INSERT INTO payments (tienda_id, pedido_id, attempt_id, gateway, external_id, amount_minor, currency, state, outcome)
SELECT $1, $3, id, 'mercadopago', 'x-' || id, 1, 'CLP', 'pending', 'none' FROM attempt`;
