import { BUYER_LOCALE } from '../domain/messaging/buyer-locale.sql.ts';
import { IS_STALE } from '../domain/messaging/is-stale.sql.ts';
import { type NewMessage, queueMessages } from '../domain/messaging/queue-messages.ts';
import { type RevisionTexts, revisionTextsFor } from '../domain/messaging/revision-texts.ts';
import { vocative } from '../domain/messaging/texts.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { type CartRow, cartBody, loadCarts } from './hold-placed.send-reply.ts';
import { publishMessages } from './publish-messages.ts';
import type { StepApp } from './step.ts';

type Author = {
  commentId: string;
  storeId: string;
  buyerId: string;
  source: string;
  isStale: boolean;
  liveEventId: string | null;
  name: string | null;
  locale: string;
};

const LOAD_AUTHORS = `
SELECT c.id AS "commentId", c.tienda_id AS "storeId", b.id AS "buyerId", c.source, ${IS_STALE} AS "isStale", c.live_id AS "liveEventId", b.name,
  ${BUYER_LOCALE} AS locale
FROM comments c JOIN buyers b ON b.id = c.buyer_id JOIN tiendas t ON t.id = c.tienda_id LEFT JOIN conversations v ON v.buyer_id = b.id
WHERE c.id = ANY($1::uuid[])`;

/** A few words to the author of a comment, and the order whose cart goes out in private, when there is one. */
export type Reply = {
  readonly commentId: string;
  readonly cartOrderId: string | null;
  readonly text: (texts: RevisionTexts, name: string) => string;
};

/** Answers comments that changed something, or wanted to: in public in a few words, in private with the cart as it is now. */
export async function replyToRevisions(app: StepApp, replies: readonly Reply[]): Promise<void> {
  if (replies.length === 0) return;
  const authors = await rowsOf<Author>(app.pool, LOAD_AUTHORS, [replies.map((reply) => reply.commentId)]);
  const asked = replies.flatMap(({ commentId, cartOrderId }) =>
    cartOrderId ? [{ commentId, orderId: cartOrderId }] : [],
  );
  const carts = new Map((await loadCarts(app, asked)).map((cart) => [cart.commentId, cart]));
  const messages = replies.flatMap((reply) => {
    const author = authors.find((one) => one.commentId === reply.commentId);
    return author
      ? messagesTo(author, { reply, cart: carts.get(reply.commentId), baseUrl: app.config.env.BASE_URL })
      : [];
  });
  await publishMessages(app, await queueMessages(app.pool, messages));
}

function messagesTo(
  author: Author,
  { reply, cart, baseUrl }: { readonly reply: Reply; readonly cart: CartRow | undefined; readonly baseUrl: string },
): readonly NewMessage[] {
  const { storeId, buyerId, liveEventId, commentId, source } = author;
  const about = { storeId, buyerId, liveEventId, orderId: cart?.orderId ?? null, commentId };
  const text = reply.text(revisionTextsFor(author.locale), vocative(author.name));
  if (source === 'message') {
    const body = cart ? cartBody(cart, baseUrl) : { text };
    return [{ ...about, kind: 'notice', dedupeKey: `notice:${commentId}`, body }];
  }
  const messages: NewMessage[] = [];
  if (cart) {
    const body = cartBody(cart, baseUrl);
    messages.push({ ...about, kind: 'private_reply', dedupeKey: `private_reply:${commentId}`, body });
  }
  if (!author.isStale)
    messages.push({ ...about, kind: 'public_reply', dedupeKey: `public_reply:${commentId}`, body: { text } });
  return messages;
}
