import type { Pool } from 'pg';
import { recordEvents } from '../../../events/record-events.ts';
import { appendAudit } from '../../../platform/audit/append-audit.ts';
import { rowOf, rowsOf, type Sql, withTransaction } from '../../../platform/db/transaction.ts';
import { IllegalMoveError } from '../../errors.ts';
import { cancelOrder } from '../../sales/cancel-order.ts';

export type DueErasure = {
  readonly id: string;
  readonly storeId: string;
  readonly buyerId: string;
  readonly fbAuthorId: string | null;
  readonly psid: string | null;
};

// The confirmation needs the address that is erased: it goes first, for as long as we are patient.
const DUE = `
SELECT e.id, e.tienda_id AS "storeId", e.buyer_id AS "buyerId", b.fb_author_id AS "fbAuthorId", b.psid
FROM erasures e JOIN buyers b ON b.id = e.buyer_id
WHERE e.erased_at IS NULL AND (e.source = 'owner' OR e.requested_at < clock_timestamp() - $1::int * interval '1 millisecond'
  OR EXISTS (SELECT FROM messages m WHERE m.dedupe_key = 'wish:' || e.id AND m.state IN ('sent', 'refused', 'unknown')))
ORDER BY e.requested_at LIMIT 50`;

/** Requests whose time has come: their confirmation has left, or cannot. */
export async function findDueErasures(sql: Sql, patienceMs: number): Promise<readonly DueErasure[]> {
  return rowsOf<DueErasure>(sql, DUE, [patienceMs]);
}

const OPEN_CARTS = `SELECT id FROM pedidos WHERE buyer_id = $1 AND status = 'pending' AND checkout_started_at IS NULL`;

// Ids of comments stay, so that Facebook's repeats are still known; orders and payments stay without their person, as the law of sales asks.
const ERASE = `
WITH person AS (
  UPDATE buyers SET fb_author_id = NULL, psid = NULL, name = NULL, locale = NULL, email = NULL, erased_at = clock_timestamp(),
    opted_out_at = coalesce(opted_out_at, clock_timestamp()) WHERE id = $1 RETURNING id
),
words AS (UPDATE comments SET text = '' WHERE buyer_id = $1 RETURNING id),
decisions AS (
  UPDATE ai_logs SET raw_comment = NULL, prompt = NULL, answer = NULL
  WHERE comment_id IN (SELECT id FROM comments WHERE buyer_id = $1) RETURNING id
),
letters AS (
  UPDATE messages m SET body = '{"text":""}', external_id = NULL FROM conversations v
  WHERE v.id = m.conversation_id AND v.buyer_id = $1 RETURNING m.id
),
-- Words of theirs that were still on their way when they asked may have put them in line again.
line AS (UPDATE waitlist_entries SET state = 'left' WHERE buyer_id = $1 AND state = 'waiting'),
sales AS (UPDATE pedidos SET customer_fb_id = 'erased' WHERE buyer_id = $1 RETURNING id)
SELECT (SELECT count(*) FROM person)::int AS buyers, (SELECT count(*) FROM words)::int AS comments,
  (SELECT count(*) FROM decisions)::int AS decisions, (SELECT count(*) FROM letters)::int AS messages,
  (SELECT count(*) FROM sales)::int AS orders`;

/**
 * Forgets a buyer: name, ids, address and words go, carts that are not being paid end, what was sold stays without its
 * person. `deadLetters` says how many were dropped before, for the proof. Erasing twice changes nothing.
 */
export async function eraseBuyer(
  deps: { readonly pool: Pool },
  input: { readonly erasure: DueErasure; readonly deadLetters: number },
): Promise<void> {
  const { id: erasureId, storeId, buyerId } = input.erasure;
  for (const { id: orderId } of await rowsOf<{ id: string }>(deps.pool, OPEN_CARTS, [buyerId]))
    await cancelOrder(deps, { storeId, orderId }).catch(unlessEnded);
  await withTransaction(deps.pool, async (sql) => {
    const open = `SELECT id FROM erasures WHERE id = $1 AND erased_at IS NULL FOR UPDATE`;
    if ((await rowsOf(sql, open, [erasureId])).length === 0) return;
    const proof = { ...(await rowOf<Record<string, number>>(sql, ERASE, [buyerId])), deadLetters: input.deadLetters };
    await rowsOf(sql, 'UPDATE erasures SET erased_at = clock_timestamp(), proof = $2 WHERE id = $1', [
      erasureId,
      proof,
    ]);
    await recordEvents(sql, [
      { storeId, liveEventId: null, type: 'buyer-data-erased', payload: { buyerId, erasureId } },
    ]);
    await appendAudit(sql, storeId, [
      {
        actorId: null,
        action: 'buyer-data-erased',
        subjectType: 'Buyer',
        subjectId: buyerId,
        details: { erasureId, ...proof },
      },
    ]);
  });
}

// Paid or over in the meantime.
function unlessEnded(error: unknown): void {
  if (!(error instanceof IllegalMoveError)) throw error;
}
