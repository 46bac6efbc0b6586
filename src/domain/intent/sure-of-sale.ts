import { MANNERS, STRONG } from './buys.ts';
import { laughs } from './decide-talk.ts';
import { namesProduct, saysVariant } from './items/build-lines.ts';
import { isOrder } from './order-words.ts';
import type { Reading } from './read-comment.ts';

// Log odds that a comment taken for a purchase is one: fitted to what six sets of new shops showed at first sight (about 620
// comments, 85 of them false sales), then rounded. Words that say nothing to the engine tell most of the false ones.
const RULES: Readonly<Record<string, number>> = {
  'purchase:bare-count': 2.3,
  'purchase:bare-this': 1.6,
  'purchase:self': 2.8,
  'purchase:stock': 2.5,
  'purchase:want': 3,
};
const RULE = 3.6;
const FIRST_UNKNOWN = -1.7;
const MORE_UNKNOWN = -0.7;
const UNKNOWN_ELSEWHERE = -0.3;
const UNKNOWN_MAX = 3;
const GOODS = 0.5;
const SIZE = 0.5;
const ORDER = 0.6;
const LAUGH = -1.5;
const REVISED = -1.2;
const MANNERS_WORD = 0.7;
const AGAINST = -0.7;
const LONG = -0.3;
const LONG_WORDS = 10;
const SURE_MAX = 0.99;

const AGAINST_SALE = ['past', 'third', 'later', 'terms', 'joke', 'wish', 'praise', 'drop', 'bad'] as const;

/** How likely a comment taken for a purchase is one. `isFirst`: the author wrote nothing before. */
export function sureOfSale(reading: Reading, rule: string, isFirst: boolean): number {
  const { near, far } = unknownOf(reading);
  const hasStrong = STRONG.some((name) => reading.names.has(name));
  const odds =
    (RULES[rule] ?? RULE) +
    (near > 0 ? FIRST_UNKNOWN + MORE_UNKNOWN * (Math.min(near, UNKNOWN_MAX) - 1) : 0) +
    UNKNOWN_ELSEWHERE * Math.min(far, UNKNOWN_MAX) +
    (reading.lines.some((line) => namesProduct(line) || saysVariant(line)) ? GOODS : 0) +
    (reading.lines.some(({ sizes }) => sizes.length > 0) ? SIZE : 0) +
    (reading.signals.some((signal) => isOrder(reading, signal)) ? ORDER : 0) +
    (laughs(reading) ? LAUGH : 0) +
    (!isFirst && reading.names.has('change') ? REVISED : 0) +
    (reading.tokens.some(({ text }) => MANNERS.test(text)) ? MANNERS_WORD : 0) +
    AGAINST * AGAINST_SALE.filter((name) => reading.names.has(name) && !(name === 'praise' && hasStrong)).length +
    (reading.words >= LONG_WORDS ? LONG : 0);
  return Math.min(SURE_MAX, 1 / (1 + Math.exp(-odds)));
}

/** Words that say nothing, in the parts of the comment that buy and in the others. */
function unknownOf(reading: Reading): { near: number; far: number } {
  const isBuying = (place: number) => {
    const clause = reading.clauses.find(({ start, end }) => start <= place && place < end);
    if (!clause || STRONG.some((name) => clause.names.has(name))) return true;
    const isElsewhere = reading.clauses.some((other) => STRONG.some((name) => other.names.has(name)));
    return !isElsewhere;
  };
  const near = reading.unknownPlaces.filter(isBuying).length;
  return { near, far: reading.unknown - near };
}
