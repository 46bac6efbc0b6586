import { type CatalogueIndex, squeeze } from '../catalogue/compile-catalogue.ts';
import type { AskBack, CommentInput, Decision, Intent } from '../intent-detector.ts';
import { type Reading, readComment } from '../read-comment.ts';
import type { ModelAnswer, Question } from './prompt.ts';

export const DOUBTS = ['no-sign', 'unknown-sku', 'no-product', 'no-claim', 'quantity', 'unsure', 'overtaken'] as const;
/** Why an answer was not taken as it is. */
export type Doubt = (typeof DOUBTS)[number];
export type Checked = { readonly decision: Decision; readonly doubts: readonly Doubt[] };

// What acts on money or on a person needs a word of its own in the comment, one that the lexicon knows: a model that
// was talked into something, by this comment or by another one in the same call, can then only make us ask back.
const SIGNS: Partial<Record<Intent, readonly string[]>> = {
  purchase: ['claim', 'request', 'reserve', 'want', 'self', 'more'],
  change: ['change', 'instead', 'correct', 'only', 'more', 'same', 'keep', 'remove', 'drop', 'not'],
  cancel: ['cancel', 'drop', 'remove', 'not'],
  opt_out: ['optout', 'optalone', 'stop'],
  data_deletion: ['erase'],
};
const SURE_ENOUGH = 0.6;
// A model does not know how often it is right.
const CONFIDENCE_MAX = 0.9;
const DOUBTFUL = 0.4;

/**
 * What may be believed of a model's answer about one comment: SKUs that it was given and that the store has, quantities
 * that the comment says, acts that the comment has a word for. Everything else leaves the decision `ambiguous`.
 */
export function checkAnswer(
  index: CatalogueIndex,
  given: {
    readonly answer: ModelAnswer;
    readonly question: Question;
    readonly comment: CommentInput;
    readonly by: string;
    readonly quantityMax: number;
  },
): Checked {
  const { answer, question, comment, by } = given;
  const showing = comment.showingSku === null ? null : (index.bySku.get(squeeze(comment.showingSku)) ?? null);
  const reading = readComment(index, comment.text, showing);
  const confidence = Math.min(CONFIDENCE_MAX, Math.max(0, answer.confidence || 0));
  const { lang } = reading;
  if (answer.intent === 'unclear')
    return {
      decision: {
        intent: 'abstain',
        items: [],
        removed: [],
        ambiguous: false,
        confidence: Math.min(confidence, DOUBTFUL),
        by,
        lang,
      },
      doubts: [],
    };
  const { intent } = answer;
  const isRevision = intent === 'change' || intent === 'cancel';
  const wanted = intent === 'purchase' || isRevision ? answer.items : [];
  const replaced = intent === 'change' ? answer.replaces : [];
  const offered = new Set(question.products.map(({ sku }) => sku));
  const isKnown = (sku: string) => offered.has(sku) && index.bySku.has(squeeze(sku));
  const known = wanted.filter(({ sku }) => isKnown(sku));
  const removed = [...new Set(replaced.filter(isKnown))];
  const items = [...new Map(known.map((item) => [item.sku, item])).values()];
  const isSaid = (quantity: number) => quantity <= given.quantityMax && saysNumber(reading, quantity);
  // A change that only says how many is about its own product; without a number it has to say what it replaces.
  const namesClaim = () =>
    items.length > 0 && (intent === 'cancel' || items.every(({ quantity }) => saysNumber(reading, quantity)));
  const signs = SIGNS[intent];
  const doubts: Doubt[] = [];
  if (signs && !signs.some((name) => reading.names.has(name))) doubts.push('no-sign');
  if (known.length < wanted.length || !replaced.every(isKnown)) doubts.push('unknown-sku');
  if (intent === 'purchase' && items.length === 0) doubts.push('no-product');
  if (isRevision && removed.length === 0 && !namesClaim()) doubts.push('no-claim');
  // A cancel drops all of a product: one that says a number may mean a part of it.
  const isUnsaid = (quantity: number) =>
    (quantity !== 1 && !isSaid(quantity)) || (intent === 'cancel' && isSaid(quantity));
  if (items.length !== known.length || items.some(({ quantity }) => isUnsaid(quantity))) doubts.push('quantity');
  if (signs && confidence < SURE_ENOUGH) doubts.push('unsure');
  const isDoubtful = doubts.length > 0;
  const askBack = answer.ask_back ?? askBackOf(doubts);
  return {
    decision: {
      intent,
      items: items.map(({ sku, quantity }) => ({ sku, qty: isSaid(quantity) ? quantity : 1 })),
      removed,
      ambiguous: isDoubtful || askBack !== null,
      ...(askBack === null ? {} : { askBack }),
      confidence: isDoubtful ? Math.min(confidence, DOUBTFUL) : confidence,
      by,
      lang,
    },
    doubts,
  };
}

function askBackOf(doubts: readonly Doubt[]): AskBack | null {
  if (doubts.includes('unknown-sku') || doubts.includes('no-product')) return 'product';
  return doubts.includes('no-claim') ? 'line' : null;
}

function saysNumber(reading: Reading, quantity: number): boolean {
  return (
    Number.isInteger(quantity) &&
    quantity > 0 &&
    (reading.tokens.some(({ value, kind }) => kind === 'number' && value === quantity) ||
      reading.mentions.some((mention) => mention.quantity === quantity))
  );
}
