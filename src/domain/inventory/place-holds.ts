import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { CLAIM_STOCK } from './claim-stock.sql.ts';

/** One buyer's wish for units of one product. `commentId` is null for orders that no comment asked for. */
export type Claim = {
  readonly storeId: string;
  readonly productId: string;
  readonly buyerId: string;
  /** The buyer's id at Facebook, kept on the order. */
  readonly customerFbId: string;
  readonly liveEventId: string | null;
  readonly commentId: string | null;
  readonly quantityUnits: number;
  /** When the buyer wrote, ISO 8601: who wrote first is served first. */
  readonly commentedAt: string;
};

/** What became of a claim: held in the order named, or (from a comment) waiting in line. */
export type ClaimResult = {
  readonly commentId: string | null;
  readonly productId: string;
  readonly held: boolean;
  readonly orderId: string | null;
};

/**
 * Sets stock aside for a whole batch, opens or extends each buyer's cart, and puts in line whoever came too late.
 * Claims that were placed before are left out of the answer, so a batch may be given again. A unique violation
 * (SQLSTATE 23505) means that another process placed one of them at the same instant: give the batch again.
 */
export async function placeHolds(
  deps: { readonly sql: Sql; readonly holdTtlMs: number },
  claims: readonly Claim[],
): Promise<readonly ClaimResult[]> {
  if (claims.length === 0) return [];
  return rowsOf<ClaimResult>(deps.sql, CLAIM_STOCK, [JSON.stringify(claims), deps.holdTtlMs]);
}
