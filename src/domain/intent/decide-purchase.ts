import { LEXICON } from './lexicon/load-lexicon.ts';
import { laughs, saysPrice, startsAsking } from './decide-talk.ts';
import { emptyLine, type Line, namesProduct, saysGoods, saysVariant } from './items/build-lines.ts';
import { completes, type Item, type Resolved, resolveLine } from './items/resolve-line.ts';
import { type Clause, goodsOf, type Reading } from './read-comment.ts';
import { conditionOf } from './read-condition.ts';
import type { Thread } from './thread.ts';
import { talk, type Verdict } from './verdict.ts';

const STRONG = ['claim', 'request', 'reserve'] as const;

/** Whether the author buys, and why; null when nothing says so. */
export function buys(reading: Reading): string | null {
  const { names } = reading;
  const has = (name: string) => names.has(name);
  const strong = strongClause(reading);
  const condition = conditionOf(reading);
  if (condition === 'terms' || condition === 'wish') return null;
  if (has('joke') || has('haggle')) return null;
  if (has('status') && !strong) return null;
  if (has('hesitate') || (has('look') && !strong)) return null;
  if (has('later') && !has('reserve')) return null;
  if (has('wish') && !strong) return null;
  if ((has('past') || has('third')) && !(strong && !laughs(reading))) return null;
  if (strong) return isLost(reading) ? null : `${strong}`;
  if (has('third') || has('past') || has('wish') || tellsWish(reading) || turnsDown(reading)) return null;
  const isQuestion = asksOnly(reading, condition === 'stock');
  if (isQuestion) return null;
  const goods = goodsOf(reading);
  const wants = wantsThing(reading);
  if (wants !== null) return wants ? 'want' : null;
  if (condition === 'stock' && (goods.length > 0 || reading.showing)) return 'stock';
  const spare = reading.unknown;
  if (has('self') || has('more')) {
    if (laughs(reading) && spare > 1) return null;
    const room = goods.length > 0 ? 3 : 1;
    return spare <= room && !has('praise') && !has('greet') && !has('thanks') ? 'self' : null;
  }
  return bare(reading, goods);
}

function strongClause(reading: Reading): string | null {
  for (const name of STRONG)
    if (
      reading.clauses.some(
        (clause) =>
          clause.names.has(name) &&
          !clause.names.has('past') &&
          !clause.names.has('third') &&
          !(clause.isAsked && asksAbout(clause, name)),
      )
    )
      return name;
  return null;
}

// "¿es mío?", "¿cuál me llevo?" ask; "¿me guardas una?" orders.
function asksAbout(clause: Clause, name: string): boolean {
  if (clause.names.has('status')) return true;
  const isQuestion =
    clause.names.has('ask') || clause.names.has('hesitate') || clause.names.has('haggle') || clause.names.has('look');
  return name === 'claim'
    ? isQuestion || clause.names.has('askstart')
    : clause.names.has('status') || clause.names.has('haggle');
}

function asksOnly(reading: Reading, isCondition: boolean): boolean {
  if (isCondition) return false;
  const asking = reading.clauses.filter((clause) => clause.isAsked || clause.names.has('ask'));
  if (startsAsking(reading) && !reading.names.has('want')) return true;
  if (asking.length === 0) return false;
  // A piece named after the question stands by itself: "¿la bege solo tiene 36? sirve".
  const rest = reading.clauses.filter((clause) => !asking.includes(clause));
  return !rest.some((clause) => clause.names.has('want') || clause.names.has('self') || clause.names.has('more'));
}

// "esa es mía, me la robaron del tendedero jajaja": a claim drowned in laughter and words about something else.
function isLost(reading: Reading): boolean {
  return (
    laughs(reading) &&
    goodsOf(reading).filter((line) => namesProduct(line) || line.sizes.length > 0).length === 0 &&
    reading.unknown >= 3
  );
}

/** After "quiero": a thing, a verb, or something else? null when nothing is wanted. */
function wantsThing(reading: Reading): boolean | null {
  const want = reading.signals.find(({ name }) => name === 'want');
  if (!want) return null;
  const goods = goodsOf(reading);
  const next = reading.tokens.slice(want.end).find(({ kind }) => kind !== 'emoji');
  const isVerb =
    next !== undefined &&
    next.kind === 'word' &&
    isInfinitive(next.text) &&
    !reading.mentions.some(({ start }) => reading.tokens[start] === next);
  if (isVerb || next?.text === 'que' || next?.text === 'q' || next?.text === 'to') return false;
  if (goods.length > 0)
    return (
      !(laughs(reading) && saysPrice(reading)) &&
      !(laughs(reading) && reading.unknown > 1 && !goods.some((line) => namesProduct(line)))
    );
  if (laughs(reading) && reading.unknown > 0) return false;
  return reading.unknown <= 3;
}

function isInfinitive(text: string): boolean {
  return (
    /^[a-z]{2,}(?:ar|er|ir)(?:me|te|se|lo|la|los|las|le|nos|melo|mela)?$/.test(text) &&
    !/^(?:color|mujer|ayer|primer|collar|par|lugar|mar|tercer|hogar|celular|regular|militar|similar|escolar)$/.test(
      text,
    )
  );
}

/** No word of buying, only goods: a code, a variant, a number. Too many other words mean something else is said. */
function bare(reading: Reading, goods: readonly Line[]): string | null {
  const { names } = reading;
  if (
    ['praise', 'bye', 'thanks', 'paid', 'status', 'complain', 'share', 'ask', 'drop', 'cancel'].some((name) =>
      names.has(name),
    ) &&
    !hasCode(goods) &&
    !hasOwnClause(reading)
  )
    return null;
  const counts = reading.lines.some((line) => line.quantity !== null);
  const spare = reading.unknown;
  const named = goods.filter((line) => namesProduct(line));
  if (names.has('greet') && !counts && !goods.some(saysVariant)) return null;
  const variants = goods.filter(
    (line) =>
      line.sizes.length > 0 ||
      line.colors.length > 0 ||
      line.relative !== null ||
      line.each !== null ||
      line.both !== null,
  );
  const isPlain = variants.length === 0 && !counts && named.length < 2;
  if (hasCode(goods)) return spare <= 3 ? 'bare-code' : null;
  if (named.length > 0)
    return spare <= (isPlain ? 0 : 1 + Math.floor(reading.mentions.length / 2)) && !(laughs(reading) && spare > 0) ? 'bare-name' : null;
  if (!reading.showing) return null;
  if (variants.length > 0) return spare <= 2 ? 'bare-variant' : null;
  if (goods.length > 0 && spare === 0 && reading.words <= 4) return 'bare-this';
  return counts && spare <= (reading.words > 3 ? 1 : 0) && reading.words <= 6 ? 'bare-count' : null;
}

// "mi mamá estaría feliz con esa": the conditional of Spanish, Portuguese and French wishes, it does not order.
function tellsWish(reading: Reading): boolean {
  return reading.tokens.some(({ text, kind }) => kind === 'word' && text.length > 5 && /[aei]r(?:ia|ias|ian|iamos|iam|iais)$/.test(text) && !/^(?:podria|gustaria|querria|seria|libreria|joyeria)/.test(text));
}

/** "La quiero pero no me da": what is wanted and then refused is not ordered. */
function turnsDown(reading: Reading): boolean {
  if (reading.names.has('unsure')) return false;
  const but = reading.signals.find(({ name }) => name === 'but');
  return but !== undefined && reading.signals.some(({ name, start }) => (name === 'not' || name === 'later') && start >= but.end && start - but.end <= 3);
}

/** "me late el negro, 27": a clause with nothing but a variant is a claim, whatever is said beside it. */
function hasOwnClause(reading: Reading): boolean {
  return reading.clauses.some(({ start, end, isAsked }) => {
    const inside = reading.mentions.filter((mention) => mention.start >= start && mention.end <= end);
    const covered = inside.reduce((sum, mention) => sum + mention.end - mention.start, 0);
    const fillers = reading.tokens.slice(start, end).filter(({ text }) => text.length <= 3 || LEXICON.fillers.has(text)).length;
    return !isAsked && reading.clauses.length > 1 && inside.some(({ dim }) => dim === 'size' || dim === 'code') && covered + fillers >= end - start;
  });
}

function hasCode(goods: readonly Line[]): boolean {
  return goods.some((line) => line.skus !== null);
}

/** The items of a purchase, line by line; what an earlier claim left open is completed. */
export function decidePurchase(reading: Reading, by: string, thread: () => Thread): Verdict {
  const { index, showing } = reading;
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
    clause !== undefined &&
    clause.names.has('drop') &&
    !STRONG.some((name) => clause.names.has(name)) &&
    reading.clauses.length > 1
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
  const place = items.findIndex(({ sku }) => sku === item.sku);
  if (place < 0) items.push(item);
}

function countOf(reading: Reading): number | null {
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
    quantity: now.quantity ?? before.quantity,
  };
}
