import { takeOverConversation } from '../../domain/messaging/lead-conversation.ts';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { StoredIncoming } from './save-comments.ts';

// The app behind the Page's inbox; source: Messenger Platform, handover protocol.
const PAGE_INBOX_APP_ID = '263902037430900';

const SAVE = `
WITH given AS (
  SELECT DISTINCT ON ("messageId") * FROM jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, psid text, "messageId" text, text text, at timestamptz)
  WHERE NOT EXISTS (SELECT FROM messages o WHERE o.dedupe_key = 'echo:' || "messageId" OR (o.tienda_id = "storeId" AND o.external_id = "messageId"))
  ORDER BY "messageId"
),
buyer AS (
  INSERT INTO buyers (tienda_id, psid) SELECT DISTINCT "storeId", psid FROM given ORDER BY "storeId", psid
  ON CONFLICT (tienda_id, psid) DO UPDATE SET psid = EXCLUDED.psid
  RETURNING id, tienda_id, psid
),
chat AS (
  INSERT INTO conversations (tienda_id, buyer_id) SELECT tienda_id, id FROM buyer ORDER BY id
  ON CONFLICT (buyer_id) DO UPDATE SET tienda_id = EXCLUDED.tienda_id
  RETURNING id, buyer_id
)
INSERT INTO messages (tienda_id, conversation_id, direction, kind, dedupe_key, body, state, external_id, author, created_at, sent_at)
SELECT g."storeId", c.id, 'out', 'notice', 'echo:' || g."messageId", jsonb_build_object('text', g.text), 'sent', g."messageId",
  'person', g.at, g.at
FROM given g JOIN buyer b ON b.tienda_id = g."storeId" AND b.psid = g.psid JOIN chat c ON c.buyer_id = b.id
ON CONFLICT (dedupe_key) DO NOTHING
RETURNING conversation_id AS "conversationId"`;

/**
 * What somebody answered in the Page's own inbox, each once: that person leads the conversation from then on. Meta also
 * echoes what our app sent; its id tells, and where it is not known, what the inbox did not send counts as ours.
 */
export async function saveEchoes(
  sql: Sql,
  stored: readonly StoredIncoming[],
  input: { readonly ownAppId: string | null; readonly takeOverMs: number },
): Promise<void> {
  const rows = stored.flatMap(({ event, storeId }) => {
    if (event.event !== 'echo' || isOurs(event.data.app_id, input.ownAppId)) return [];
    const { psid, message_id: messageId, text } = event.data;
    return [{ storeId, psid, messageId, text, at: event.timestamp }];
  });
  if (rows.length === 0) return;
  const saved = await rowsOf<{ conversationId: string }>(sql, SAVE, [JSON.stringify(rows)]);
  for (const conversationId of new Set(saved.map((row) => row.conversationId)))
    await takeOverConversation(sql, { conversationId, by: null, takeOverMs: input.takeOverMs });
}

function isOurs(appId: string | null, ownAppId: string | null): boolean {
  if (appId === null) return false;
  return ownAppId === null ? appId !== PAGE_INBOX_APP_ID : appId === ownAppId;
}
