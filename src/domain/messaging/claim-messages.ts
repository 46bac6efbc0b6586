import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { BUYER_LOCALE } from './buyer-locale.sql.ts';
import type { OutgoingMessage } from './graph.ts';
import type { MessageAuthor, OutgoingKind } from './queue-messages.ts';
import { TEMPLATE_KINDS } from './templates/drafts.ts';
import type { TemplateStatus } from './templates/meta-templates.ts';

type KnownTemplate = TemplateStatus & { readonly name: string; readonly language: string };

/** A message that this process alone may send now, with all that sending takes. Times in milliseconds of the database. */
export type MessageToSend = {
  readonly id: string;
  readonly storeId: string;
  readonly liveEventId: string | null;
  readonly orderId: string | null;
  readonly commentId: string | null;
  readonly buyerId: string;
  readonly kind: OutgoingKind;
  readonly author: MessageAuthor;
  readonly body: OutgoingMessage;
  /** True when an earlier try ended without an answer: it may have been sent. */
  readonly isDoubtful: boolean;
  readonly fbCommentId: string | null;
  readonly commentedAtMs: number | null;
  readonly receivedAtMs: number | null;
  readonly psid: string | null;
  readonly lastInboundAtMs: number | null;
  readonly isWindowClosed: boolean;
  readonly orderStatus: string | null;
  readonly validUntilMs: number | null;
  readonly createdAtMs: number;
  /** Templates of the Page that tell the same, one for each language. */
  readonly templates: readonly KnownTemplate[];
  readonly locale: string;
  readonly pageId: string | null;
  readonly pageTokenSealed: string | null;
  readonly nowMs: number;
};

/** A try that takes longer is over: its process is gone. */
export const LEASE = `interval '30 seconds'`;

const CLAIM = `
WITH mine AS (
  SELECT id, state FROM messages
  WHERE id = ANY($1::uuid[]) AND (state = 'queued'
    OR (state = 'sending' AND coalesce(claimed_at < clock_timestamp() - ${LEASE}, true)))
  ORDER BY id FOR UPDATE
),
claimed AS (
  UPDATE messages m SET state = 'sending', claimed_at = clock_timestamp() FROM mine WHERE m.id = mine.id
  RETURNING m.*, mine.state = 'sending' AS is_doubtful
)
SELECT m.id, m.tienda_id AS "storeId", m.live_id AS "liveEventId", m.pedido_id AS "orderId", m.comment_id AS "commentId",
  b.id AS "buyerId", m.kind, m.author, m.body, m.is_doubtful AS "isDoubtful", c.fb_comment_id AS "fbCommentId",
  (extract(epoch FROM c.commented_at) * 1000)::float8 AS "commentedAtMs",
  (extract(epoch FROM c.received_at) * 1000)::float8 AS "receivedAtMs",
  b.psid, (extract(epoch FROM v.last_inbound_at) * 1000)::float8 AS "lastInboundAtMs", ${BUYER_LOCALE} AS locale,
  coalesce(v.window_closed_at >= v.last_inbound_at, false) AS "isWindowClosed", o.status AS "orderStatus",
  (extract(epoch FROM m.valid_until) * 1000)::float8 AS "validUntilMs",
  (extract(epoch FROM m.created_at) * 1000)::float8 AS "createdAtMs",
  CASE WHEN m.kind = ANY($2::text[]) THEN coalesce((
    SELECT jsonb_agg(jsonb_build_object('name', u.name, 'language', u.language, 'state', u.state, 'reason', u.reason))
    FROM message_templates u WHERE u.tienda_id = m.tienda_id AND u.fb_page_id = t.fb_page_id AND u.kind = m.kind), '[]') ELSE '[]' END AS templates,
  t.fb_page_id AS "pageId", f.page_access_token_enc AS "pageTokenSealed",
  (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs"
FROM claimed m
JOIN conversations v ON v.id = m.conversation_id
JOIN buyers b ON b.id = v.buyer_id
JOIN tiendas t ON t.id = m.tienda_id
LEFT JOIN pedidos o ON o.id = m.pedido_id
LEFT JOIN comments c ON c.id = m.comment_id
LEFT JOIN fb_sessions f ON f.tienda_id = m.tienda_id`;

/** Takes messages for sending. One that was sent or refused before, or that another process is sending, is left out. */
export async function claimMessages(sql: Sql, ids: readonly string[]): Promise<readonly MessageToSend[]> {
  return rowsOf<MessageToSend>(sql, CLAIM, [ids, TEMPLATE_KINDS]);
}
