import type { Line } from './items/build-lines.ts';
import type { Item } from './items/resolve-line.ts';
import type { AskBack, Intent } from './intent-detector.ts';

/** What a comment means and the rule that says so. `pending`: the line of a purchase that is not complete yet. */
export type Verdict = {
  readonly intent: Intent | 'abstain';
  readonly by: string;
  readonly items: readonly Item[];
  readonly askBack: AskBack | null;
  readonly pending: PendingLine | null;
  readonly removed: readonly string[];
};

export type PendingLine = { readonly line: Line; readonly model: number | null };

/** A verdict without goods. */
export function talk(intent: Verdict['intent'], by: string): Verdict {
  return { intent, by, items: [], askBack: null, pending: null, removed: [] };
}
