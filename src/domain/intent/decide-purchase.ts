import { STRONG } from './buys.ts';
import { emptyLine, type Line, namesProduct, saysGoods } from './items/build-lines.ts';
import { completes, type Item, type Resolved, resolveLine } from './items/resolve-line.ts';
import { FOR, goodsOf, type Reading } from './read-comment.ts';
import type { Thread } from './thread.ts';
import { talk, type Verdict } from './verdict.ts';

/** The items of a purchase, line by line; what an earlier claim left open is completed. */
export function decidePurchase(reading: Reading, by: string, thread: () => Thread): Verdict {
  const { showing } = reading;
  const goods = goodsOf(reading);
  const earlier = reading.signals.find(({ name }) => name === 'earlier');
  const isUnsure = reading.names.has('unsure');
  const meant = goods.filter((line) => !isForgotten(reading, line));
  const lines = meant.length > 0 ? meant : [{ ...emptyLine(), quantity: countOf(reading) }];
  const items: Item[] = [];
  let open: { line: Line; resolved: Resolved } | null = null;
  let context: Line | null = null;
  for (const raw of lines) {
    const line = inherit(raw, context, reading);
    const isEarlier = earlier !== undefined && raw === lines.findLast(({ start }) => start < earlier.end);
    const resolved: Resolved =
      isEarlier && !isSettled(reading, line)
        ? { items: [], missing: 'product', model: null }
        : resolveOne(reading, { line, isUnsure }, thread);
    const joined: Resolved | null =
      open && namesProduct(line) ? resolveOne(reading, { line: joinLines(open.line, line), isUnsure }, thread) : null;
    if (joined?.missing === null) {
      open = null;
      for (const item of joined.items) add(items, item);
    } else if (resolved.missing === null) for (const item of resolved.items) add(items, item);
    else open ??= { line, resolved };
    if (namesProduct(line)) context = line;
  }
  return {
    ...talk('purchase', `purchase:${by}`),
    items,
    bare: lines.filter((line) => !namesProduct(line)),
    askBack: open?.resolved.missing ?? null,
    pending: open
      ? { line: open.line, model: open.resolved.model ?? (namesProduct(open.line) ? null : (showing?.model ?? null)) }
      : null,
  };
}

// "forget raw, gimme the slab": a clause that only drops names nothing to buy.
function isForgotten(reading: Reading, line: Line): boolean {
  const clause = reading.clauses.find(({ start, end }) => line.start >= start && line.start < end);
  return (
    clause?.names.has('drop') === true && !STRONG.some((name) => clause.names.has(name)) && reading.clauses.length > 1
  );
}

function isSettled(reading: Reading, line: Line): boolean {
  return namesProduct(line) && resolveLine({ index: reading.index, showing: null }, line).missing === null;
}

/** "El jeans azul era 38, skinny": what is named after the comma may only say more of the same. */
function joinLines(one: Line, other: Line): Line {
  return {
    ...one,
    names: [...one.names, ...other.names],
    colors: [...one.colors, ...other.colors],
    sizes: [...one.sizes, ...other.sizes],
    skus: one.skus ?? other.skus,
    quantity: one.quantity ?? other.quantity,
  };
}

function add(items: Item[], item: Item): void {
  const known = items.find(({ sku }) => sku === item.sku);
  if (!known) items.push(item);
  else if (known.qty < item.qty) items.splice(items.indexOf(known), 1, item);
}

function countOf(reading: Reading): number | null {
  // "one for me, one for my twin"
  const shares = reading.mentions.filter(
    ({ dim, end, text }, place) =>
      (dim === 'quantity' || text === 'one') &&
      reading.mentions[place - 1]?.dim !== 'quantity' &&
      reading.tokens.slice(end, end + 2).some((token) => FOR.test(token.text)),
  );
  if (shares.length > 1) return shares.reduce((sum, { quantity }) => sum + (quantity ?? 1), 0);
  return reading.lines.find((line) => line.quantity !== null)?.quantity ?? null;
}

/** "G2 x2 y G3" are two products; "parka negra L y beige M" is one product twice. */
function inherit(line: Line, context: Line | null, reading: Reading): Line {
  if (context && line.names.length > 0 && line.names.every((name) => /^\d+$/.test(name)))
    return { ...line, names: [...context.names.filter((name) => !/^\d+$/.test(name)), ...line.names] };
  if (!context || namesProduct(line) || line.isThis) return line;
  const merged = { ...line, skus: null, names: context.names.length > 0 ? context.names : [], quantity: line.quantity };
  if (context.skus) {
    const model = reading.index.models[context.skus[0]?.model ?? -1];
    const fits = resolveLine(
      { index: reading.index, showing: reading.showing },
      { ...merged, skus: model?.skus ?? null },
    );
    return fits.missing === null ? { ...merged, skus: model?.skus ?? null } : line;
  }
  return resolveLine({ index: reading.index, showing: reading.showing }, merged).missing === null ? merged : line;
}

function resolveOne(
  reading: Reading,
  given: { readonly line: Line; readonly isUnsure: boolean },
  thread: () => Thread,
): Resolved {
  const { index, showing } = reading;
  const { line, isUnsure } = given;
  const alone = resolveLine({ index, showing, isUnsure }, line);
  if (namesProduct(line) && alone.missing === null) return alone;
  const { pending } = saysGoods(line) ? thread() : { pending: null };
  if (!pending || isUnsure) return alone;
  const merged = complete(pending.line, line);
  if (!merged) return alone;
  const model = pending.model === null ? undefined : index.models[pending.model];
  const scene = { index, showing: pending.model === showing?.model ? showing : null };
  const whole = resolveLine(scene, !namesProduct(merged) && model ? { ...merged, skus: model.skus } : merged);
  return whole.missing === null ? whole : alone;
}

/** What was said before and now, when the two do not contradict each other. */
function complete(before: Line, now: Line): Line | null {
  const isNew =
    (now.sizes.length > 0 && before.sizes.length === 0) ||
    (now.colors.length > 0 && before.colors.length === 0) ||
    now.names.length > 0 ||
    now.relative !== null;
  const clashes =
    (now.sizes.length > 0 && before.sizes.length > 0) ||
    (now.colors.length > 0 && before.colors.length > 0) ||
    (namesProduct(now) && before.skus !== null);
  if (!isNew || (clashes && !namesProduct(now))) return null;
  if (!completes(now) && namesProduct(before) && before.names.length === 0) return null;
  return {
    ...now,
    skus: before.skus ?? now.skus,
    names: [...before.names, ...now.names],
    colors: now.colors.length > 0 ? now.colors : before.colors,
    sizes: now.sizes.length > 0 ? now.sizes : before.isUnknown ? [] : before.sizes,
    // "negra 39" after "Z1 39": the size said again is no quantity.
    quantity: before.sizes.includes(String(now.quantity)) ? before.quantity : (now.quantity ?? before.quantity),
  };
}
