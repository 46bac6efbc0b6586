import type { IndexedSku } from './catalogue/compile-catalogue.ts';
import { squeeze } from './catalogue/compile-catalogue.ts';
import { laughs } from './decide-talk.ts';
import { type Line, namesProduct, saysGoods, saysVariant } from './items/build-lines.ts';
import { type Item, resolveLine } from './items/resolve-line.ts';
import { goodsOf, type Reading } from './read-comment.ts';
import type { Claim, Thread } from './thread.ts';
import { talk, type Verdict } from './verdict.ts';

const EVERYTHING = /^(?:todo|todos|todas|tudo|todas|everything|all|tout|toutes|كل|كله|nada|lo)$/;

/** Dropping or replacing something claimed before; null when the comment does neither. */
export function decideRevision(reading: Reading, thread: () => Thread): Verdict | null {
  const { names } = reading;
  const has = (name: string) => names.has(name);
  const cues = ['cancel', 'drop', 'remove', 'keep', 'change', 'instead', 'only', 'correct'].filter(has);
  if (cues.length === 0) return null;
  const replaced = replacedByName(reading);
  if (thread().claims.length === 0 && !replaced)
    return has('cancel') && !isPolicy(reading) && !buysAnyway(reading) ? cancelWithoutClaim(reading) : null;
  if (
    isPolicy(reading) ||
    has('haggle') ||
    (has('drop') && !has('cancel') && laughs(reading) && goodsOf(reading).length === 0)
  )
    return null;
  const isRevised = (has('change') || has('instead')) && !has('cancel') && !has('remove') && !has('keep');
  if (isRevised) {
    const verdict = decideChange(reading, thread(), replaced);
    if (verdict) return verdict;
  }
  const removal = has('cancel') || has('remove') || has('keep') || (has('drop') && !has('status'));
  if (removal && !buysAfterDrop(reading)) {
    const verdict = decideCancel(reading, thread());
    if (verdict) return verdict;
  }
  if (has('change') || has('instead') || has('correct') || has('only') || has('keep') || has('cancel'))
    return decideChange(reading, thread(), replaced);
  return null;
}

/** "¿Puedo cambiarlo si no me queda?" asks for the rules of the shop. */
function isPolicy(reading: Reading): boolean {
  const { names, isAsked } = reading;
  const opener = reading.clauses.find(
    ({ isAsked, names: said }) => isAsked && (said.has('remove') || said.has('cancel')),
  );
  if (opener?.names.has('askstart')) return true;
  if (names.has('look') || (names.has('terms') && names.has('if') && isAsked)) return true;
  return isAsked && goodsOf(reading).filter((line) => saysVariant(line) || namesProduct(line)).length === 0;
}

// "forget raw, gimme the slab" drops nothing that was claimed.
function buysAnyway(reading: Reading): boolean {
  return reading.names.has('claim') && goodsOf(reading).length > 0;
}

function buysAfterDrop(reading: Reading): boolean {
  const last = (name: string) =>
    Math.max(-1, ...reading.signals.filter((signal) => signal.name === name).map(({ start }) => start));
  if (reading.names.has('cancel') || reading.names.has('remove')) return false;
  return Math.max(last('claim'), last('request'), last('reserve')) > last('drop') && !reading.names.has('keep');
}

function cancelWithoutClaim(reading: Reading): Verdict {
  const codes = goodsOf(reading).filter((line) => line.skus?.length === 1);
  const items = codes.flatMap((line) => (line.skus ?? []).map(({ sku }) => ({ sku, qty: line.quantity ?? 1 })));
  return { ...talk('cancel', 'cancel:no-claim'), items, askBack: items.length > 0 ? null : 'line' };
}

function skuOf(reading: Reading, claim: Claim): IndexedSku | undefined {
  return reading.index.bySku.get(squeeze(claim.sku));
}

/** The claims that a line names. */
function matching(reading: Reading, line: Line, claims: readonly Claim[]): readonly Claim[] {
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

function decideCancel(reading: Reading, thread: Thread): Verdict | null {
  const { claims } = thread;
  const lines = goodsOf(reading).filter((line) => namesProduct(line) || saysVariant(line));
  const isKept = (line: Line) => keeps(reading, line);
  const kept = lines
    .filter(isKept)
    .flatMap((line) => matching(reading, line, claims).map((claim) => ({ claim, line })));
  const fewer = kept.filter(
    ({ claim, line }) => line.quantity !== null && line.quantity < claim.qty && kept.length === 1,
  );
  if (fewer.length > 0)
    return changed(
      fewer.map(({ claim, line }) => ({ sku: claim.sku, qty: line.quantity ?? 1 })),
      'fewer',
    );
  const out = [...lines.filter((line) => !isKept(line)), ...excluded(reading)];
  const dropped = out.flatMap((line) => matching(reading, line, claims));
  const less = lessOf(reading, out, dropped);
  if (less) return less;
  if (dropped.length > 0) return cancelled(dropped.filter((claim) => !kept.some((one) => one.claim === claim)));
  const rest = claims.filter((claim) => !kept.some((one) => one.claim === claim));
  if (kept.length > 0 && rest.length > 0) return cancelled(rest);
  if (kept.length > 0) return null;
  const { names } = reading;
  if (lines.some((line) => isOther(reading, line, claims))) return null;
  const bare = bareClaims(reading, lines, thread);
  if (bare) return cancelled(bare);
  if (lines.some((line) => namesProduct(line)) || (lines.length > 0 && !names.has('cancel')))
    return !names.has('change') && (names.has('cancel') || names.has('remove'))
      ? { ...talk('cancel', 'cancel:unknown-line'), askBack: 'line' }
      : null;
  if (names.has('keep') && !names.has('cancel') && !names.has('drop')) return null;
  if (names.has('change') && !names.has('cancel') && reading.lines.length > 0) return null;
  const latest = Math.max(...claims.map(({ comment }) => comment));
  const isAll = reading.tokens.some(({ text }) => EVERYTHING.test(text)) && names.has('cancel');
  return cancelled(isAll ? claims : claims.filter(({ comment }) => comment === latest));
}

/** Whether a line names a variant of something claimed that is not the one claimed: then it is wanted, not dropped. */
function isOther(reading: Reading, line: Line, claims: readonly Claim[]): boolean {
  if (reading.names.has('remove')) return false;
  return claims.some((claim) => {
    const sku = skuOf(reading, claim);
    const found =
      sku && saysVariant(line) ? resolveLine({ index: reading.index, showing: sku, keepsAll: true }, line) : null;
    return found?.missing === null && found.model === sku?.model && found.items.every((item) => item.sku !== claim.sku);
  });
}

/** A bare claim ("mía la chica") counts for the goods that the cancelling names; the piece on screen has changed since. */
function bareClaims(reading: Reading, lines: readonly Line[], thread: Thread): readonly Claim[] | null {
  const out = lines.filter((line) => !keeps(reading, line));
  const [named] = lines.filter(namesProduct);
  if (!named || thread.bare.length === 0) return null;
  const claims = thread.bare.flatMap((line) => {
    const scene = { index: reading.index, showing: null };
    return resolveLine(scene, { ...line, names: named.names, skus: named.skus }).items.map((item) => ({
      ...item,
      comment: thread.comments,
    }));
  });
  const dropped = claims.filter((claim) =>
    out.some(
      (line) => matching(reading, line.names.length + line.colors.length > 0 ? line : named, [claim]).length > 0,
    ),
  );
  return dropped.length > 0 && out.length > 0 ? dropped : null;
}

function cancelled(claims: readonly Claim[]): Verdict {
  return {
    ...talk('cancel', 'cancel:claim'),
    items: claims.map(({ sku, qty }) => ({ sku, qty })),
    removed: claims.map(({ sku }) => sku),
  };
}

/** "Quítame una": fewer pieces of a line is a change of it. */
function lessOf(reading: Reading, out: readonly Line[], dropped: readonly Claim[]): Verdict | null {
  const [claim] = dropped;
  if (!claim || dropped.length !== 1 || !reading.names.has('remove')) return null;
  const line = out.find((one) => matching(reading, one, [claim]).length > 0);
  const rest = claim.qty - (line?.quantity ?? claim.qty);
  return rest > 0 ? changed([{ sku: claim.sku, qty: rest }], 'fewer') : null;
}

function changed(items: readonly Item[], by: string, removed: readonly string[] = []): Verdict {
  return { ...talk('change', `change:${by}`), items, removed };
}

/** Whether the last word of keeping or dropping before a line says that it stays; "los burdeos no" drops. */
function keeps(reading: Reading, line: Line): boolean {
  const cues = reading.signals
    .filter(({ name, start }) => ['keep', 'remove', 'drop', 'cancel'].includes(name) && start <= line.start)
    .sort((one, other) => one.start - other.start || Number(one.name === 'keep') - Number(other.name === 'keep'));
  return cues.at(-1)?.name === 'keep';
}

/** The pieces that the comment negates ("no el 42"), as lines of their own. */
function excluded(reading: Reading): readonly Line[] {
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

/** "En vez del L3": the line after the word, and the goods named by code. */
function replacedByName(reading: Reading): boolean {
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
  const isSwap =
    reading.names.has('change') &&
    reading.tokens.some(({ text }) => /^(?:por|x|pra|para|pelo|pela|for|to|contre|par|with|ب)$/.test(text));
  return isSwap && goods.length > 1 && goods[0] ? [goods[0]] : [];
}

function decideChange(reading: Reading, thread: Thread, isReplaced: boolean): Verdict | null {
  const { claims } = thread;
  const out = [...replacedLines(reading), ...excluded(reading)];
  const goods = reading.lines.filter((line) => !out.includes(line));
  const old = out.flatMap((line) => matching(reading, line, claims))[0] ?? claims.at(-1);
  if (!old)
    return isReplaced
      ? changed(
          goods.flatMap((line) => resolveLine({ index: reading.index, showing: reading.showing }, line).items),
          'named',
        )
      : null;
  const count =
    reading.lines.find((line) => line.quantity !== null && !isNegatedCount(reading, line))?.quantity ?? null;
  const targets = goods.filter(
    (line) => saysGoods(line) && (namesProduct(line) || saysVariant(line) || line.isThis || line.each !== null),
  );
  const named = targets.filter((line) => namesProduct(line) || saysVariant(line));
  const used = named.length > 0 ? named : targets;
  // "Solo" and "perdón" by themselves re-count what was claimed; they replace nothing.
  const isCue =
    ['change', 'instead', 'cancel', 'keep'].some((name) => reading.names.has(name)) ||
    reading.tokens[0]?.text === 'no' ||
    reading.names.has('correct');
  if (!isCue && !used.every((line) => matching(reading, line, claims).length > 0)) return null;
  if (used.length === 0 || (named.length === 0 && count !== null))
    return count !== null && count !== old.qty ? changed([{ sku: old.sku, qty: count }], 'count') : null;
  return swap(reading, { old, claims, used });
}

function isNegatedCount(reading: Reading, line: Line): boolean {
  return reading.mentions.some(
    (mention) => mention.dim === 'quantity' && mention.isNot && mention.start >= line.start && mention.end <= line.end,
  );
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
