/** What the author of a comment wants done. */
export const INTENTS = [
  'purchase',
  'question',
  'greeting',
  'cancel',
  'change',
  'complaint',
  'spam',
  'opt_out',
  'data_deletion',
  'other',
] as const;
export type Intent = (typeof INTENTS)[number];

/** One SKU as the engine sees it. `claimCode` may be shared by the variants of a model. */
export type CatalogueProduct = {
  readonly sku: string;
  readonly name: string;
  readonly description?: string;
  readonly color?: string;
  readonly size?: string;
  readonly keywords: readonly string[];
  readonly claimCode?: string;
  readonly groupKey?: string;
};

/** What a seller would have to ask the buyer before the cart can be touched. `line`: which earlier claim is meant. */
export const ASK_BACKS = ['product', 'size', 'color', 'variant', 'line'] as const;
export type AskBack = (typeof ASK_BACKS)[number];

/** A comment and what was going on: the variant in the seller's hand, and up to three earlier comments, oldest first. */
export type CommentInput = {
  readonly text: string;
  readonly showingSku: string | null;
  readonly previous: readonly string[];
};

/**
 * What a comment means. `abstain`: the engine would rather not say. `ambiguous`: a human seller would ask back before
 * touching the cart; `askBack` says about what. `by` names the rule, `confidence` is between 0 and 1, `lang` is a guess
 * (`und` when there is none).
 */
export type Decision = {
  readonly intent: Intent | 'abstain';
  readonly items: readonly { readonly sku: string; readonly qty: number }[];
  /** SKUs of earlier claims that a change replaces. */
  readonly removed: readonly string[];
  readonly ambiguous: boolean;
  readonly askBack?: AskBack;
  readonly confidence: number;
  readonly by: string;
  readonly lang: string;
};
