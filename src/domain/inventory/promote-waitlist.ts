import type { Pool } from 'pg';
import { rowsOfBatch, withTransaction } from '../../platform/db/transaction.ts';
import { claimStock, type HoldTimes } from './place-holds.ts';

const WITH_ONE_WHO_FITS = `
SELECT id FROM productos p
WHERE id = ANY($1::uuid[]) AND EXISTS (
  SELECT FROM waitlist_entries w WHERE w.producto_id = p.id AND w.state = 'waiting' AND w.quantity <= p.stock - p.held
)`;

/**
 * Gives units that came back to those in line, by the time of their comments; one who wants more than is left keeps the
 * place and lets the smaller ones behind pass. Answers how many claims got their hold.
 */
export async function promoteWaitlist(
  deps: HoldTimes & { readonly pool: Pool },
  input: { readonly productIds: readonly string[] },
): Promise<number> {
  for (let promoted = 0; ; ) {
    const products = await rowsOfBatch<{ id: string }>(deps.pool, WITH_ONE_WHO_FITS, [input.productIds]);
    if (products.length === 0) return promoted;
    const productIds = products.map((product) => product.id);
    const placed = await withTransaction(deps.pool, (sql) => claimStock({ ...deps, sql }, { claims: [], productIds }));
    promoted += placed.filter((claim) => claim.held).length;
  }
}
