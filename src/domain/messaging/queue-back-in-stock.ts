import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { BUYER_LOCALE } from './buyer-locale.sql.ts';
import { sayFollowUp } from './follow-up-texts.ts';
import { queueMessages } from './queue-messages.ts';
import { decideSend } from './send-policy.ts';
import { vocative } from './texts.ts';

/** A product that was sold out and can be had again. */
export type BackInStock = { readonly productId: string; readonly soldOutAt: string };

type Row = {
  storeId: string;
  buyerId: string;
  orderId: string;
  productId: string;
  product: string;
  name: string | null;
  locale: string;
  lastInboundAtMs: number | null;
  isWindowClosed: boolean;
  nowMs: number;
};

// Whose cart had run out before others took the rest, and who has bought nothing since; no more people than units.
const LOAD = `
SELECT * FROM (
  SELECT o.tienda_id AS "storeId", b.id AS "buyerId", o.id AS "orderId", p.id AS "productId", p.name AS product, b.name,
    ${BUYER_LOCALE} AS locale, (extract(epoch FROM v.last_inbound_at) * 1000)::float8 AS "lastInboundAtMs",
    coalesce(v.window_closed_at >= v.last_inbound_at, false) AS "isWindowClosed",
    (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs", p.stock - p.held AS free,
    row_number() OVER (PARTITION BY p.id ORDER BY o.hold_expires_at, o.id) AS place
  FROM jsonb_to_recordset($1::jsonb) AS g("productId" uuid, "soldOutAt" timestamptz)
  JOIN productos p ON p.id = g."productId" AND p.stock > p.held
  JOIN pedidos o ON o.tienda_id = p.tienda_id AND o.created_at > clock_timestamp() - interval '1 day'
    AND o.status = 'expired' AND o.hold_expires_at < g."soldOutAt"
  JOIN pedido_items i ON i.pedido_id = o.id AND i.producto_id = p.id AND i.quantity <= p.stock - p.held
  JOIN buyers b ON b.id = o.buyer_id AND b.psid IS NOT NULL
  JOIN conversations v ON v.buyer_id = b.id
  JOIN tiendas t ON t.id = o.tienda_id
  WHERE NOT EXISTS (SELECT FROM pedidos n WHERE n.buyer_id = o.buyer_id AND n.created_at > o.created_at AND n.status IN ('pending', 'paid'))
) interested WHERE place <= free`;

/**
 * Tells those whose cart had expired that its product is back, once per cart and product and only as free text inside their
 * window. Who waits in line is not told: the line gets its stock by itself. Answers the messages.
 */
export async function queueBackInStock(
  sql: Sql,
  input: { readonly products: readonly BackInStock[] },
): Promise<readonly string[]> {
  const rows = await rowsOf<Row>(sql, LOAD, [JSON.stringify(input.products)]);
  const allowed = rows.filter(
    (row) =>
      decideSend({ ...row, kind: 'notice', hasPsid: true, hasTemplate: false, commentedAtMs: null }).mode ===
      'free_text',
  );
  return queueMessages(
    sql,
    allowed.map(({ storeId, buyerId, orderId, productId, product, name, locale }) => ({
      storeId,
      buyerId,
      liveEventId: null,
      orderId: null,
      commentId: null,
      kind: 'notice',
      dedupeKey: `back:${orderId}:${productId}`,
      body: { text: sayFollowUp('backInStock', { locale, seed: orderId, values: { name: vocative(name), product } }) },
    })),
  );
}
