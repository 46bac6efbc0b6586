import { type Line, namesProduct, saysGoods, saysVariant } from './items/build-lines.ts';
import { SWAPPED_FOR } from './items/read-mentions.ts';
import { type Item, resolveLine } from './items/resolve-line.ts';
import { changed, excluded, matching, skuOf } from './match-claims.ts';
import { goodsOf, type Reading } from './read-comment.ts';
import type { Claim, Thread } from './thread.ts';
import type { Verdict } from './verdict.ts';

/** "En vez del L3": the line after the word, and the goods named by code. */
export function replacedByName(reading: Reading): boolean {
  return (
    reading.names.has('instead') &&
    replacedLines(reading).some((line) => line.skus !== null) &&
    (reading.names.has('change') || reading.lines.length > 1)
  );
}

function replacedLines(reading: Reading): readonly Line[] {
  const instead = reading.signals.find(({ name }) => name === 'instead');
  const goods = goodsOf(reading);
  if (instead) return goods.filter((line) => line.start >= instead.end && line.start - instead.end <= 3).slice(0, 1);
  const isSwap = reading.names.has('change') && reading.tokens.some(({ text }) => SWAPPED_FOR.test(text));
  return isSwap && goods.length > 1 && goods[0] ? [goods[0]] : [];
}

export function decideChange(reading: Reading, thread: Thread, isReplaced: boolean): Verdict | null {
  const { claims } = thread;
  const out = [...replacedLines(reading), ...excluded(reading)];
  const goods = reading.lines.filter((line) => !out.includes(line));
  const old =
    out.flatMap((line) => matching(reading, line, claims))[0] ??
    claims.findLast((claim) => canBecome(reading, claim, goods)) ??
    claims.at(-1);
  if (!old)
    return isReplaced
      ? changed(
          goods.flatMap((line) => resolveLine({ index: reading.index, showing: reading.showing }, line).items),
          'named',
        )
      : null;
  const count =
    reading.mentions.find(({ dim, isNot }) => dim === 'quantity' && !isNot)?.quantity ??
    (reading.mentions.some(({ dim, text }) => dim === 'this' && text === 'one') ? 1 : null);
  const targets = goods.filter(
    (line) => saysGoods(line) && (namesProduct(line) || saysVariant(line) || line.isThis || line.each !== null),
  );
  const named = targets.filter((line) => namesProduct(line) || saysVariant(line));
  const used = named.length > 0 ? named : targets;
  // "Solo" and "perdón" by themselves re-count what was claimed; they replace nothing.
  const isCue =
    ['change', 'instead', 'cancel', 'keep'].some((name) => reading.names.has(name)) ||
    reading.tokens[0]?.text === 'no' ||
    reading.names.has('correct') ||
    reading.mentions.some(({ isNot }) => isNot);
  if (!isCue && !used.every((line) => matching(reading, line, claims).length > 0)) return null;
  if (used.length === 0 || (named.length === 0 && count !== null))
    return count !== null && count !== old.qty ? changed([{ sku: old.sku, qty: count }], 'count') : null;
  return swap(reading, { old, claims, used });
}

function swap(
  reading: Reading,
  given: { old: Claim; claims: readonly Claim[]; used: readonly Line[] },
): Verdict | null {
  const { index, showing } = reading;
  const from = skuOf(reading, given.old);
  if (!from) return null;
  const items: Item[] = [];
  let isUnclear = false;
  for (const line of given.used) {
    const isScreen = line.isThis && !namesProduct(line) && !saysVariant(line);
    const resolved = resolveLine({ index, showing: isScreen ? showing : from, keepsAll: true }, line);
    const here =
      resolved.missing !== null && showing ? resolveLine({ index, showing, keepsAll: true }, line) : resolved;
    if (here.missing !== null) isUnclear = true;
    for (const item of here.items) {
      const same = given.claims.find(({ sku }) => sku === item.sku);
      const qty = line.quantity ?? same?.qty ?? (here.model === from.model ? given.old.qty : 1);
      if (!(same && same.qty === qty) && !items.some(({ sku }) => sku === item.sku)) items.push({ sku: item.sku, qty });
    }
  }
  if (items.length === 0 && !isUnclear) return null;
  const isSame = items.some(({ sku }) => sku === given.old.sku);
  return { ...changed(items, 'swap', isSame ? [] : [given.old.sku]), askBack: isUnclear ? 'variant' : null };
}

/** Whether a claim has the variant that the comment asks for: "mejor la azul" is said of what comes in blue. */
function canBecome(reading: Reading, claim: Claim, goods: readonly Line[]): boolean {
  const sku = skuOf(reading, claim);
  const variants = goods.filter((line) => saysVariant(line) && !namesProduct(line));
  return (
    sku !== undefined &&
    variants.some((line) =>
      resolveLine({ index: reading.index, showing: sku, keepsAll: true }, line).items.some(
        (item) => item.sku !== claim.sku,
      ),
    )
  );
}
