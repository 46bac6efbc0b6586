import type { DecisionListQuery, Intent } from '../../generated/graphql.ts';

export type ListedDecision = DecisionListQuery['aiDecisions']['edges'][number]['node'];
export type PickedItem = { readonly sku: string; readonly quantityUnits: number };
export type Correction = { readonly intent: Intent; readonly items: readonly PickedItem[] };

/** What a person can say that a comment meant, the most frequent first. */
export const CORRECTABLE = [
  'PURCHASE',
  'QUESTION',
  'CHANGE',
  'CANCEL',
  'GREETING',
  'COMPLAINT',
  'SPAM',
  'OPT_OUT',
  'DATA_DELETION',
  'OTHER',
] as const satisfies readonly Intent[];

const ABOUT_GOODS: readonly Intent[] = ['PURCHASE', 'CHANGE', 'CANCEL'];

/** Whether the products meant have to be said besides. */
export const isAboutGoods = (intent: Intent): boolean => ABOUT_GOODS.includes(intent);

/** What the engine understood, as a correction that says it was right; null when it understood nothing. */
export const asUnderstood = ({ intent, items }: ListedDecision): Correction | null =>
  intent === 'ABSTAIN' ? null : { intent, items };

/**
 * The list with what was said since it was loaded; null takes a correction back. What was corrected leaves the list of
 * what is to be looked at.
 */
export function applyCorrections(
  decisions: readonly ListedDecision[],
  said: ReadonlyMap<string, Correction | null>,
  needsLook: boolean,
): readonly ListedDecision[] {
  const current = decisions.map((decision) => {
    const correction = said.get(decision.id);
    return correction === undefined
      ? decision
      : { ...decision, correction: correction as ListedDecision['correction'] };
  });
  return needsLook ? current.filter(({ correction }) => !correction) : current;
}

/** The picked products after one was picked: one unit more when it was there. */
export function pick(items: readonly PickedItem[], sku: string): readonly PickedItem[] {
  return items.some((item) => item.sku === sku)
    ? items.map((item) => (item.sku === sku ? { sku, quantityUnits: item.quantityUnits + 1 } : item))
    : [...items, { sku, quantityUnits: 1 }];
}

/** The picked products with another quantity of one; none takes it out. */
export function setQuantity(items: readonly PickedItem[], sku: string, quantityUnits: number): readonly PickedItem[] {
  return items.flatMap((item) => (item.sku !== sku ? [item] : quantityUnits > 0 ? [{ sku, quantityUnits }] : []));
}
