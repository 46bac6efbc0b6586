import type { Pool } from 'pg';
import type { NewEvent } from '../../events/catalog.ts';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import type { OutgoingKind } from './queue-messages.ts';

type Ended = {
  id: string;
  storeId: string;
  liveEventId: string | null;
  orderId: string | null;
  commentId: string | null;
  kind: OutgoingKind;
  reason: string;
};

const ENDED = `m.id, m.tienda_id AS "storeId", m.live_id AS "liveEventId", m.pedido_id AS "orderId", m.comment_id AS "commentId",
  m.kind, m.failure AS reason`;

const DROP = `
UPDATE messages m SET state = 'refused', failure = $3
WHERE m.withheld_by = $1 AND m.state = 'withheld' AND ($2::uuid[] IS NULL OR m.id = ANY($2)) RETURNING ${ENDED}`;

/** Ends messages that a pause withheld, all or some. Answers how many. */
export async function dropWithheld(
  sql: Sql,
  input: { readonly pauseId: string; readonly messageIds: readonly string[] | null; readonly reason: string },
): Promise<number> {
  const dropped = await rowsOf<Ended>(sql, DROP, [input.pauseId, input.messageIds, input.reason]);
  await recordEvents(sql, dropped.map(toRefused));
  return dropped.length;
}

function toRefused({ id, storeId, liveEventId, orderId, commentId, kind, reason }: Ended): NewEvent {
  return {
    storeId,
    liveEventId,
    type: 'message-refused',
    payload: { messageId: id, kind, orderId, commentId, reason },
  };
}

// A cart is told of once, by the newest message about it. A public answer to an old comment would only puzzle the viewers.
const DROP_STALE = `
UPDATE messages m SET state = 'refused', failure = CASE
    WHEN o.status <> 'pending' THEN 'The cart had ended when the bot went on.'
    WHEN m.kind = 'public_reply' THEN 'The comment was too old for a public answer when the bot went on.'
    ELSE 'A newer message about the same cart is sent instead.' END
FROM messages w LEFT JOIN pedidos o ON o.id = w.pedido_id LEFT JOIN comments c ON c.id = w.comment_id
WHERE w.id = m.id AND m.withheld_by = $1 AND m.state = 'withheld' AND m.kind <> 'receipt' AND (
  o.status <> 'pending'
  OR (m.kind = 'public_reply' AND coalesce(c.commented_at, m.created_at) < clock_timestamp() - $2::int * interval '1 millisecond')
  OR (m.kind <> 'public_reply' AND EXISTS (
    SELECT FROM messages n WHERE n.pedido_id = m.pedido_id AND n.withheld_by = $1 AND n.state = 'withheld'
      AND n.kind IN ('private_reply', 'notice') AND (n.created_at, n.id) > (m.created_at, m.id))))
RETURNING ${ENDED}`;

const RELEASE = `
WITH released AS (
  UPDATE messages SET state = 'queued', failure = NULL WHERE withheld_by = $1 AND state = 'withheld'
  RETURNING pedido_id, kind
)
UPDATE pedidos o SET hold_expires_at = greatest(o.hold_expires_at, clock_timestamp() + $2::int * interval '1 millisecond')
FROM released r WHERE o.id = r.pedido_id AND r.kind IN ('private_reply', 'notice') AND o.status = 'pending'
  AND o.checkout_started_at IS NULL`;

/**
 * After a pause: drops what no longer makes sense and queues the rest, once; the clock of a cart whose buyer is told only
 * now starts again. Answers what of the pause is to be handed to the delivery, also when called again after a crash.
 */
export async function releaseWithheld(
  deps: { readonly pool: Pool; readonly holdTtlMs: number; readonly staleReplyMs: number },
  input: { readonly pauseId: string },
): Promise<readonly string[]> {
  await withTransaction(deps.pool, async (sql) => {
    const stale = await rowsOf<Ended>(sql, DROP_STALE, [input.pauseId, deps.staleReplyMs]);
    await recordEvents(sql, stale.map(toRefused));
    await rowsOf(sql, RELEASE, [input.pauseId, deps.holdTtlMs]);
  });
  const queued = `SELECT id FROM messages WHERE withheld_by = $1 AND state = 'queued' ORDER BY created_at, id`;
  return (await rowsOf<{ id: string }>(deps.pool, queued, [input.pauseId])).map((row) => row.id);
}
