import type { Reading } from './read-comment.ts';
import { sureOfSale } from './sure-of-sale.ts';
import type { Verdict } from './verdict.ts';

// The share of comments that a rule gets right in shops it was not made for, at first sight. A rule that is not listed is
// as sure as the average.
const SURE: Readonly<Record<string, number>> = {
  'abstain:goods': 0.1,
  'abstain:language': 0.1,
  'cancel:no-claim': 0.9,
  'cancel:unknown-line': 0.7,
  'change:count': 0.96,
  'change:swap': 0.94,
  'complaint:bad': 0.8,
  'complaint:mood': 0.85,
  'complaint:price': 0.86,
  'complaint:words': 0.95,
  'greeting:opens': 0.86,
  'greeting:words': 0.97,
  'other:about': 0.92,
  'other:laugh': 0.93,
  'other:nothing': 0.45,
  'other:praise': 0.95,
  'question:condition': 0.8,
  'question:look': 0.88,
  'question:mark': 0.98,
  'question:price': 0.9,
  'question:verb': 0.6,
  'question:word': 0.94,
};
const AVERAGE = 0.985;
const PER_UNKNOWN_WORD = 0.02;
const UNKNOWN_WORDS_MAX = 4;
const FOREIGN_MAX = 0.75;

/** How likely the verdict is right, between 0 and 1: how sure its rule is, less what the comment says besides. */
export function confidenceOf(verdict: Verdict, reading: Reading, isFirst: boolean): number {
  const sure = verdict.intent === 'purchase' ? sureOfSale(reading, verdict.by, isFirst) : sureOfTalk(verdict, reading);
  const most = isForeign(reading) && !ordersByCode(reading) ? FOREIGN_MAX : 1;
  return Math.round(Math.min(most, Math.max(0.05, sure)) * 1_000) / 1_000;
}

function sureOfTalk(verdict: Verdict, reading: Reading): number {
  const sure = SURE[verdict.by] ?? AVERAGE;
  return sure - PER_UNKNOWN_WORD * Math.min(UNKNOWN_WORDS_MAX, reading.unknown);
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
