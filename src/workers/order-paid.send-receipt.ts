import { BUYER_LOCALE } from '../domain/messaging/buyer-locale.sql.ts';
import { queueMessages } from '../domain/messaging/queue-messages.ts';
import { pickWording, textsFor, vocative } from '../domain/messaging/texts.ts';
import { formatMoney } from '../domain/payments/money.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { publishMessages } from './publish-messages.ts';
import { on } from './step.ts';

type Row = { orderId: string; commentId: string | null; name: string | null; locale: string };

const LOAD = `
SELECT o.id AS "orderId", b.name,
  -- Who paid by the public link may have no chat yet: the newest comment that has its one private reply left.
  (SELECT c.id FROM holds h JOIN comments c ON c.id = h.comment_id WHERE h.pedido_id = o.id AND c.source <> 'message'
     AND NOT EXISTS (SELECT FROM messages m WHERE m.dedupe_key = 'private_reply:' || c.id AND m.state IN ('sent', 'unknown'))
   ORDER BY c.commented_at DESC, c.id DESC LIMIT 1) AS "commentId",
  ${BUYER_LOCALE} AS locale
FROM pedidos o JOIN buyers b ON b.id = o.buyer_id JOIN tiendas t ON t.id = o.tienda_id
LEFT JOIN conversations v ON v.buyer_id = b.id
WHERE o.id = ANY($1::uuid[])`;

/** The buyer gets a receipt, once per order. */
export const sendReceipt = on('order-paid', 'send-receipt', async (app, events) => {
  const rows = await rowsOf<Row>(app.pool, LOAD, [events.map((event) => event.payload.orderId)]);
  const byOrder = new Map(rows.map((row) => [row.orderId, row]));
  const messages = events.flatMap(({ storeId, liveEventId, payload }) => {
    const row = byOrder.get(payload.orderId);
    if (!row) return [];
    const total = formatMoney({
      amountMinor: BigInt(payload.amountMinor),
      currency: payload.currency,
      locale: row.locale,
    });
    const reference = payload.orderId.slice(-6).toUpperCase();
    const text = pickWording(
      textsFor(row.locale).receipt,
      payload.orderId,
    )({ name: vocative(row.name), total, reference });
    const { orderId, buyerId } = payload;
    return [
      {
        storeId,
        buyerId,
        liveEventId,
        orderId,
        commentId: row.commentId,
        kind: 'receipt' as const,
        dedupeKey: `receipt:${orderId}`,
        body: { text, values: { total, order_id: reference } },
      },
    ];
  });
  await publishMessages(app, await queueMessages(app.pool, messages));
});
