import type { CatalogueIndex, IndexedSku } from '../catalogue/compile-catalogue.ts';

const COMMON_WORD_MODELS = 400;

/**
 * The models that fit words of a name best, all equally well. A rare word weighs more than a common one; among equals,
 * the one on screen wins, then those whose names are most like it.
 */
export function scoreModels(
  index: CatalogueIndex,
  given: { readonly names: readonly string[]; readonly showing: IndexedSku | null },
): readonly number[] {
  const names = [...new Set(given.names)]
    .map((name) => ({ name, models: index.postings.get(name) ?? [] }))
    .filter(({ models }) => models.length > 0)
    .sort((one, other) => one.models.length - other.models.length);
  const scores = new Map<number, number>();
  const shown = given.showing?.model;
  for (const { models } of names) {
    const weight = Math.log(1 + index.models.length / models.length);
    // A word of hundreds of models only decides between those that a rarer word found, or for the one on screen.
    if (models.length > COMMON_WORD_MODELS && (scores.size > 0 || shown !== undefined)) {
      const set = new Set(models);
      if (shown !== undefined && set.has(shown) && !scores.has(shown)) scores.set(shown, 0);
      for (const [model, score] of scores) if (set.has(model)) scores.set(model, score + weight);
    } else for (const model of models) scores.set(model, (scores.get(model) ?? 0) + weight);
  }
  const best = Math.max(0, ...scores.values());
  if (best === 0) return [];
  const equal = [...scores].filter(([, score]) => score > best - 1e-6).map(([model]) => model);
  if (equal.length === 1 || shown === undefined) return equal;
  return equal.includes(shown) ? [shown] : nearest(index, equal, shown);
}

function nearest(index: CatalogueIndex, models: readonly number[], shown: number): readonly number[] {
  const likeness = models.map((model) => likenessOf(index, model, shown));
  const best = Math.max(...likeness);
  return best === 0 ? models : models.filter((_, place) => likeness[place] === best);
}

/** How much two models share of their names, between 0 and 1. */
export function likenessOf(index: CatalogueIndex, one: number, other: number): number {
  const [words, others] = [wordsOf(index, one), wordsOf(index, other)];
  let shared = 0;
  for (const word of words) if (others.has(word)) shared += 1;
  return (2 * shared) / (words.size + others.size);
}

function wordsOf(index: CatalogueIndex, model: number): ReadonlySet<string> {
  return index.models[model]?.title ?? new Set();
}
