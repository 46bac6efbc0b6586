import type { Reading } from './read-comment.ts';
import type { Verdict } from './verdict.ts';

// The share of comments that a rule gets right in shops it was not made for, as counted by `npm run eval`, a little
// under what the demo shops show. A rule that is not listed is as sure as the average.
const SURE: Readonly<Record<string, number>> = {
  'abstain:goods': 0.3,
  'abstain:language': 0.3,
  'complaint:bad': 0.85,
  'complaint:mood': 0.85,
  'greeting:opens': 0.92,
  'other:about': 0.93,
  'other:nothing': 0.45,
  'purchase:bare-code': 0.97,
  'purchase:bare-count': 0.93,
  'purchase:bare-name': 0.94,
  'purchase:bare-this': 0.85,
  'purchase:bare-variant': 0.96,
  'purchase:self': 0.95,
  'purchase:stock': 0.95,
  'question:verb': 0.88,
};
const AVERAGE = 0.98;
const PER_UNKNOWN_WORD = 0.02;
const UNKNOWN_WORDS_MAX = 4;

/** How likely the verdict is right, between 0 and 1: how sure its rule is, less what the comment says besides. */
export function confidenceOf(verdict: Verdict, reading: Reading): number {
  const sure = SURE[verdict.by] ?? AVERAGE;
  const less = PER_UNKNOWN_WORD * Math.min(UNKNOWN_WORDS_MAX, reading.unknown);
  return Math.round(Math.max(0.05, sure - less) * 1_000) / 1_000;
}
