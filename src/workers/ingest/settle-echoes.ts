import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { StoredIncoming } from './save-comments.ts';

const SETTLE = `
WITH given AS (
  SELECT DISTINCT ON (id) * FROM jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, id uuid, psid text, "messageId" text) ORDER BY id
),
settled AS (
  UPDATE messages m SET state = 'sent', external_id = g."messageId", failure = NULL, sent_at = clock_timestamp()
  FROM given g WHERE m.id = g.id AND m.tienda_id = g."storeId" AND m.direction = 'out' AND m.state IN ('queued', 'sending', 'unknown')
  RETURNING m.*, g.psid
),
-- A private reply whose answer was lost has told nobody who its reader is in Messenger.
known AS (
  UPDATE buyers b SET psid = g.psid
  FROM (SELECT DISTINCT ON (s.tienda_id, s.psid) s.tienda_id, s.psid, v.buyer_id FROM settled s
    JOIN conversations v ON v.id = s.conversation_id ORDER BY s.tienda_id, s.psid, s.id) g
  WHERE b.id = g.buyer_id AND b.psid IS NULL AND NOT EXISTS (SELECT FROM buyers o WHERE o.tienda_id = g.tienda_id AND o.psid = g.psid)
)
INSERT INTO events (tienda_id, live_id, type, payload)
SELECT tienda_id, live_id, 'message-sent',
  jsonb_build_object('messageId', id, 'kind', kind, 'orderId', pedido_id, 'commentId', comment_id)
FROM settled`;

/** The echo of our own message proves that it was sent, also where Facebook's answer was lost. */
export async function settleEchoes(sql: Sql, stored: readonly StoredIncoming[]): Promise<void> {
  const rows = stored.flatMap(({ event, storeId }) =>
    event.event === 'echo' && event.data.outbox_id
      ? [{ storeId, id: event.data.outbox_id, psid: event.data.psid, messageId: event.data.message_id }]
      : [],
  );
  if (rows.length > 0) await rowsOf(sql, SETTLE, [JSON.stringify(rows)]);
}
