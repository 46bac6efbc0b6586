import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { type CatalogueIndex, compileCatalogue, wordsOf } from './catalogue/compile-catalogue.ts';
import { readProducts } from './catalogue-cache.ts';
import { isWord } from './lexicon/load-lexicon.ts';
import { keyOf } from './text/respell.ts';

/** A word that buyers use for a product and the catalogue does not know. `sample`: a comment with it. */
export type KeywordSuggestion = {
  readonly productId: string;
  readonly keyword: string;
  readonly commentCount: number;
  readonly sample: string;
};

type Corrected = { productId: string; text: string };

const WORD_CHARS_MIN = 4;
const CORRECTIONS_MAX = 500;

// Only what the engine had not understood so: a word beside a right decision needs no help.
const CORRECTED = `
SELECT p.id AS "productId", c.text
FROM ai_corrections k
JOIN comments c ON c.id = k.comment_id
JOIN ai_logs a ON a.comment_id = k.comment_id
JOIN productos p ON p.tienda_id = k.tienda_id AND p.sku = k.items->0->>'sku'
WHERE k.tienda_id = $1 AND k.intent IN ('purchase', 'change') AND k.items <> a.items
ORDER BY k.updated_at DESC LIMIT ${CORRECTIONS_MAX}`;

/** Words of corrected comments that neither the language files nor the catalogue know, the most frequent first. */
export async function suggestKeywords(sql: Sql, storeId: string): Promise<readonly KeywordSuggestion[]> {
  const corrected = await rowsOf<Corrected>(sql, CORRECTED, [storeId]);
  if (corrected.length === 0) return [];
  const index = compileCatalogue(await readProducts(sql, storeId));
  const found = new Map<string, KeywordSuggestion>();
  for (const { productId, text } of corrected)
    for (const keyword of new Set(wordsOf(text).filter((word) => isNew(index, word)))) {
      const key = `${productId}|${keyword}`;
      const commentCount = (found.get(key)?.commentCount ?? 0) + 1;
      found.set(key, { productId, keyword, commentCount, sample: found.get(key)?.sample ?? text });
    }
  return [...found.values()].sort((one, other) => other.commentCount - one.commentCount);
}

function isNew(index: CatalogueIndex, word: string): boolean {
  return (
    word.length >= WORD_CHARS_MIN &&
    !/\d/.test(word) &&
    !isWord(word) &&
    !index.postings.has(keyOf(word)) &&
    !index.colors.has(keyOf(word))
  );
}
