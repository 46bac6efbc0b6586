import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { CLAIM_STOCK } from './claim-stock.sql.ts';
import { lockProducts } from './lock-products.ts';

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

type Placed = ClaimResult & { readonly wasWaiting: boolean };

/**
 * Sets stock aside for a whole batch, opens or extends each buyer's cart, and puts in line whoever came too late.
 * Who waits in line for the same products comes before later comments. Claims that were placed before are left out of
 * the answer, so a batch may be given again, also to several processes at once. `sql` is inside a transaction.
 */
export async function placeHolds(
  deps: { readonly sql: Sql; readonly holdTtlMs: number },
  claims: readonly Claim[],
): Promise<readonly ClaimResult[]> {
  const productIds = [...new Set(claims.map((claim) => claim.productId))];
  const placed = await claimStock(deps, { claims, productIds });
  return placed.flatMap(({ wasWaiting, ...result }) => (wasWaiting ? [] : [result]));
}

/** The same for claims and those who wait in line for the products; the answer holds both. */
export async function claimStock(
  deps: { readonly sql: Sql; readonly holdTtlMs: number },
  input: { readonly claims: readonly Claim[]; readonly productIds: readonly string[] },
): Promise<readonly Placed[]> {
  if (input.productIds.length === 0) return [];
  await lockProducts(deps.sql, input.productIds);
  return rowsOf<Placed>(deps.sql, CLAIM_STOCK, [JSON.stringify(input.claims), deps.holdTtlMs, input.productIds]);
}
