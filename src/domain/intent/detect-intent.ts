import { type CatalogueIndex, compileCatalogue } from './compile-catalogue.ts';
import { type FoundItem, findItem } from './find-item.ts';
import type { CommentInput, Decision, Intent } from './intent-detector.ts';
import * as lexicon from './lexicon.ts';
import { normalise, wordsOf } from './normalise.ts';

export { type CatalogueIndex, compileCatalogue, type Decision };

// In the order of the label rules: what the author wants done outranks what the words resemble.
const RULES: readonly { readonly intent: Intent; readonly pattern: RegExp; readonly confidence: number }[] = [
  { intent: 'data_deletion', pattern: lexicon.DELETION, confidence: 0.97 },
  { intent: 'spam', pattern: lexicon.SPAM, confidence: 0.9 },
  { intent: 'cancel', pattern: lexicon.CANCEL, confidence: 0.85 },
];

/**
 * Understands a comment without network: verbs of buying, quantity, and the product by code, SKU, words of its name or
 * the piece on screen. It would rather abstain than sell to somebody who only asked.
 */
export function detectIntent(index: CatalogueIndex, comment: CommentInput): Decision {
  const text = normalise(comment.text);
  const words = wordsOf(text);
  const lang = lexicon.LANGUAGE_MARKS.find(({ marks }) => marks.test(text))?.lang ?? 'und';
  const plain = (intent: Decision['intent'], confidence: number, by: string): Decision => ({
    intent,
    items: [],
    ambiguous: false,
    confidence,
    by,
    lang,
  });
  if (words.length === 0) return plain('other', 0.95, 'rule:no-words');
  for (const rule of RULES)
    if (rule.pattern.test(text)) return plain(rule.intent, rule.confidence, `rule:${rule.intent}`);
  if (lexicon.OPT_OUT.test(text) && words.length <= 6) return plain('opt_out', 0.95, 'rule:opt_out');
  if (lexicon.CHANGE.test(text) && comment.previous.length > 0) return plain('change', 0.7, 'rule:change');
  if (lexicon.COMPLAINT.test(text)) return plain('complaint', 0.85, 'rule:complaint');
  if (lexicon.WEAK_BUY.test(text) || lexicon.CONDITION.test(text)) return plain('question', 0.8, 'rule:no-commitment');
  if (lexicon.NEGATION.test(text)) return plain('other', 0.8, 'rule:negation');
  const found = findItem(index, words, comment.showingSku);
  const isAsking = lexicon.QUESTION.test(text) && !lexicon.REQUEST.test(text);
  if (isAsking) return plain('question', 0.85, 'rule:question');
  if (lexicon.BUY.test(text) || lexicon.REQUEST.test(text)) return purchase(found, lang, 'verb');
  if (lexicon.GREETING.test(text)) return plain('greeting', 0.9, 'rule:greeting');
  if (found.by === 'code' || found.by === 'sku')
    return words.length <= 4 ? purchase(found, lang, 'bare') : plain('abstain', 0.4, 'rule:code-in-passing');
  return plain('abstain', 0.3, 'rule:none');
}

function purchase(found: FoundItem, lang: string, by: string): Decision {
  const [only] = found.fits;
  const isSure = found.fits.length === 1 && only !== undefined;
  return {
    intent: 'purchase',
    items: isSure ? [{ sku: only.sku, qty: found.qty }] : [],
    ambiguous: !isSure,
    confidence: isSure ? (found.isNamed ? 0.93 : 0.85) : 0.7,
    by: `rule:${by}+${found.by}`,
    lang,
  };
}
