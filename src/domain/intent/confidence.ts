import type { Reading } from './read-comment.ts';
import type { Verdict } from './verdict.ts';

/** How sure a rule is. */
export function confidenceOf(verdict: Verdict, reading: Reading): number {
  return verdict.askBack ? 0.8 : reading.unknown > 2 ? 0.7 : 0.9;
}
