import { cancelWithoutClaim, decideCancel } from './decide-cancel.ts';
import { decideChange, replacedByName } from './decide-change.ts';
import { laughs } from './decide-talk.ts';
import { namesProduct, saysVariant } from './items/build-lines.ts';
import type { Signal } from './lexicon/find-signals.ts';
import { excluded, matching } from './match-claims.ts';
import { FOR, goodsOf, type Reading } from './read-comment.ts';
import { conditionOf } from './read-condition.ts';
import type { Thread } from './thread.ts';
import type { Verdict } from './verdict.ts';

/** Dropping or replacing something claimed before; null when the comment does neither. */
export function decideRevision(reading: Reading, thread: () => Thread): Verdict | null {
  const has = (name: string) =>
    reading.names.has(name) &&
    ((name !== 'drop' && name !== 'remove') ||
      reading.signals.some((signal) => signal.name === name && isOwn(reading, signal)));
  const cues = ['cancel', 'drop', 'remove', 'keep', 'change', 'instead', 'only', 'correct'].filter(has);
  const isDenied =
    reading.mentions.some(({ isNot }) => isNot) && !['ask', 'askstart', 'complain', 'past'].some((name) => has(name));
  if (cues.length === 0 && !isDenied) return null;
  const replaced = replacedByName(reading);
  if (thread().claims.length === 0 && !replaced)
    return has('cancel') && !isPolicy(reading) && !buysAnyway(reading) && conditionOf(reading) !== 'stock'
      ? cancelWithoutClaim(reading)
      : null;
  if (
    isPolicy(reading) ||
    has('haggle') ||
    (has('drop') && !has('cancel') && laughs(reading) && goodsOf(reading).length === 0)
  )
    return null;
  // "finalement sans le bracelet": a claim that is only negated is dropped.
  const dropsOnly = excluded(reading).some((line) => matching(reading, line, thread().claims).length > 0);
  if (dropsOnly && goodsOf(reading).every((line) => !namesProduct(line) && !saysVariant(line)))
    return decideCancel(reading, thread());
  const isGivenUp = has('later') && (has('change') || has('correct')) && goodsOf(reading).length === 0;
  if (isGivenUp) return decideCancel(reading, thread());
  const isRevised =
    (has('change') || has('instead') || (isDenied && corrects(reading, thread(), dropsOnly))) &&
    !has('cancel') &&
    !has('remove') &&
    !has('keep');
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

const NEVER = /^(?:nunca|never|jamas|jamais|mai|nie|niemals)$/;

/** "minha irmã não quis", "she never takes it off": what others refuse and what never happens drops nothing here. */
function isOwn(reading: Reading, { name, start, end }: Signal): boolean {
  if (name === 'remove') return !NEVER.test(reading.tokens[start - 1]?.text ?? '');
  if (name !== 'drop') return true;
  const isRefuser = (one: Signal) => one.name === 'person' && one.end >= start && one.start < end;
  const isFor = (one: Signal) =>
    [1, 2].some((before) => FOR.test(reading.tokens[one.start - before]?.text ?? '')) ||
    one.end === reading.tokens.length;
  return !reading.signals.some((one) => isRefuser(one) && !isFor(one));
}

/** "no el rojo, el azul", "three, not two": what was claimed is denied, and something else of the kind is said. */
function corrects(reading: Reading, { claims }: Thread, deniesClaim: boolean): boolean {
  if (deniesClaim) return true;
  const counts = reading.mentions.filter(({ dim }) => dim === 'quantity');
  return (
    counts.some(({ isNot, quantity }) => isNot && claims.some(({ qty }) => qty === quantity)) &&
    counts.some(({ isNot }) => !isNot)
  );
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
