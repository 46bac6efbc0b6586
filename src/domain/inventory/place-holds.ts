import { rowsOfBatch, type Sql } from '../../platform/db/transaction.ts';
import { CLAIM_STOCK } from './claim-stock.sql.ts';
import { openShelves } from './open-shelves.ts';
import { refuseClaims } from './refuse-claims.ts';

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
  /** When too few units are free: `wait` in line for all, take a `part` and wait for the rest, or `keep` what one has. */
  readonly short?: 'wait' | 'part' | 'keep';
  readonly cause?: 'claim' | 'revision';
};

/** How long carts are held; one that the line filled waits so much longer for its message to go out. */
export type HoldTimes = { readonly holdTtlMs: number; readonly messageWaitMs?: number };

/** What became of a claim: held in the order named, or (from a comment) waiting in line. */
export type ClaimResult = {
  readonly commentId: string | null;
  readonly productId: string;
  readonly held: boolean;
  readonly orderId: string | null;
};

/** The same with the hold, and whether the claim stood in line before. */
export type Placed = ClaimResult & {
  readonly heldUnits: number;
  readonly holdId: string | null;
  readonly wasWaiting: boolean;
};

/**
 * Sets stock aside for a whole batch, opens or extends each buyer's cart, and puts in line whoever came too late.
 * Who waits in line for the same products comes before later comments. Claims that were placed before are left out of
 * the answer, so a batch may be given again, also to several processes at once. `sql` is inside a transaction.
 */
export async function placeHolds(
  deps: HoldTimes & { readonly sql: Sql },
  claims: readonly Claim[],
): Promise<readonly ClaimResult[]> {
  const productIds = [...new Set(claims.map((claim) => claim.productId))];
  const placed = await claimStock(deps, { claims, productIds });
  return placed
    .filter((claim) => !claim.wasWaiting)
    .map(({ commentId, productId, held, orderId }) => ({ commentId, productId, held, orderId }));
}

/** The same for claims and those who wait in line for the products; the answer holds both. */
export async function claimStock(
  deps: HoldTimes & { readonly sql: Sql },
  input: { readonly claims: readonly Claim[]; readonly productIds: readonly string[] },
): Promise<readonly Placed[]> {
  if (input.productIds.length === 0) return [];
  await openShelves(deps.sql, input.productIds);
  return claimOpened(deps, input);
}

/** The same once `openShelves` has been called for the products. */
export async function claimOpened(
  deps: HoldTimes & { readonly sql: Sql },
  input: { readonly claims: readonly Claim[]; readonly productIds: readonly string[] },
): Promise<readonly Placed[]> {
  const allowed = await refuseClaims(deps.sql, input.claims);
  const { holdTtlMs, messageWaitMs = 0 } = deps;
  return rowsOfBatch<Placed>(deps.sql, CLAIM_STOCK, [
    JSON.stringify(allowed),
    holdTtlMs,
    input.productIds,
    messageWaitMs,
  ]);
}
