import type { CatalogueProduct } from '../intent-detector.ts';
import { normalise } from '../text/tokenise.ts';

/**
 * Gathers the variants of one thing. They share a group key; without one, a claim code or the name that is left when
 * colour and size are taken out of it.
 */
export function deriveModels(products: readonly CatalogueProduct[]): readonly (readonly CatalogueProduct[])[] {
  const parents = products.map((_, place) => place);
  const root = (place: number): number => {
    let here = place;
    while (parents[here] !== here) here = parents[here] ?? here;
    parents[place] = here;
    return here;
  };
  const firsts = new Map<string, number>();
  for (const [place, product] of products.entries())
    for (const key of keysOf(product)) {
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, place);
      else parents[root(place)] = root(first);
    }
  const families = new Map<number, CatalogueProduct[]>();
  for (const [place, product] of products.entries()) {
    const family = families.get(root(place));
    if (family) family.push(product);
    else families.set(root(place), [product]);
  }
  return [...families.values()];
}

function keysOf(product: CatalogueProduct): readonly string[] {
  if (product.groupKey) return [`group:${product.groupKey}`];
  const keys = product.claimCode ? [`code:${normalise(product.claimCode)}`] : [];
  if (product.color || product.size) keys.push(`name:${bareName(product)}`);
  return keys;
}

function bareName(product: CatalogueProduct): string {
  let name = ` ${normalise(product.name)} `;
  for (const part of [product.color, product.size])
    if (part) {
      const bare = name.replace(` ${normalise(part)} `, ' ');
      name = bare !== name ? bare : withoutWords(name, part);
    }
  return name.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

function withoutWords(name: string, part: string): string {
  const words = new Set(normalise(part).split(/\s+/));
  return name
    .split(/\s+/)
    .filter((word) => !words.has(word))
    .join(' ');
}
