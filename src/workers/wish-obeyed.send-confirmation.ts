import { queueMessages } from '../domain/messaging/queue-messages.ts';
import { wishTextsFor } from '../domain/messaging/wishes/texts.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { publishMessages } from './publish-messages.ts';
import { on, type StepEvent } from './step.ts';

type Row = { commentId: string; source: string; locale: string; code: string | null };

const LOAD = `
SELECT c.id AS "commentId", c.source, coalesce(b.locale, t.locale) AS locale, e.confirmation_code AS code
FROM comments c JOIN buyers b ON b.id = c.buyer_id JOIN tiendas t ON t.id = c.tienda_id
LEFT JOIN erasures e ON e.buyer_id = b.id AND e.erased_at IS NULL
WHERE c.id = ANY($1::uuid[])`;

/** Who said STOP, START or asked to be forgotten hears once that it was done: where they said it, in private. */
export const confirmWish = on('wish-obeyed', 'send-confirmation', async (app, events) => {
  const rows = await rowsOf<Row>(app.pool, LOAD, [events.flatMap(({ payload }) => payload.commentId ?? [])]);
  const byComment = new Map(rows.map((row) => [row.commentId, row]));
  const messages = events.flatMap((event) => toMessage(event, byComment.get(event.payload.commentId ?? '')));
  await publishMessages(app, await queueMessages(app.pool, messages));
});

function toMessage({ id, storeId, liveEventId, payload }: StepEvent<'wish-obeyed'>, row: Row | undefined) {
  const { wish, commentId, buyerId, erasureId } = payload;
  if (!row || (wish === 'data_deletion' && !row.code)) return [];
  const texts = wishTextsFor(row.locale);
  return [
    {
      storeId,
      buyerId,
      liveEventId,
      orderId: null,
      commentId,
      kind: row.source === 'message' ? ('notice' as const) : ('private_reply' as const),
      dedupeKey: `wish:${erasureId ?? id}`,
      body: { text: wish === 'data_deletion' ? texts.data_deletion(row.code ?? '') : texts[wish] },
      author: 'duty' as const,
    },
  ];
}
