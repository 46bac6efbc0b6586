import type { Claim } from './place-holds.ts';

/**
 * What a later comment makes of the author's claims: `items` are what is wanted in the end (of a change) or dropped (of a
 * cancel), `removedProductIds` what a change replaces. `isWholeCart`: all that is held and waited for is dropped.
 */
export type Revision = Pick<Claim, 'storeId' | 'buyerId' | 'customerFbId' | 'liveEventId' | 'commentedAt'> & {
  readonly commentId: string;
  readonly intent: 'change' | 'cancel';
  readonly items: readonly { readonly productId: string; readonly quantityUnits: number }[];
  readonly removedProductIds: readonly string[];
  readonly isWholeCart: boolean;
};

/** Units of a product that a buyer holds in an unpaid order, or (`holdId` null) waits for in line. */
export type Portion = {
  readonly holdId: string | null;
  readonly entryId: string | null;
  readonly orderId: string | null;
  readonly buyerId: string;
  readonly productId: string;
  readonly sku: string;
  readonly productName: string;
  readonly units: number;
  readonly liveEventId: string | null;
  /** The buyer is at the gateway: the amount that is asked cannot change. */
  readonly isPaying: boolean;
  readonly askedAtMs: number;
};

/** A portion and how many of its units are given back. */
export type Release = { readonly portion: Portion; readonly units: number };

/** `afterClaims`: given back only when all of the claims got their units; the old is kept until the new is there. */
export type RevisionPlan = {
  readonly claims: readonly Claim[];
  readonly atOnce: readonly Release[];
  readonly afterClaims: readonly Release[];
  readonly refusal: 'nothing_held' | 'paying' | null;
};

/** Decides what one revision does to the portions of its buyer. Later claims of the same buyer are left alone. */
export function planRevision(revision: Revision, portions: readonly Portion[]): RevisionPlan {
  const askedAtMs = Date.parse(revision.commentedAt);
  const earlier = portions.filter((portion) => portion.askedAtMs <= askedAtMs);
  return revision.intent === 'cancel' ? planCancel(revision, earlier) : planChange(revision, earlier);
}

function planCancel(revision: Revision, earlier: readonly Portion[]): RevisionPlan {
  const named = new Set(revision.items.map((item) => item.productId));
  const meant = earlier.filter((portion) => revision.isWholeCart || named.has(portion.productId));
  const open = meant.filter((portion) => !portion.isPaying);
  if (open.length === 0) return refuse(meant.length > 0 ? 'paying' : 'nothing_held');
  return { claims: [], atOnce: open.map(whole), afterClaims: [], refusal: null };
}

function planChange(revision: Revision, earlier: readonly Portion[]): RevisionPlan {
  const { storeId, buyerId, customerFbId, commentId, commentedAt } = revision;
  const wanted = new Set(revision.items.map((item) => item.productId));
  const removed = new Set(revision.removedProductIds.filter((productId) => !wanted.has(productId)));
  const meant = earlier.filter((portion) => wanted.has(portion.productId) || removed.has(portion.productId));
  const open = meant.filter((portion) => !portion.isPaying);
  if (open.length === 0 && meant.length > 0) return refuse('paying');
  const old = open.filter((portion) => removed.has(portion.productId));
  const liveEventId = open[0] ? open[0].liveEventId : revision.liveEventId;
  const isSwap = old.some((portion) => portion.holdId !== null);
  const claims: Claim[] = [];
  const less: Release[] = [];
  for (const { productId, quantityUnits } of revision.items) {
    const mine = open.filter((portion) => portion.productId === productId);
    const more = quantityUnits - mine.reduce((units, portion) => units + portion.units, 0);
    if (more < 0) less.push(...takeNewest(mine, -more));
    if (more <= 0) continue;
    const short = isSwap ? 'keep' : mine.length > 0 ? 'part' : 'wait';
    const about = { storeId, buyerId, customerFbId, commentId, commentedAt, liveEventId, productId };
    claims.push({ ...about, quantityUnits: more, short, cause: 'revision' });
  }
  const isKept = isSwap && claims.length > 0;
  return {
    claims,
    atOnce: [...less, ...(isKept ? [] : old.map(whole))],
    afterClaims: isKept ? old.map(whole) : [],
    refusal: null,
  };
}

const whole = (portion: Portion): Release => ({ portion, units: portion.units });
const refuse = (refusal: RevisionPlan['refusal']): RevisionPlan => ({
  claims: [],
  atOnce: [],
  afterClaims: [],
  refusal,
});

/** Places in line go first, then the newest holds. */
function takeNewest(portions: readonly Portion[], units: number): readonly Release[] {
  let left = units;
  return portions
    .toSorted(
      (one, other) => Number(one.holdId !== null) - Number(other.holdId !== null) || other.askedAtMs - one.askedAtMs,
    )
    .flatMap((portion) => {
      const taken = Math.min(left, portion.units);
      left -= taken;
      return taken > 0 ? [{ portion, units: taken }] : [];
    });
}
