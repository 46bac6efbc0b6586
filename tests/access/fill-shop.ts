import { invitationHash } from '../../src/domain/identity/invite-member.ts';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import type { Listening } from '../http/listen.ts';
import { ask, type Shop, setMember, signUp, uuidIn } from '../resolvers/scene.ts';
import { seedComment } from '../testkit/scene.ts';

/** Stands in every text of the store that nobody here may see. */
export const MARK = 'WALLED';
/** Of an invitation to the owner of the store: to everybody else it opens nothing. */
export const TOKEN = 'a-token-of-an-invitation';

/** Somebody to remove, and the invitation. */
export type Scene = { readonly memberId: string; readonly invitationId: string };

/** UUID of the person of a token. */
export async function personOf(server: Listening, token: string): Promise<string> {
  const answer = await ask<{ viewer: { id: string } }>(server, token, { query: '{ viewer { id } }' });
  return uuidIn(answer.data?.viewer.id ?? '');
}

/** Gives the store one row of every kind, with the mark in its texts. */
export async function fillShop(server: Listening, shop: Shop): Promise<Scene> {
  const storeId = uuidIn(shop.ids.store);
  // The buyer of the order is the author, so that a moderator of the live meets them, too.
  const { buyerId } = await rowOf<{ buyerId: string }>(
    server.app.pool,
    'SELECT buyer_id AS "buyerId" FROM pedidos WHERE id = $1',
    [uuidIn(shop.ids.order)],
  );
  const { commentId } = await seedComment(server.app.pool, {
    storeId,
    buyerId,
    liveEventId: uuidIn(shop.ids.live),
    text: `${MARK} comment`,
  });
  await rowsOf(server.app.pool, FILL, [storeId, commentId, uuidIn(shop.ids.order)]);
  for (const [table, column] of [
    ['tiendas', 'name'],
    ['productos', 'name'],
    ['live_events', 'title'],
    ['buyers', 'name'],
    ['pedidos', 'customer_fb_id'],
  ] as const) {
    await rowsOf(
      server.app.pool,
      `UPDATE ${table} SET ${column} = $2 WHERE ${table === 'tiendas' ? 'id' : 'tienda_id'} = $1`,
      [storeId, `${MARK} ${table}`],
    );
  }
  return seedPeople(server, shop);
}

/** Somebody to remove, and an invitation to the owner. */
async function seedPeople(server: Listening, shop: Shop): Promise<Scene> {
  const { token } = await signUp(server);
  await setMember(server, { storeId: shop.ids.store, token, isMember: true });
  return rowOf(
    server.app.pool,
    `WITH invited AS (
       INSERT INTO invitations (tienda_id, email, role, locale, token_hash, expires_at)
       SELECT $1, v.email, 'staff', 'es', $3, now() + interval '1 day' FROM members m JOIN vendedores v ON v.id = m.vendedor_id
       WHERE m.tienda_id = $1 AND m.role = 'owner' RETURNING id
     )
     SELECT m.id AS "memberId", invited.id AS "invitationId" FROM members m, invited WHERE m.vendedor_id = $2`,
    [uuidIn(shop.ids.store), await personOf(server, token), invitationHash(TOKEN)],
  );
}

const FILL = `
WITH decision AS (
  INSERT INTO ai_logs (tienda_id, comment_id, live_id, raw_comment, detected_intent, confidence_score, decided_by)
  SELECT $1, id, live_id, '${MARK}', 'purchase', 1, 'rule:${MARK}' FROM comments WHERE id = $2
),
waiting AS (
  INSERT INTO waitlist_entries (tienda_id, producto_id, live_id, buyer_id, comment_id, quantity, commented_at)
  SELECT $1, p.id, c.live_id, c.buyer_id, c.id, 1, c.commented_at FROM comments c JOIN productos p ON p.tienda_id = $1 WHERE c.id = $2
),
pause AS (
  INSERT INTO bot_pauses (tienda_id, live_id, reason, detail, resumed_at) SELECT $1, live_id, 'policy', '${MARK}', now() FROM comments WHERE id = $2
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
template AS (
  INSERT INTO message_templates (tienda_id, fb_page_id, kind, language, name, reason)
  SELECT $1, coalesce(fb_page_id, '${MARK}'), 'receipt', 'es', '${MARK}', '${MARK}' FROM tiendas WHERE id = $1
),
notice AS (
  INSERT INTO page_notices (tienda_id, notice_id, status, violations, restrictions, appeals, told_at)
  VALUES ($1, '${MARK}', '${MARK}', '[]', '[]', '[]', now())
),
broadcast AS (
  INSERT INTO broadcasts (tienda_id, fb_live_id, state, told_at) VALUES ($1, '${MARK}', 'live', now())
),
coverage AS (
  INSERT INTO live_coverage (live_id, tienda_id, problem) SELECT live_id, $1, '${MARK}' FROM comments WHERE id = $2
),
attempt AS (
  INSERT INTO payment_attempts (tienda_id, pedido_id, gateway, amount_minor, currency) VALUES ($1, $3, 'mercadopago', 1, 'CLP') RETURNING id
)
INSERT INTO payments (tienda_id, pedido_id, attempt_id, gateway, external_id, amount_minor, currency, state, outcome)
SELECT $1, $3, id, 'mercadopago', '${MARK}-' || id, 1, 'CLP', 'pending', 'none' FROM attempt`;
