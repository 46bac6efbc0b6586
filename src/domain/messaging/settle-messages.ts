import type { NewEvent } from '../../events/catalog.ts';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { MessageToSend } from './claim-messages.ts';
import { raisePageStops } from './page-stops.ts';
import type { SendResult } from './send-message.ts';

const SETTLE = `
WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, "buyerId" uuid, state text, "externalId" text, reason text, psid text,
    "isDoubtful" boolean, "closedWindow" boolean, "pauseId" uuid, "byFacebook" boolean)
),
closed AS (
  UPDATE conversations v SET window_closed_at = clock_timestamp() FROM given g
  WHERE g."closedWindow" AND v.buyer_id = g."buyerId"
),
-- The first message teaches who the commenter is in Messenger; a chat that was there before is left alone.
known AS (
  UPDATE buyers b SET psid = g.psid
  FROM (SELECT DISTINCT ON (psid) psid, "buyerId" FROM given WHERE psid IS NOT NULL ORDER BY psid) g
  WHERE b.id = g."buyerId" AND b.psid IS NULL
    AND NOT EXISTS (SELECT FROM buyers o WHERE o.tienda_id = b.tienda_id AND o.psid = g.psid)
)
UPDATE messages m SET external_id = g."externalId", failure = g.reason,
  -- When the try began that was accepted: receipts of Meta count from there.
  claimed_at = CASE WHEN g.state = 'sent' THEN m.claimed_at END,
  state = CASE WHEN g.state NOT IN ('again', 'later') THEN g.state WHEN g."isDoubtful" THEN 'sending' ELSE 'queued' END,
  due_at = CASE WHEN g.state IN ('again', 'later') THEN clock_timestamp() END,
  withheld_by = coalesce(g."pauseId", m.withheld_by),
  tried_at = CASE WHEN g.state IN ('sent', 'unknown') OR g."byFacebook" THEN clock_timestamp() END,
  sent_at = CASE WHEN g.state = 'sent' THEN clock_timestamp() END
FROM given g WHERE m.id = g.id AND m.state = 'sending'
RETURNING m.id`;

/**
 * Writes how the tries of a batch ended and what Facebook told us to stop, and tells the log of those that are final. What another process settled in the
 * meantime stays as it is.
 */
export async function settleMessages(
  sql: Sql,
  tries: readonly { readonly message: MessageToSend; readonly result: SendResult }[],
): Promise<void> {
  const rows = tries.map(({ message, result }) => ({ id: message.id, buyerId: message.buyerId, ...result }));
  const settled = await rowsOf<{ id: string }>(sql, SETTLE, [JSON.stringify(rows)]);
  await raisePageStops(
    sql,
    tries.flatMap(({ result }) => result.stop ?? []),
  );
  const ids = new Set(settled.map((row) => row.id));
  await recordEvents(sql, tries.filter(({ message }) => ids.has(message.id)).flatMap(toEvent));
}

function toEvent({ message, result }: { message: MessageToSend; result: SendResult }): NewEvent[] {
  const about = { storeId: message.storeId, liveEventId: message.liveEventId };
  const { id: messageId, kind, orderId, commentId } = message;
  if (result.state === 'sent')
    return [{ ...about, type: 'message-sent', payload: { messageId, kind, orderId, commentId } }];
  if (result.state === 'again' || result.state === 'later' || result.state === 'withheld') return [];
  return [
    { ...about, type: 'message-refused', payload: { messageId, kind, orderId, commentId, reason: result.reason } },
  ];
}
