import type { AskBack, Intent } from './intent-detector.ts';
import type { Line } from './items/build-lines.ts';
import type { Item } from './items/resolve-line.ts';

/** What a comment means and the rule that says so. `pending`: a purchase not complete yet; `bare`: lines without goods. */
export type Verdict = {
  readonly intent: Intent | 'abstain';
  readonly by: string;
  readonly items: readonly Item[];
  readonly askBack: AskBack | null;
  readonly pending: PendingLine | null;
  readonly removed: readonly string[];
  readonly bare: readonly Line[];
};

export type PendingLine = { readonly line: Line; readonly model: number | null };

/** A verdict without goods. */
export function talk(intent: Verdict['intent'], by: string): Verdict {
  return { intent, by, items: [], askBack: null, pending: null, removed: [], bare: [] };
}
