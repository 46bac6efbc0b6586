import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { StoredIncoming } from './save-comments.ts';

const SAVE = `
WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, psid text, "messageId" text, text text, at timestamptz)
),
-- A repeat brings nobody back who was erased in the meantime.
buyer AS (
  INSERT INTO buyers (tienda_id, psid) SELECT DISTINCT "storeId", psid FROM given
  WHERE NOT EXISTS (SELECT FROM messages o WHERE o.dedupe_key = 'in:' || given."messageId")
  ORDER BY "storeId", psid
  ON CONFLICT (tienda_id, psid) DO UPDATE SET psid = EXCLUDED.psid
  RETURNING id, tienda_id, psid
),
chat AS (
  INSERT INTO conversations (tienda_id, buyer_id, last_inbound_at)
  SELECT b.tienda_id, b.id, max(g.at) FROM buyer b JOIN given g ON g."storeId" = b.tienda_id AND g.psid = b.psid
  GROUP BY b.tienda_id, b.id ORDER BY b.id
  ON CONFLICT (buyer_id) DO UPDATE SET last_inbound_at = greatest(conversations.last_inbound_at, EXCLUDED.last_inbound_at)
  RETURNING id, buyer_id
)
INSERT INTO messages (tienda_id, conversation_id, direction, kind, dedupe_key, body, state, external_id, created_at)
SELECT DISTINCT ON (g."messageId") g."storeId", c.id, 'in', 'inbound', 'in:' || g."messageId", jsonb_build_object('text', g.text),
  'received', g."messageId", g.at
FROM given g JOIN buyer b ON b.tienda_id = g."storeId" AND b.psid = g.psid JOIN chat c ON c.buyer_id = b.id
ORDER BY g."messageId"
ON CONFLICT (dedupe_key) DO NOTHING`;

/** Writes messages and taps of buyers, each once. Both open Meta's 24 h window of their conversation. */
export async function saveInbound(sql: Sql, stored: readonly StoredIncoming[]): Promise<void> {
  const rows = stored.flatMap(({ event, storeId }) =>
    event.event === 'message' || event.event === 'tap'
      ? [
          {
            storeId,
            psid: event.data.psid,
            messageId: event.data.message_id,
            text: event.data.text,
            at: event.timestamp,
          },
        ]
      : [],
  );
  if (rows.length > 0) await rowsOf(sql, SAVE, [JSON.stringify(rows)]);
}
