import type { Claim } from './place-holds.ts';
import type { Revision } from './plan-revision.ts';

export type Round = { readonly claims: readonly Claim[]; readonly revisions: readonly Revision[] };

/**
 * Cuts a batch, given in the order of its comments, into rounds that may each be applied in one go: a buyer's revision
 * ends what the round may take of that buyer and comes after none of their claims in it, for it needs to find them.
 */
export function roundsOf(wishes: readonly (Claim | Revision)[]): readonly Round[] {
  const rounds: { claims: Claim[]; revisions: Revision[] }[] = [];
  let round = { claims: [] as Claim[], revisions: [] as Revision[] };
  const claiming = new Set<string>();
  const revising = new Set<string>();
  for (const wish of wishes) {
    const { buyerId } = wish;
    if (revising.has(buyerId) || ('intent' in wish && claiming.has(buyerId))) {
      rounds.push(round);
      round = { claims: [], revisions: [] };
      claiming.clear();
      revising.clear();
    }
    if ('intent' in wish) {
      round.revisions.push(wish);
      revising.add(buyerId);
    } else {
      round.claims.push(wish);
      claiming.add(buyerId);
    }
  }
  return [...rounds, round];
}
