import { type IndexedSku, squeeze } from './catalogue/compile-catalogue.ts';
import { type Line, namesProduct, saysVariant } from './items/build-lines.ts';
import { type Item, resolveLine } from './items/resolve-line.ts';
import type { Reading } from './read-comment.ts';
import type { Claim } from './thread.ts';
import { talk, type Verdict } from './verdict.ts';

export function skuOf(reading: Reading, claim: Claim): IndexedSku | undefined {
  return reading.index.bySku.get(squeeze(claim.sku));
}

/** The claims that a line names. */
export function matching(reading: Reading, line: Line, claims: readonly Claim[]): readonly Claim[] {
  const { index } = reading;
  const exact = claims.filter((claim) => {
    const sku = skuOf(reading, claim);
    if (!sku) return false;
    const showing = line.relative !== null || (!namesProduct(line) && saysVariant(line)) ? sku : null;
    if (line.skus) return line.skus.includes(sku);
    const model = index.models[sku.model];
    if (line.names.length > 0 && !line.names.every((name) => sku.own.has(name) || model?.words.has(name))) return false;
    if (!saysVariant(line)) return line.names.length > 0;
    const found = resolveLine({ index, showing }, { ...line, skus: [sku], isUnknown: false });
    return found.items.some((item) => item.sku === claim.sku);
  });
  if (exact.length > 0 || line.names.length < 2) return exact;
  return claims.filter((claim) => {
    const sku = skuOf(reading, claim);
    return (
      sku !== undefined && line.names.some((name) => sku.own.has(name) || index.models[sku.model]?.words.has(name))
    );
  });
}

/** The pieces that the comment negates ("no el 42"), as lines of their own. */
export function excluded(reading: Reading): readonly Line[] {
  return reading.lines.flatMap((line) => {
    const out: Line = {
      ...line,
      skus: line.notSkus.length > 0 ? line.notSkus : null,
      names: line.notNames,
      colors: line.notColors,
      sizes: line.notSizes,
      isUnknown: false,
      quantity: null,
    };
    return namesProduct(out) || saysVariant({ ...out, relative: null }) ? [{ ...out, relative: null }] : [];
  });
}

export function changed(items: readonly Item[], by: string, removed: readonly string[] = []): Verdict {
  return { ...talk('change', `change:${by}`), items, removed };
}

/** Whether the last word of keeping or dropping before a line says that it stays; "los burdeos no" drops. */
export function keeps(reading: Reading, line: Line): boolean {
  const cues = reading.signals
    .filter(({ name, start }) => ['keep', 'remove', 'drop', 'cancel'].includes(name) && start <= line.start)
    .sort((one, other) => one.start - other.start || Number(one.name === 'keep') - Number(other.name === 'keep'));
  return cues.at(-1)?.name === 'keep';
}
