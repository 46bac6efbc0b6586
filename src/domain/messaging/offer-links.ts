import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { BUYER_LOCALE } from './buyer-locale.sql.ts';
import { sayFollowUp } from './follow-up-texts.ts';
import { type NewMessage, queueMessages } from './queue-messages.ts';
import { vocative } from './texts.ts';

type Row = {
  storeId: string;
  buyerId: string;
  liveEventId: string | null;
  orderId: string;
  commentId: string;
  name: string | null;
  locale: string;
  checkoutToken: string;
  hasLink: boolean;
};

const LOAD = `
SELECT m.tienda_id AS "storeId", b.id AS "buyerId", m.live_id AS "liveEventId", o.id AS "orderId", m.comment_id AS "commentId",
  b.name, ${BUYER_LOCALE} AS locale, o.checkout_token AS "checkoutToken",
  EXISTS (SELECT FROM messages p WHERE p.dedupe_key = 'public_reply:' || m.comment_id AND p.body ? 'hasLink') AS "hasLink"
FROM messages m
JOIN pedidos o ON o.id = m.pedido_id AND o.status = 'pending'
JOIN conversations v ON v.id = m.conversation_id JOIN buyers b ON b.id = v.buyer_id JOIN tiendas t ON t.id = m.tienda_id
WHERE m.id = ANY($1::uuid[]) AND m.comment_id IS NOT NULL`;

const SWAP = `
UPDATE messages SET body = $2::jsonb WHERE dedupe_key = 'public_reply:' || $1 AND state = 'queued' RETURNING id`;

/**
 * The way around an empty bucket: whose private message has to wait finds the payment link under the comment. The public reply
 * that still waits is given the link; where it has left already, a second one carries it. Answers what was newly queued.
 */
export async function offerLinks(
  deps: { readonly sql: Sql; readonly baseUrl: string },
  input: { readonly ids: readonly string[] },
): Promise<readonly string[]> {
  if (input.ids.length === 0) return [];
  const rows = await rowsOf<Row>(deps.sql, LOAD, [input.ids]);
  const second: NewMessage[] = [];
  for (const row of rows.filter((waiting) => !waiting.hasLink)) {
    const { checkoutToken, locale, name, hasLink: _, ...about } = row;
    const url = `${deps.baseUrl}/checkout/${checkoutToken}`;
    const text = sayFollowUp('publicLink', { locale, seed: row.commentId, values: { name: vocative(name), url } });
    const body = { text, hasLink: true } as const;
    const swapped = await rowsOf(deps.sql, SWAP, [row.commentId, JSON.stringify(body)]);
    if (swapped.length === 0)
      second.push({ ...about, kind: 'public_reply', dedupeKey: `public_link:${row.commentId}`, body });
  }
  return queueMessages(deps.sql, second);
}
