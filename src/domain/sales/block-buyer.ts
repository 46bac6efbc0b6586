import type { Pool } from 'pg';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { NotFoundError } from '../errors.ts';

type Input = { readonly storeId: string; readonly buyerId: string; readonly actorId: string };

/**
 * Blocks a buyer: their comments claim nothing, they leave the line, and they get no message but the receipt of what they
 * paid. What they hold stays theirs until it is paid or expires; the seller may cancel it. Blocking twice changes nothing.
 * @throws NotFoundError when the store has no such buyer.
 */
export async function blockBuyer(deps: { readonly pool: Pool }, input: Input): Promise<void> {
  await setBlocked(deps.pool, input, true);
}

/** Lets a blocked buyer claim and hear again. @throws NotFoundError when the store has no such buyer. */
export async function unblockBuyer(deps: { readonly pool: Pool }, input: Input): Promise<void> {
  await setBlocked(deps.pool, input, false);
}

const SET = `
UPDATE buyers SET blocked_at = CASE WHEN $3 THEN clock_timestamp() END
WHERE id = $1 AND tienda_id = $2 AND (blocked_at IS NULL) = $3 RETURNING id`;

const LEAVE = `UPDATE waitlist_entries SET state = 'left' WHERE buyer_id = $1 AND state = 'waiting'`;

const WITHHOLD = `
UPDATE messages m SET state = 'refused', failure = 'The store blocked the buyer.'
FROM conversations c WHERE c.id = m.conversation_id AND c.buyer_id = $1 AND m.state IN ('queued', 'withheld')
  AND m.kind <> 'receipt' AND m.author <> 'duty'`;

async function setBlocked(pool: Pool, { storeId, buyerId, actorId }: Input, isBlocked: boolean): Promise<void> {
  await withTransaction(pool, async (sql) => {
    const found = await rowsOf(sql, 'SELECT FROM buyers WHERE id = $1 AND tienda_id = $2', [buyerId, storeId]);
    if (found.length === 0) throw new NotFoundError('buyer', buyerId);
    const changed = await rowsOf(sql, SET, [buyerId, storeId, isBlocked]);
    if (changed.length === 0) return;
    if (isBlocked) {
      await rowsOf(sql, LEAVE, [buyerId]);
      await rowsOf(sql, WITHHOLD, [buyerId]);
    }
    const action = isBlocked ? 'buyer-blocked' : 'buyer-unblocked';
    await appendAudit(sql, storeId, [{ actorId, action, subjectType: 'Buyer', subjectId: buyerId, details: {} }]);
  });
}
