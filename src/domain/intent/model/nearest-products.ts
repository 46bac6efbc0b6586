import { type CatalogueIndex, type IndexedSku, squeeze } from '../catalogue/compile-catalogue.ts';
import type { CommentInput } from '../intent-detector.ts';
import { codeAt } from '../items/mention.ts';
import { LEXICON } from '../lexicon/load-lexicon.ts';
import { readComment } from '../read-comment.ts';
import { keyOf } from '../text/respell.ts';
import type { Token } from '../text/tokenise.ts';

const COMMON_WORD_MODELS = 2_000;
const CODE_POINTS = 20;
const VARIANT_POINTS = 1.5;
const SHOWN_POINTS = 1;
const SAID_BEFORE = 0.5;

/** The SKUs that the words of a comment, what its author said before and the screen point at, the nearest first. */
export function nearestProducts(index: CatalogueIndex, comment: CommentInput, limit: number): readonly string[] {
  const showing = comment.showingSku === null ? null : (index.bySku.get(squeeze(comment.showingSku)) ?? null);
  const points = new Map<IndexedSku, number>();
  const add = (sku: IndexedSku, more: number) => points.set(sku, (points.get(sku) ?? 0) + more);
  if (showing) {
    for (const sku of index.models[showing.model]?.skus ?? []) add(sku, SHOWN_POINTS);
    add(showing, SHOWN_POINTS);
  }
  const { tokens } = readComment(index, comment.text, showing);
  const before = comment.previous.flatMap((text) => readComment(index, text, showing).tokens);
  for (const token of tokens) for (const [sku, more] of pointsOf(index, token)) add(sku, more);
  for (const token of before) for (const [sku, more] of pointsOf(index, token)) add(sku, more * SAID_BEFORE);
  // Colour and size alone point everywhere: they only order what something else found.
  for (const token of tokens)
    for (const sku of points.keys()) if (isVariant(index, sku, token)) add(sku, VARIANT_POINTS);
  return [...points]
    .sort(([one, first], [other, second]) => second - first || one.sku.localeCompare(other.sku))
    .slice(0, limit)
    .map(([{ sku }]) => sku);
}

/** What is on screen, and the SKUs of the codes that the comment writes. */
export function surelyMeant(index: CatalogueIndex, comment: CommentInput): readonly string[] {
  const showing = comment.showingSku === null ? null : (index.bySku.get(squeeze(comment.showingSku)) ?? null);
  const { tokens } = readComment(index, comment.text, showing);
  const coded = tokens.flatMap((token) => codeAt(index, token) ?? []);
  return [...coded, ...(showing ? [showing] : [])].map(({ sku }) => sku);
}

function pointsOf(index: CatalogueIndex, token: Token): readonly (readonly [IndexedSku, number])[] {
  if (token.kind !== 'word' && token.kind !== 'number') return [];
  const coded = (codeAt(index, token) ?? []).map((sku) => [sku, CODE_POINTS] as const);
  const key = keyOf(token.text);
  const models = LEXICON.fillers.has(token.text) ? [] : (index.postings.get(key) ?? []);
  if (models.length === 0 || models.length > COMMON_WORD_MODELS) return coded;
  const weight = Math.log(1 + index.models.length / models.length);
  const named = models.flatMap((model) =>
    (index.models[model]?.skus ?? []).map((sku) => [sku, weight * (sku.own.has(key) ? 2 : 1)] as const),
  );
  return [...coded, ...named];
}

function isVariant(index: CatalogueIndex, sku: IndexedSku, token: Token): boolean {
  if (token.kind !== 'word' && token.kind !== 'number') return false;
  const canonical = LEXICON.colors.get(token.text);
  return (
    (sku.size !== '' && index.models[sku.model]?.sizes.get(token.text) === sku.size) ||
    sku.colors.has(keyOf(token.text)) ||
    (canonical !== undefined && sku.colors.has(`#${canonical}`))
  );
}
