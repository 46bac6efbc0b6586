import type { Pool } from 'pg';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { type Claim, placeHolds } from './place-holds.ts';

const NEXT_IN_LINE = `
WITH shelf AS (
  SELECT id, stock - held AS free FROM productos WHERE id = $1 FOR NO KEY UPDATE
),
next AS (
  SELECT w.*, sum(w.quantity) OVER (ORDER BY w.commented_at, w.id) AS units_so_far, shelf.free
  FROM waitlist_entries w JOIN shelf ON shelf.id = w.producto_id
  WHERE w.state = 'waiting'
)
UPDATE waitlist_entries w SET state = 'promoted'
FROM next JOIN buyers b ON b.id = next.buyer_id
WHERE w.id = next.id AND next.units_so_far <= next.free
RETURNING w.tienda_id AS "storeId", w.producto_id AS "productId", w.buyer_id AS "buyerId",
  coalesce(b.fb_author_id, b.psid, b.id::text) AS "customerFbId", w.live_id AS "liveEventId",
  w.comment_id AS "commentId", w.quantity AS "quantityUnits", w.commented_at AS "commentedAt"`;

/** Gives units that came back to the first in line, by the time of their comments. Answers how many buyers got theirs. */
export async function promoteWaitlist(
  deps: { readonly pool: Pool; readonly holdTtlMs: number },
  input: { readonly productId: string },
): Promise<number> {
  return withTransaction(deps.pool, async (sql) => {
    const claims = await rowsOf<Claim>(sql, NEXT_IN_LINE, [input.productId]);
    const results = await placeHolds({ sql, holdTtlMs: deps.holdTtlMs }, claims);
    return results.filter((result) => result.held).length;
  });
}
