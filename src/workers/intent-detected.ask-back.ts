import type { AskBack } from '../domain/intent/intent-detector.ts';
import { askBackTextsFor } from '../domain/messaging/ask-back-texts.ts';
import { BUYER_LOCALE } from '../domain/messaging/buyer-locale.sql.ts';
import { IS_STALE } from '../domain/messaging/is-stale.sql.ts';
import { type NewMessage, queueMessages } from '../domain/messaging/queue-messages.ts';
import { pickWording, vocative } from '../domain/messaging/texts.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { publishMessages } from './publish-messages.ts';
import { on, type StepEvent } from './step.ts';

// What may be a sale. Who greets, asks, complains or advertises is not asked for a code.
const MAY_BUY: ReadonlySet<string> = new Set(['purchase', 'change', 'abstain']);

type Puzzled = {
  readonly commentId: string;
  readonly storeId: string;
  readonly liveEventId: string;
  readonly buyerId: string;
  readonly name: string | null;
  readonly locale: string;
  readonly askBack: AskBack | null;
};

// `overtaken`: the buyer has said meanwhile what they want. Who was silenced by a pause is not asked afterwards.
const LOAD = `
SELECT c.id AS "commentId", c.tienda_id AS "storeId", c.live_id AS "liveEventId", b.id AS "buyerId", b.name,
  ${BUYER_LOCALE} AS locale, l.ask_back AS "askBack"
FROM comments c JOIN buyers b ON b.id = c.buyer_id JOIN tiendas t ON t.id = c.tienda_id JOIN ai_logs l ON l.comment_id = c.id
LEFT JOIN conversations v ON v.buyer_id = b.id
WHERE c.id = ANY($1::uuid[]) AND t.asks_back AND l.left_open AND NOT 'overtaken' = ANY(l.doubts)
  AND c.source = 'comment' AND c.live_id IS NOT NULL AND NOT ${IS_STALE}
  AND NOT EXISTS (SELECT FROM bot_pauses p WHERE p.tienda_id = c.tienda_id AND p.resumed_at IS NULL
    AND (p.live_id IS NULL OR p.live_id = c.live_id))`;

/**
 * Where nobody could say what a buyer wants, neither rules nor a model, and the store wishes it, the buyer is asked to
 * write the code: in public, once in a live. The seller sees the comment as open in any case.
 */
export const askBack = on('intent-detected', 'ask-back', async (app, events) => {
  const ids = events.filter(isOpen).map(({ payload }) => payload.commentId);
  if (ids.length === 0) return;
  const puzzled = await rowsOf<Puzzled>(app.pool, LOAD, [ids]);
  await publishMessages(app, await queueMessages(app.pool, puzzled.map(toMessage)));
});

function isOpen({ payload }: StepEvent<'intent-detected'>): boolean {
  return payload.leftOpen && MAY_BUY.has(payload.intent);
}

function toMessage({ commentId, storeId, liveEventId, buyerId, name, locale, askBack }: Puzzled): NewMessage {
  const wording = pickWording(askBackTextsFor(locale, askBack), commentId);
  return {
    storeId,
    buyerId,
    liveEventId,
    orderId: null,
    commentId,
    kind: 'public_reply',
    dedupeKey: `ask-back:${liveEventId}:${buyerId}`,
    body: { text: wording(vocative(name)) },
  };
}
