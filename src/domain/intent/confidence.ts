import type { Reading } from './read-comment.ts';
import type { Verdict } from './verdict.ts';

// The share of comments that a rule gets right in shops it was not made for, as counted by `npm run eval`: between
// what the demo shops show and what new shops showed at first sight. A rule that is not listed is as sure as the average.
const SURE: Readonly<Record<string, number>> = {
  'abstain:goods': 0.3,
  'abstain:language': 0.3,
  'complaint:bad': 0.85,
  'complaint:mood': 0.85,
  'complaint:price': 0.9,
  'complaint:words': 0.94,
  'greeting:opens': 0.92,
  'other:about': 0.93,
  'other:nothing': 0.5,
  'purchase:bare-code': 0.97,
  'purchase:bare-count': 0.93,
  'purchase:bare-name': 0.94,
  'purchase:bare-this': 0.85,
  'purchase:bare-variant': 0.95,
  'purchase:self': 0.93,
  'purchase:stock': 0.95,
  'purchase:want': 0.93,
  'question:condition': 0.84,
  'question:look': 0.92,
  'question:price': 0.93,
  'question:verb': 0.8,
  'question:word': 0.92,
};
const AVERAGE = 0.98;
const PER_UNKNOWN_WORD = 0.02;
const UNKNOWN_WORDS_MAX = 4;
const FOREIGN_MAX = 0.75;

/** How likely the verdict is right, between 0 and 1: how sure its rule is, less what the comment says besides. */
export function confidenceOf(verdict: Verdict, reading: Reading): number {
  const sure = SURE[verdict.by] ?? AVERAGE;
  const less = PER_UNKNOWN_WORD * Math.min(UNKNOWN_WORDS_MAX, reading.unknown);
  const most = isForeign(reading) && !ordersByCode(reading) ? FOREIGN_MAX : 1;
  return Math.round(Math.min(most, Math.max(0.05, sure - less)) * 1_000) / 1_000;
}

/** Whether hardly a word is of a language that we know: what the rules found in it is chance. */
function isForeign(reading: Reading): boolean {
  if (reading.unknown === 0) return false;
  return reading.lang === 'und' ? reading.unknown > 1 || reading.words < 4 : reading.unknown * 2 > reading.words;
}

/** "A1 x2": a code and a count say the same in every language. */
function ordersByCode(reading: Reading): boolean {
  return reading.lines.some((line) => line.skus !== null && line.quantity !== null);
}
