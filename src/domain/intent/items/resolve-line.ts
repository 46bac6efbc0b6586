import type { CatalogueIndex, IndexedSku, Model } from '../catalogue/compile-catalogue.ts';
import type { AskBack } from '../intent-detector.ts';
import { LEXICON, numberOf } from '../lexicon/load-lexicon.ts';
import { type Line, namesProduct, saysVariant } from './build-lines.ts';
import { colorOfKey } from './read-mentions.ts';
import { likenessOf, scoreModels } from './score-models.ts';

export type Item = { readonly sku: string; readonly qty: number };
/** `items`: what is clear. `missing`: what is not. `model`: the goods meant, when they are known. */
export type Resolved = {
  readonly items: readonly Item[];
  readonly missing: AskBack | null;
  readonly model: number | null;
};

/**
 * `showing`: the variant that fills what is not said (the one on screen, or the one claimed before). `keepsAll`: also
 * the size is taken from it when another colour is said.
 */
export type Scene = {
  readonly index: CatalogueIndex;
  readonly showing: IndexedSku | null;
  readonly keepsAll?: boolean;
  readonly isUnsure?: boolean;
};

const FAMILY_LIKENESS = 0.6;

/** The SKUs and quantities of a line, by the rules that a human seller follows. */
export function resolveLine(scene: Scene, line: Line): Resolved {
  const pool = poolOf(scene, line);
  if (pool.length === 0) return { items: [], missing: 'product', model: null };
  const model = pool.every((sku) => sku.model === pool[0]?.model) ? (pool[0]?.model ?? null) : null;
  const unclear = (missing: AskBack): Resolved => ({ items: [], missing, model });
  if (line.isUnknown) return unclear('variant');
  const fits = withVariant(scene, line, pool);
  if (fits.length === 0) return unclear('variant');
  const qty = line.quantity ?? 1;
  if (line.each !== null || line.both !== null) {
    const all = everyKind(scene, line, fits);
    if (all)
      return {
        items: all.map(({ sku }) => ({ sku, qty: line.both !== null && line.quantity === null ? 1 : qty })),
        missing: null,
        model,
      };
    if (line.both !== null && line.quantity === null)
      return resolveLine(scene, { ...line, both: null, quantity: countOf(line.both) });
  }
  const one = choose(scene, line, fits);
  return 'sku' in one ? { items: [{ sku: one.sku, qty }], missing: null, model: one.model } : unclear(one.missing);
}

function countOf(text: string): number | null {
  for (const word of text.split(' ')) {
    const value = /^\d$/.test(word) ? Number(word) : numberOf(word, new Set(['es', 'en', 'pt', 'fr', 'ar']));
    if (value !== undefined && value > 1) return value;
  }
  return null;
}

/** The SKUs of the goods named; of the model on screen when none is named. */
function poolOf({ index, showing }: Scene, line: Line): readonly IndexedSku[] {
  const excluded = (sku: IndexedSku) =>
    line.notSkus.includes(sku) ||
    line.notNames.some(
      (name) => sku.own.has(name) || (index.models[sku.model]?.words.has(name) && !line.names.includes(name)),
    );
  if (line.skus) return narrowByNames(index, line.skus, line.names);
  if (line.names.length > 0) {
    const isAll = line.each !== null || line.both !== null;
    const models = scoreModels(index, { names: line.names, showing: isAll ? null : showing });
    const skus = models.flatMap((model) => index.models[model]?.skus ?? []);
    return narrowByNames(index, skus, line.names).filter((sku) => !excluded(sku));
  }
  if (!showing) return saysVariant(line) && index.models.length === 1 ? (index.models[0]?.skus ?? []) : [];
  const shown = index.models[showing.model]?.skus ?? [];
  if (line.notNames.length > 0) return family(index, showing).filter((sku) => !excluded(sku));
  const isWhole = line.each !== null || line.both !== null;
  if (isWhole && shown.length === 1) return family(index, showing);
  if (line.colors.length > 0 && !shown.some((sku) => line.colors.every((color) => hasColor(index, sku, color)))) {
    const near = family(index, showing).filter((sku) => line.colors.every((color) => hasColor(index, sku, color)));
    if (near.length > 0) return near;
    if (shown.some(({ colors }) => colors.size > 0)) return shown;
    const only = onlyModelIn(index, line.colors);
    if (only) return only.skus;
    const named = scoreModels(index, { names: line.colors, showing });
    if (named.length === 1) return index.models[named[0] ?? -1]?.skus ?? [];
  }
  return shown;
}

/** The one model that comes in these colours, when there is only one. */
function onlyModelIn(index: CatalogueIndex, colors: readonly string[]): Model | null {
  const models = index.models.filter((model) =>
    colors.every((color) => model.skus.some((sku) => sku.colors.has(color) && hasColor(index, sku, color))),
  );
  return models.length === 1 ? (models[0] ?? null) : null;
}

/** The shown piece's siblings in a catalogue that has no variants: names that are alike but for a word. */
function family(index: CatalogueIndex, showing: IndexedSku): readonly IndexedSku[] {
  const near = new Set<number>([showing.model]);
  for (const word of index.models[showing.model]?.words ?? []) {
    const models = index.postings.get(word) ?? [];
    if (models.length <= 200)
      for (const model of models) if (likenessOf(index, model, showing.model) >= FAMILY_LIKENESS) near.add(model);
  }
  return [...near].flatMap((model) => index.models[model]?.skus ?? []);
}

// Words that tell siblings apart keep the siblings that have most of them.
function narrowByNames(
  index: CatalogueIndex,
  skus: readonly IndexedSku[],
  names: readonly string[],
): readonly IndexedSku[] {
  const hits = skus.map(
    (sku) => names.filter((name) => sku.own.has(name) || index.models[sku.model]?.words.has(name)).length,
  );
  const best = Math.max(0, ...hits);
  return best === 0 ? skus : skus.filter((_, place) => hits[place] === best);
}

function withVariant(scene: Scene, line: Line, pool: readonly IndexedSku[]): readonly IndexedSku[] {
  const { index } = scene;
  let fits: readonly IndexedSku[] = pool.filter(
    (sku) =>
      !line.notColors.some((color) => hasColor(index, sku, color)) &&
      !line.notSizes.some((size) => sizeOf(index, sku, size)),
  );
  if (fits.length === 0) fits = pool;
  if (line.sizes.length > 0) fits = fits.filter((sku) => line.sizes.some((size) => sizeOf(index, sku, size)));
  if (line.colors.length > 0) {
    const exact = fits.filter((sku) => line.colors.every((color) => hasColor(index, sku, color)));
    const some =
      exact.length > 0 ? exact : fits.filter((sku) => line.colors.some((color) => hasColor(index, sku, color)));
    const near = some.length > 0 ? some : fits.filter((sku) => line.colors.some((color) => hasNearColor(sku, color)));
    // "El suero naranja" of goods that have no colours only describes them.
    fits = near.length === 0 && fits.every(({ colors }) => colors.size === 0) ? fits : near;
  }
  return fits;
}

function sizeOf(index: CatalogueIndex, sku: IndexedSku, said: string): boolean {
  return index.models[sku.model]?.sizes.get(said) === sku.size && sku.size !== '';
}

function hasColor(index: CatalogueIndex, sku: IndexedSku, key: string): boolean {
  const canonical = colorOfKey(key);
  return (
    sku.colors.has(key) ||
    (canonical !== undefined && sku.colors.has(`#${canonical}`)) ||
    sku.own.has(key) ||
    index.models[sku.model]?.words.has(key) === true
  );
}

function hasNearColor(sku: IndexedSku, key: string): boolean {
  const canonical = colorOfKey(key);
  return (
    canonical !== undefined && (LEXICON.nearColors.get(canonical) ?? []).some((near) => sku.colors.has(`#${near}`))
  );
}

/** One of every kind: all colours in the size said or shown, or all sizes when the sizes are meant. */
function everyKind(scene: Scene, line: Line, fits: readonly IndexedSku[]): readonly IndexedSku[] | null {
  const shown = scene.showing;
  const words = line.each ?? line.both ?? '';
  const bySize = /tall|talle|numer|tamanh|size|taille|مقاس|medida/.test(words);
  let all: readonly IndexedSku[] = fits;
  const sizes = new Set(all.map(({ size }) => size));
  const colors = new Set(all.map(({ color }) => color));
  if (sizes.size > 1 && colors.size > 1 && shown)
    all = bySize ? all.filter(({ color }) => color === shown.color) : all.filter(({ size }) => size === shown.size);
  else if (sizes.size > 1 && colors.size > 1) return null;
  const count = line.both === null ? null : countOf(line.both);
  if (all.length < 2 || (count !== null && all.length !== count)) return null;
  return all;
}

function choose(scene: Scene, line: Line, fits: readonly IndexedSku[]): IndexedSku | { readonly missing: AskBack } {
  const { index, showing } = scene;
  const [only] = fits;
  if (fits.length === 1 && only) return only;
  const model = index.models[only?.model ?? -1];
  if (!model || fits.some((sku) => sku.model !== only?.model)) {
    const shown = showing && fits.includes(showing) ? showing : null;
    return shown && !scene.isUnsure ? shown : { missing: 'product' };
  }
  const isShown = showing !== null && showing.model === only?.model;
  if (scene.isUnsure) return { missing: model.order.length > 1 && line.sizes.length === 0 ? 'size' : 'color' };
  const byRelative =
    line.relative !== null ? relativeSize(fits, { model, line, showing: isShown ? showing : null }) : null;
  if (byRelative) return byRelative;
  if (isShown && showing) {
    if (fits.includes(showing) && line.sizes.length === 0) return showing;
    if (line.sizes.length > 0 && line.colors.length === 0) {
      const same = fits.filter(({ color }) => color === showing.color);
      if (same.length === 1 && same[0]) return same[0];
    }
    if (line.colors.length > 0 && line.sizes.length === 0 && (line.isSameSize || scene.keepsAll)) {
      const same = fits.filter(({ size }) => size === showing.size);
      if (same.length === 1 && same[0]) return same[0];
    }
  }
  const sizes = new Set(fits.map(({ size }) => size));
  return { missing: sizes.size > 1 ? 'size' : 'color' };
}

function relativeSize(
  fits: readonly IndexedSku[],
  given: { readonly model: Model; readonly line: Line; readonly showing: IndexedSku | null },
): IndexedSku | null {
  const { model, line, showing } = given;
  const colors = new Set(fits.map(({ color }) => color));
  const same = colors.size > 1 && showing ? fits.filter(({ color }) => color === showing.color) : fits;
  const ranked = [...same].sort((one, other) => model.order.indexOf(one.size) - model.order.indexOf(other.size));
  const best = line.relative === 'small' ? ranked[0] : ranked.at(-1);
  return best && ranked.filter(({ size }) => size === best.size).length === 1 ? best : null;
}

/** Whether a line only adds what another left open. */
export function completes(line: Line): boolean {
  return saysVariant(line) && !namesProduct(line);
}
