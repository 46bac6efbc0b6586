import { BUYER_LOCALE } from '../domain/messaging/buyer-locale.sql.ts';
import { IS_STALE } from '../domain/messaging/is-stale.sql.ts';
import { type NewMessage, queueMessages } from '../domain/messaging/queue-messages.ts';
import { takeTurns } from '../domain/messaging/take-turns.ts';
import { listLines, pickWording, takeTurn, textsFor, vocative } from '../domain/messaging/texts.ts';
import { formatMoney } from '../domain/payments/money.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { publishMessages } from './publish-messages.ts';
import { on } from './step.ts';

type CartRow = {
  storeId: string;
  buyerId: string;
  liveEventId: string | null;
  orderId: string;
  commentId: string;
  source: string;
  isStale: boolean;
  name: string | null;
  locale: string;
  total: string;
  currency: string;
  checkoutToken: string;
  minutes: number;
  lines: { name: string; units: number }[];
};

const LOAD_CARTS = `
SELECT DISTINCT ON (c.id) o.tienda_id AS "storeId", o.buyer_id AS "buyerId", o.live_id AS "liveEventId", o.id AS "orderId",
  c.id AS "commentId", c.source, ${IS_STALE} AS "isStale", b.name, ${BUYER_LOCALE} AS locale, o.total, o.currency,
  o.checkout_token AS "checkoutToken",
  greatest(1, round(extract(epoch FROM o.hold_expires_at - clock_timestamp()) / 60))::int AS minutes,
  (SELECT jsonb_agg(jsonb_build_object('name', p.name, 'units', i.quantity) ORDER BY p.name)
   FROM pedido_items i JOIN productos p ON p.id = i.producto_id WHERE i.pedido_id = o.id) AS lines
FROM jsonb_to_recordset($1::jsonb) AS g("orderId" uuid, "commentId" uuid)
JOIN pedidos o ON o.id = g."orderId"
JOIN comments c ON c.id = g."commentId"
JOIN buyers b ON b.id = o.buyer_id
JOIN tiendas t ON t.id = o.tienda_id
LEFT JOIN conversations v ON v.buyer_id = b.id
ORDER BY c.id`;

/** The buyer hears in public that it is theirs, and in private what it costs and where to pay: one message of each. */
export const sendReply = on('hold-placed', 'send-reply', async (app, events) => {
  const asked = events.flatMap(({ payload: { orderId, commentId } }) => (commentId ? [{ orderId, commentId }] : []));
  const carts = await rowsOf<CartRow>(app.pool, LOAD_CARTS, [JSON.stringify(asked)]);
  const baseUrl = app.config.env.BASE_URL;
  const turns = await takeTurns(
    app,
    carts.map((cart) => cart.storeId),
  );
  const ids = await queueMessages(
    app.pool,
    carts.flatMap((cart, place) => messagesOf(cart, { baseUrl, turn: turns[place] ?? 0 })),
  );
  await publishMessages(app, ids);
});

function messagesOf(cart: CartRow, { baseUrl, turn }: { baseUrl: string; turn: number }): readonly NewMessage[] {
  const { storeId, buyerId, liveEventId, orderId, commentId, locale } = cart;
  const about = { storeId, buyerId, liveEventId, orderId, commentId };
  const texts = textsFor(locale);
  const name = vocative(cart.name);
  const body = {
    text: pickWording(
      texts.cart,
      commentId,
    )({
      name,
      lines: listLines(cart.lines.map((line) => `• ${line.units} × ${line.name}`)),
      total: formatMoney({ amountMinor: BigInt(cart.total), currency: cart.currency, locale }),
      minutes: cart.minutes,
    }),
    buttons: [
      { kind: 'link', title: texts.pay, url: `${baseUrl}/checkout/${cart.checkoutToken}` },
      { kind: 'tap', title: texts.confirm, payload: `ORDER:${orderId}:OK` },
    ],
  } as const;
  if (cart.source === 'message') return [{ ...about, kind: 'notice', dedupeKey: `notice:${commentId}`, body }];
  const privately = { ...about, kind: 'private_reply', dedupeKey: `private_reply:${commentId}`, body } as const;
  if (cart.isStale) return [privately];
  const held = takeTurn(texts.held, turn)(name);
  return [privately, { ...about, kind: 'public_reply', dedupeKey: `public_reply:${commentId}`, body: { text: held } }];
}
