import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { OutgoingMessage } from './graph.ts';

export const OUTGOING_KINDS = ['public_reply', 'private_reply', 'receipt', 'reminder', 'notice'] as const;
export type OutgoingKind = (typeof OUTGOING_KINDS)[number];

/** Who speaks: the bot, a person by hand, or the bot as it must: the one answer to STOP or to a request of erasure. */
export type MessageAuthor = 'bot' | 'person' | 'duty';

/** A message about to be sent. `dedupeKey` says which message it is: the same one is never sent twice. */
export type NewMessage = {
  readonly storeId: string;
  readonly buyerId: string;
  readonly liveEventId: string | null;
  readonly orderId: string | null;
  readonly commentId: string | null;
  readonly kind: OutgoingKind;
  readonly dedupeKey: string;
  readonly body: OutgoingMessage;
  readonly author?: MessageAuthor;
  /** After this moment (ISO 8601) it is not sent any more. */
  readonly validUntil?: string;
};

const QUEUE = `
WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, "buyerId" uuid, "liveEventId" uuid, "orderId" uuid,
    "commentId" uuid, kind text, "dedupeKey" text, body jsonb, author text, "validUntil" timestamptz)
  -- Who is blocked hears nothing but that their money arrived, and what duty asks.
  WHERE g.kind = 'receipt' OR g.author = 'duty' OR NOT EXISTS (SELECT FROM buyers b WHERE b.id = g."buyerId" AND b.blocked_at IS NOT NULL)
),
chat AS (
  INSERT INTO conversations (tienda_id, buyer_id)
  SELECT DISTINCT ON ("buyerId") "storeId", "buyerId" FROM given ORDER BY "buyerId"
  ON CONFLICT (buyer_id) DO UPDATE SET tienda_id = EXCLUDED.tienda_id
  RETURNING id, buyer_id
)
INSERT INTO messages (tienda_id, conversation_id, live_id, pedido_id, comment_id, direction, kind, dedupe_key, body, author, valid_until)
SELECT DISTINCT ON (g."dedupeKey") g."storeId", c.id, g."liveEventId", g."orderId", g."commentId", 'out', g.kind, g."dedupeKey", g.body,
  coalesce(g.author, 'bot'), g."validUntil"
FROM given g JOIN chat c ON c.buyer_id = g."buyerId"
ORDER BY g."dedupeKey"
ON CONFLICT (dedupe_key) DO UPDATE SET dedupe_key = EXCLUDED.dedupe_key
RETURNING id, state`;

/** Writes messages to be sent and answers the ids of those still to send; one that was queued before is not queued again. */
export async function queueMessages(sql: Sql, messages: readonly NewMessage[]): Promise<readonly string[]> {
  if (messages.length === 0) return [];
  const rows = await rowsOf<{ id: string; state: string }>(sql, QUEUE, [JSON.stringify(messages)]);
  return rows.filter((row) => row.state === 'queued').map((row) => row.id);
}
