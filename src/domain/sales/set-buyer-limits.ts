import type { Pool } from 'pg';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';

/** How much one buyer may hold, have bought and wait for: per live, and how many unpaid carts at a time. */
export type BuyerLimits = {
  readonly maxUnitsPerProduct: number;
  readonly maxUnitsPerLive: number;
  readonly maxOpenCarts: number;
};

/** Sets a store's limits against hoarding. They count for claims from now on; what is held stays held. */
export async function setBuyerLimits(
  deps: { readonly pool: Pool },
  input: BuyerLimits & { readonly storeId: string; readonly actorId: string },
): Promise<void> {
  const { storeId, actorId, maxUnitsPerProduct, maxUnitsPerLive, maxOpenCarts } = input;
  await withTransaction(deps.pool, async (sql) => {
    const changed = await rowsOf(
      sql,
      `UPDATE tiendas SET max_units_per_product = $2, max_units_per_live = $3, max_open_carts = $4
       WHERE id = $1 AND (max_units_per_product, max_units_per_live, max_open_carts) <> ($2, $3, $4) RETURNING id`,
      [storeId, maxUnitsPerProduct, maxUnitsPerLive, maxOpenCarts],
    );
    if (changed.length === 0) return;
    const details = { maxUnitsPerProduct, maxUnitsPerLive, maxOpenCarts };
    await appendAudit(sql, storeId, [
      { actorId, action: 'buyer-limits-set', subjectType: 'Store', subjectId: storeId, details },
    ]);
  });
}
