import type { CatalogueProduct } from '../intent-detector.ts';
import { group, LEXICON } from '../lexicon/load-lexicon.ts';
import { deletions, keyOf } from '../text/respell.ts';
import { normalise } from '../text/tokenise.ts';
import { deriveModels } from './derive-models.ts';
import { sizeKeysOf } from './size-keys.ts';

/** A SKU ready to compare. `own`: words that tell it from its siblings. `colors`: word keys and colour names of its colour. */
export type IndexedSku = {
  readonly sku: string;
  readonly model: number;
  readonly color: string;
  readonly size: string;
  readonly colors: ReadonlySet<string>;
  readonly own: ReadonlySet<string>;
};

/** The variants of one thing. `words`: of name and keywords, `title`: of the name alone. `sizes`: what a buyer may type for a size → the size. `order`: its sizes, smallest first. */
export type Model = {
  readonly skus: readonly IndexedSku[];
  readonly words: ReadonlySet<string>;
  readonly title: ReadonlySet<string>;
  readonly sizes: ReadonlyMap<string, string>;
  readonly order: readonly string[];
  readonly isPair: boolean;
};

/** A catalogue made ready once, for any number of comments. `postings`: word key → the models that have it. */
export type CatalogueIndex = {
  readonly bySku: ReadonlyMap<string, IndexedSku>;
  readonly byCode: ReadonlyMap<string, readonly IndexedSku[]>;
  readonly models: readonly Model[];
  readonly postings: ReadonlyMap<string, readonly number[]>;
  readonly sizes: ReadonlySet<string>;
  readonly colors: ReadonlySet<string>;
  readonly near: ReadonlyMap<string, readonly string[]>;
  /** Arabic words as the catalogue writes them: what could be "and", or an ending of two, belongs to the name there. */
  readonly spelt: ReadonlySet<string>;
  /** Every word as the catalogue writes it. */
  readonly spoken: ReadonlySet<string>;
  /** How long words are cut short ("capi" for capibara): a beginning that only one word has → that word. */
  readonly heads: ReadonlyMap<string, string | null>;
};

/** Letters and digits only, as codes, SKUs and sizes are compared. */
export function squeeze(text: string): string {
  return normalise(text)
    .replace(/[^\p{L}\p{N}.]/gu, '')
    .replace(/\.(?!\d)/g, '');
}

export function wordsOf(text: string): readonly string[] {
  return normalise(text).match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:\.\d+)?/gu) ?? [];
}

/** Indexes products by SKU, claim code, model and every word of name, keywords, colour and size. */
export function compileCatalogue(products: readonly CatalogueProduct[]): CatalogueIndex {
  const skus: IndexedSku[] = [];
  const codes: [string, IndexedSku][] = [];
  const models = deriveModels(products).map((family, model) => {
    const sizes = sizeKeysOf(family.map(({ size }) => size ?? ''));
    const words = family.map((product) => nameKeys(product, sizes.keys));
    const common = new Set([...(words[0] ?? [])].filter((word) => words.every((one) => one.has(word))));
    const entries = family.map((product, place) => toSku(product, { model, words: words[place] ?? new Set(), common }));
    skus.push(...entries);
    for (const [place, { claimCode }] of family.entries())
      if (claimCode) codes.push([squeeze(claimCode), entries[place] as IndexedSku]);
    const isPair = family.some((product) =>
      wordsOf(`${product.name} ${product.keywords.join(' ')}`).some((word) => LEXICON.pairs.has(word)),
    );
    return {
      skus: entries,
      words: common,
      title: new Set(
        wordsOf(family[0]?.name ?? '')
          .filter((word) => word.length > 2)
          .map(keyOf),
      ),
      sizes: sizes.keys,
      order: sizes.order,
      isPair,
    };
  });
  const postings = group(
    models.flatMap((model, place) =>
      [...new Set([...model.words, ...model.skus.flatMap(({ own }) => [...own])])].map(
        (word) => [word, place] as const,
      ),
    ),
  );
  const spelt = new Set(
    products.flatMap(({ name, keywords, color }) => [name, ...keywords, color ?? ''].flatMap(wordsOf)),
  );
  const words = [...spelt].filter((word) => word.length >= 5 && /^[a-z]+$/.test(word));
  return {
    bySku: new Map(skus.map((entry) => [squeeze(entry.sku), entry])),
    byCode: group(codes),
    models,
    postings,
    sizes: new Set(models.flatMap(({ sizes }) => [...sizes.keys()])),
    colors: new Set(skus.flatMap(({ colors }) => [...colors])),
    near: group(words.flatMap((word) => deletions(word).map((part) => [part, word] as const))),
    spoken: spelt,
    spelt: new Set([...spelt].filter((word) => /[\u0600-\u06ff]/.test(word))),
    heads: headsOf(words),
  };
}

const HEAD_LETTERS_MIN = 4;

function headsOf(words: readonly string[]): ReadonlyMap<string, string | null> {
  const heads = new Map<string, string | null>();
  for (const word of words)
    for (let end = HEAD_LETTERS_MIN; end <= word.length - 2; end += 1) {
      const head = word.slice(0, end);
      const known = heads.get(head);
      heads.set(head, known === undefined || (known !== null && keyOf(known) === keyOf(word)) ? word : null);
    }
  return heads;
}

// Words that only join others name nothing.
function nameKeys(product: CatalogueProduct, sizes: ReadonlyMap<string, string>): ReadonlySet<string> {
  const brackets = [...product.name.matchAll(/\(([^)]+)\)/g)].map((match) => match[1] ?? '');
  const initials = [product.name, ...brackets].map((text) =>
    wordsOf(text)
      .filter((word) => /^\p{L}/u.test(word))
      .map((word) => word[0])
      .join(''),
  );
  const colors = new Set(wordsOf(product.color ?? ''));
  const words = [product.name, ...product.keywords]
    .flatMap(wordsOf)
    .filter((word) => !colors.has(word) && !(product.size && sizes.has(word)));
  const names = words.filter((word) => (word.length > 2 && !LEXICON.fillers.has(word)) || /\d/.test(word));
  const alike = names.flatMap((word) => LEXICON.alike.get(word) ?? []);
  // "el de 65" of a charger of 65W.
  const measures = names.flatMap((word) => /^(\d+)[a-z]{1,4}$/.exec(word)?.[1] ?? []);
  return new Set(
    [...names, ...alike, ...measures]
      .map(keyOf)
      .concat(initials.filter((text) => text.length >= 2 && text.length <= 4)),
  );
}

function toSku(
  product: CatalogueProduct,
  given: { readonly model: number; readonly words: ReadonlySet<string>; readonly common: ReadonlySet<string> },
): IndexedSku {
  const words = wordsOf(product.color ?? '');
  const canonical = words.flatMap((word) => LEXICON.colors.get(word) ?? []);
  return {
    sku: product.sku,
    model: given.model,
    color: words.join(' '),
    size: squeeze(product.size ?? ''),
    colors: new Set([...words.map(keyOf), ...canonical.map((color) => `#${color}`)]),
    own: new Set([...given.words].filter((word) => !given.common.has(word))),
  };
}
