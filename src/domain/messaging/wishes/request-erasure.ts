import { randomBytes } from 'node:crypto';
import { recordEvents } from '../../../events/record-events.ts';
import { appendAudit } from '../../../platform/audit/append-audit.ts';
import { rowOf, rowsOf, type Sql } from '../../../platform/db/transaction.ts';

export type Erasure = { readonly id: string; readonly confirmationCode: string };

const REQUEST = `
INSERT INTO erasures (tienda_id, buyer_id, confirmation_code, source, requested_by)
VALUES ($1, $2, $3, coalesce((SELECT CASE source WHEN 'backfill' THEN 'comment' ELSE source END FROM comments WHERE id = $4),
  'owner'), $5)
ON CONFLICT (buyer_id) WHERE erased_at IS NULL DO NOTHING RETURNING id, confirmation_code AS "confirmationCode"`;

const SILENCE = `
WITH gone AS (UPDATE waitlist_entries SET state = 'left' WHERE buyer_id = $1 AND state = 'waiting')
UPDATE buyers SET opted_out_at = coalesce(opted_out_at, clock_timestamp()) WHERE id = $1`;

/**
 * Takes down that a buyer wants to be forgotten, and is silent towards them at once; `timers/erase-buyers` does it. Asking
 * twice is one request. `sql` must be inside a transaction. `by` is the person of the store who asked in the buyer's name.
 */
export async function requestErasure(
  sql: Sql,
  input: {
    readonly storeId: string;
    readonly buyerId: string;
    readonly commentId: string | null;
    readonly by: string | null;
  },
): Promise<Erasure> {
  const { storeId, buyerId, commentId, by: actorId } = input;
  const code = randomBytes(8).toString('hex').toUpperCase();
  const [requested] = await rowsOf<Erasure>(sql, REQUEST, [storeId, buyerId, code, commentId, actorId]);
  if (!requested) {
    const open = `SELECT id, confirmation_code AS "confirmationCode" FROM erasures WHERE buyer_id = $1 AND erased_at IS NULL`;
    return rowOf<Erasure>(sql, open, [buyerId]);
  }
  await rowsOf(sql, SILENCE, [buyerId]);
  const payload = { buyerId, wish: 'data_deletion' as const, commentId, erasureId: requested.id };
  await recordEvents(sql, [{ storeId, liveEventId: null, type: 'wish-obeyed', payload }]);
  await appendAudit(sql, storeId, [
    {
      actorId,
      action: 'deletion-requested',
      subjectType: 'Buyer',
      subjectId: buyerId,
      details: { erasureId: requested.id },
    },
  ]);
  return requested;
}
