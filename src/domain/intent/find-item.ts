import { type CatalogueIndex, type IndexedProduct, stem } from './compile-catalogue.ts';
import { NUMBERS } from './lexicon.ts';
import { normalise } from './normalise.ts';

/** What a comment asks for: one SKU, or several that fit, or a word of none. `isNamed`: by code, SKU or words. */
export type FoundItem = {
  readonly fits: readonly IndexedProduct[];
  readonly qty: number;
  readonly isNamed: boolean;
  readonly by: string;
};

const QUANTITY_MAX = 99;

/** Finds the product by SKU, claim code, words of its name or the one being shown, and then how many. */
export function findItem(index: CatalogueIndex, words: readonly string[], showingSku: string | null): FoundItem {
  const showing = showingSku ? index.bySku.get(normalise(showingSku)) : undefined;
  const used = new Set<number>();
  const named = bySku(index, words, used) ?? byCode(index, words, used) ?? byWords(index, words, used);
  const pool = named?.fits ?? (showing ? (index.byModel.get(showing.model) ?? [showing]) : []);
  const fits = narrow(pool, words, used, showing);
  const qty = readQuantity(words, used);
  return { fits, qty, isNamed: named !== null, by: named?.by ?? (showing ? 'showing' : 'nothing') };
}

type Named = { readonly fits: readonly IndexedProduct[]; readonly by: string };

function bySku(index: CatalogueIndex, words: readonly string[], used: Set<number>): Named | null {
  for (const [place, word] of words.entries()) {
    const entry = index.bySku.get(word);
    if (entry) return use(used, place, { fits: [entry], by: 'sku' });
  }
  return null;
}

function byCode(index: CatalogueIndex, words: readonly string[], used: Set<number>): Named | null {
  for (const [place, word] of words.entries()) {
    const fits = index.byCode.get(word) ?? index.byCode.get(`${word}${words[place + 1] ?? ''}`);
    // A bare small number is a quantity as often as a code: it counts as a code only after another word of the claim.
    if (fits && !(/^\d$/.test(word) && words.length > 1)) return use(used, place, { fits, by: 'code' });
  }
  return null;
}

function byWords(index: CatalogueIndex, words: readonly string[], used: Set<number>): Named | null {
  const scores = new Map<IndexedProduct, number>();
  for (const [place, word] of words.entries()) {
    const hits = index.byWord.get(stem(word));
    if (!hits) continue;
    used.add(place);
    for (const hit of hits) scores.set(hit, (scores.get(hit) ?? 0) + 1);
  }
  const best = Math.max(0, ...scores.values());
  const fits = [...scores].filter(([, score]) => score === best).map(([entry]) => entry);
  return best > 0 ? { fits, by: 'words' } : null;
}

function use(used: Set<number>, place: number, named: Named): Named {
  used.add(place);
  return named;
}

/** Size and colour said in the comment narrow the choice; what is not said comes from the piece being shown. */
function narrow(
  pool: readonly IndexedProduct[],
  words: readonly string[],
  used: Set<number>,
  showing: IndexedProduct | undefined,
): readonly IndexedProduct[] {
  const saidSize = words.findIndex(
    (word, place) => !used.has(place) && pool.some((entry) => entry.size !== '' && entry.size === word),
  );
  if (saidSize >= 0) used.add(saidSize);
  const stems = new Set(words.map(stem));
  const bySize = saidSize >= 0 ? pool.filter((entry) => entry.size === words[saidSize]) : pool;
  const byColor = bySize.filter((entry) =>
    entry.color.split(' ').some((part) => part.length > 2 && stems.has(stem(part))),
  );
  const saidColor = byColor.length > 0;
  const fits = saidColor ? byColor : bySize;
  if (fits.length <= 1 || !showing || !pool.includes(showing)) return fits;
  if (saidSize < 0 && !saidColor) return [showing];
  return saidSize >= 0 && !saidColor ? fits.filter((entry) => entry.color === showing.color) : fits;
}

function readQuantity(words: readonly string[], used: ReadonlySet<number>): number {
  for (const [place, word] of words.entries()) {
    if (used.has(place)) continue;
    const digits = /^(?:x|\+)?(\d{1,2})(?:x)?$/.exec(word)?.[1];
    const qty = digits ? Number(digits) : NUMBERS[word];
    if (qty !== undefined && qty >= 1 && qty <= QUANTITY_MAX) return qty;
  }
  return 1;
}
