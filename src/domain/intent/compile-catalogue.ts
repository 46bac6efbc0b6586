import type { CatalogueProduct } from './intent-detector.ts';
import { normalise, wordsOf } from './normalise.ts';

/** A SKU with its words ready to compare. `model` gathers the variants that differ only by colour and size. */
export type IndexedProduct = {
  readonly sku: string;
  readonly model: string;
  readonly color: string;
  readonly size: string;
  readonly words: ReadonlySet<string>;
};

/** A catalogue made ready once, for any number of comments. */
export type CatalogueIndex = {
  readonly bySku: ReadonlyMap<string, IndexedProduct>;
  readonly byCode: ReadonlyMap<string, readonly IndexedProduct[]>;
  readonly byWord: ReadonlyMap<string, readonly IndexedProduct[]>;
  readonly byModel: ReadonlyMap<string, readonly IndexedProduct[]>;
};

/** Indexes products by SKU, claim code, model and every word of name, keywords, colour and size. */
export function compileCatalogue(products: readonly CatalogueProduct[]): CatalogueIndex {
  const indexed = products.map((product) => ({ product, entry: toEntry(product) }));
  const entries = indexed.map(({ entry }) => entry);
  return {
    bySku: new Map(entries.map((entry) => [normalise(entry.sku), entry])),
    byCode: groupBy(
      indexed.flatMap(({ product, entry }) =>
        product.claimCode ? [[normalise(product.claimCode), entry] as const] : [],
      ),
    ),
    byWord: groupBy(entries.flatMap((entry) => [...entry.words].map((word) => [word, entry] as const))),
    byModel: groupBy(entries.map((entry) => [entry.model, entry] as const)),
  };
}

function toEntry(product: CatalogueProduct): IndexedProduct {
  const color = normalise(product.color ?? '');
  const size = normalise(product.size ?? '');
  const words = new Set(
    [product.name, ...product.keywords, product.color ?? ''].flatMap((text) => wordsOf(normalise(text))).map(stem),
  );
  return {
    sku: product.sku,
    model: modelOf(product),
    color,
    size,
    words: new Set([...words].filter((word) => word.length > 2)),
  };
}

function modelOf(product: CatalogueProduct): string {
  if (product.groupKey) return product.groupKey;
  if (product.claimCode) return `code:${normalise(product.claimCode)}`;
  return product.sku.split('-')[0] ?? product.sku;
}

/** Number and gender do not tell products apart: "rojas", "rojo" and "roja" are one word. */
export function stem(word: string): string {
  return word.length > 3 ? word.replace(/(?:es|s)$/, '').replace(/[oae]$/, '') : word;
}

function groupBy(
  pairs: readonly (readonly [string, IndexedProduct])[],
): ReadonlyMap<string, readonly IndexedProduct[]> {
  const groups = new Map<string, IndexedProduct[]>();
  for (const [key, entry] of pairs) {
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}
