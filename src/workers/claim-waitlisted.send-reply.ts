import { BUYER_LOCALE } from '../domain/messaging/buyer-locale.sql.ts';
import { IS_STALE } from '../domain/messaging/is-stale.sql.ts';
import { queueMessages } from '../domain/messaging/queue-messages.ts';
import { takeTurns } from '../domain/messaging/take-turns.ts';
import { takeTurn, textsFor, vocative } from '../domain/messaging/texts.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { publishMessages } from './publish-messages.ts';
import { on } from './step.ts';

type Row = {
  commentId: string;
  source: string;
  isStale: boolean;
  liveEventId: string | null;
  name: string | null;
  locale: string;
};

const LOAD = `
SELECT c.id AS "commentId", c.source, ${IS_STALE} AS "isStale", c.live_id AS "liveEventId", b.name, ${BUYER_LOCALE} AS locale
FROM comments c JOIN buyers b ON b.id = c.buyer_id JOIN tiendas t ON t.id = c.tienda_id
LEFT JOIN conversations v ON v.buyer_id = b.id
WHERE c.id = ANY($1::uuid[])`;

/** Who came too late hears so, and that they stand in line. The private reply is kept for the day the stock is back. */
export const sayWaitlisted = on('claim-waitlisted', 'send-reply', async (app, events) => {
  const rows = await rowsOf<Row>(app.pool, LOAD, [events.map((event) => event.payload.commentId)]);
  const byComment = new Map(rows.map((row) => [row.commentId, row]));
  const turns = await takeTurns(
    app,
    events.map((event) => event.storeId),
  );
  const messages = events.flatMap(({ storeId, payload }, place) => {
    const row = byComment.get(payload.commentId);
    if (!row || (row.isStale && row.source !== 'message')) return [];
    const text = takeTurn(textsFor(row.locale).soldOut, turns[place] ?? 0)(vocative(row.name), payload.productName);
    const kind = row.source === 'message' ? ('notice' as const) : ('public_reply' as const);
    const { commentId, buyerId } = payload;
    return [
      {
        storeId,
        buyerId,
        liveEventId: row.liveEventId,
        orderId: null,
        commentId,
        kind,
        dedupeKey: `waitlisted:${commentId}:${payload.productId}`,
        body: { text },
      },
    ];
  });
  await publishMessages(app, await queueMessages(app.pool, messages));
});
