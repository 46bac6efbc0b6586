import { BUYER_LOCALE } from '../domain/messaging/buyer-locale.sql.ts';
import type { OutgoingMessage } from '../domain/messaging/graph.ts';
import { IS_STALE } from '../domain/messaging/is-stale.sql.ts';
import { type NewMessage, queueMessages } from '../domain/messaging/queue-messages.ts';
import { revisionTextsFor } from '../domain/messaging/revision-texts.ts';
import { takeTurns } from '../domain/messaging/take-turns.ts';
import { listLines, pickWording, takeTurn, textsFor, vocative } from '../domain/messaging/texts.ts';
import { formatMoney } from '../domain/payments/money.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { publishMessages } from './publish-messages.ts';
import { on, type StepApp } from './step.ts';

export type CartRow = {
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
  /** The line moved on after the comment got its private message, of which Meta allows one: the product to tell of. */
  newsOf: string | null;
  newsName: string | null;
};

type Asked = {
  readonly orderId: string;
  readonly commentId: string;
  readonly productId?: string;
  readonly cause?: string;
};

const LOAD_CARTS = `
SELECT DISTINCT ON (c.id, n.id) o.tienda_id AS "storeId", o.buyer_id AS "buyerId", o.live_id AS "liveEventId", o.id AS "orderId",
  c.id AS "commentId", c.source, ${IS_STALE} AS "isStale", b.name, ${BUYER_LOCALE} AS locale, o.total, o.currency,
  o.checkout_token AS "checkoutToken",
  greatest(1, round(extract(epoch FROM o.hold_expires_at - clock_timestamp()) / 60))::int AS minutes,
  (SELECT jsonb_agg(jsonb_build_object('name', p.name, 'units', i.quantity) ORDER BY p.name)
   FROM pedido_items i JOIN productos p ON p.id = i.producto_id WHERE i.pedido_id = o.id) AS lines,
  n.id AS "newsOf", n.name AS "newsName"
FROM jsonb_to_recordset($1::jsonb) AS g("orderId" uuid, "commentId" uuid, "productId" uuid, cause text)
JOIN pedidos o ON o.id = g."orderId"
JOIN comments c ON c.id = g."commentId"
JOIN buyers b ON b.id = o.buyer_id
JOIN tiendas t ON t.id = o.tienda_id
LEFT JOIN conversations v ON v.buyer_id = b.id
LEFT JOIN holds h ON g.cause = 'line' AND h.comment_id = c.id AND h.producto_id = g."productId" AND h.from_line
LEFT JOIN productos n ON n.id = h.producto_id AND EXISTS (SELECT FROM holds e WHERE e.comment_id = c.id AND e.id < h.id)
ORDER BY c.id, n.id`;

/** The buyer hears in public that it is theirs, and in private what it costs and where to pay: one message of each. */
export const sendReply = on('hold-placed', 'send-reply', async (app, events) => {
  // What a comment revised is told of with the whole revision.
  const asked = events.flatMap(({ payload: { orderId, commentId, productId, cause } }) =>
    commentId && cause !== 'revision' ? [{ orderId, commentId, productId, cause }] : [],
  );
  const carts = await loadCarts(app, asked);
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

/** The carts as they are now, each with the comment that asks for a message. */
export function loadCarts(app: Pick<StepApp, 'pool'>, asked: readonly Asked[]): Promise<readonly CartRow[]> {
  return rowsOf<CartRow>(app.pool, LOAD_CARTS, [JSON.stringify(asked)]);
}

function messagesOf(cart: CartRow, { baseUrl, turn }: { baseUrl: string; turn: number }): readonly NewMessage[] {
  const { storeId, buyerId, liveEventId, orderId, commentId, locale } = cart;
  const about = { storeId, buyerId, liveEventId, orderId, commentId };
  const name = vocative(cart.name);
  const body = cartBody(cart, baseUrl);
  if (cart.newsOf) {
    const key = `${commentId}:${cart.newsOf}`;
    const text = revisionTextsFor(locale).back(name, cart.newsName ?? '');
    const notice = { ...about, kind: 'notice', dedupeKey: `notice:${key}`, body } as const;
    if (cart.source === 'message' || cart.isStale) return [notice];
    return [notice, { ...about, kind: 'public_reply', dedupeKey: `public_reply:${key}`, body: { text } }];
  }
  if (cart.source === 'message') return [{ ...about, kind: 'notice', dedupeKey: `notice:${commentId}`, body }];
  const privately = { ...about, kind: 'private_reply', dedupeKey: `private_reply:${commentId}`, body } as const;
  if (cart.isStale) return [privately];
  const held = takeTurn(textsFor(locale).held, turn)(name);
  return [privately, { ...about, kind: 'public_reply', dedupeKey: `public_reply:${commentId}`, body: { text: held } }];
}

/** What is in the cart, what it costs, the link to pay and the button to tap. */
export function cartBody(cart: CartRow, baseUrl: string): OutgoingMessage {
  const { orderId, commentId, locale } = cart;
  const texts = textsFor(locale);
  const name = vocative(cart.name);
  return {
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
  };
}
