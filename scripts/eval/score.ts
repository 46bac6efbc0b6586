import type { Decision } from '../../src/domain/intent/detect-intent.ts';
import { INTENTS } from '../../src/domain/intent/intent-detector.ts';
import { withhold } from './open-model.ts';
import type { LabelledComment } from './shop-files.ts';

/** A labelled comment and what the engine made of it. */
export type Judged = {
  readonly comment: LabelledComment;
  readonly decision: Decision;
  readonly isUnclear: boolean;
};

/** Shares between 0 and 1. `falseSales`: comments taken for a purchase that are none, of all that are none. */
export type Score = {
  readonly comments: number;
  readonly accuracy: number;
  readonly macroF1: number;
  readonly purchasePrecision: number;
  readonly purchaseRecall: number;
  readonly exactItems: number;
  readonly falseSales: number;
  readonly itemsOfChanges: number;
  readonly ambiguity: number;
  readonly calibrationError: number;
  readonly abstained: number;
  /** Left open by the local engine: a model would be asked. */
  readonly needsModel: number;
  /** As `npm run understand` writes it, where each comment left open abstains: an abstention sells nothing and is no hit. */
  readonly sure: Pick<Score, 'accuracy' | 'macroF1' | 'purchaseRecall' | 'exactItems' | 'falseSales'>;
};

const BINS = 10;

/** The measures of `docs`: see "How it is scored" in the README of the comments. */
export function score(judged: readonly Judged[]): Score {
  const { accuracy, macroF1, purchaseRecall, exactItems, falseSales } = measure(judged.map(withhold));
  return { ...measure(judged), sure: { accuracy, macroF1, purchaseRecall, exactItems, falseSales } };
}

function measure(judged: readonly Judged[]): Omit<Score, 'sure'> {
  const purchases = judged.filter(({ comment }) => comment.expected.intent === 'purchase');
  const others = judged.filter(({ comment }) => comment.expected.intent !== 'purchase');
  const sold = judged.filter(({ decision }) => decision.intent === 'purchase');
  const revised = judged.filter(
    ({ comment }) => comment.expected.intent === 'change' || comment.expected.intent === 'cancel',
  );
  return {
    comments: judged.length,
    accuracy: share(judged, isRight),
    macroF1: macroF1(judged),
    purchasePrecision: share(sold, isRight),
    purchaseRecall: share(purchases, isRight),
    exactItems: share(purchases, (one) => isRight(one) && hasSameItems(one)),
    falseSales: share(others, ({ decision }) => decision.intent === 'purchase'),
    itemsOfChanges: share(revised, (one) => isRight(one) && hasSameItems(one)),
    ambiguity: share(
      judged.filter(isRight),
      ({ comment, decision }) => (comment.expected.ambiguous ?? false) === decision.ambiguous,
    ),
    calibrationError: calibrationError(judged),
    abstained: share(judged, ({ decision }) => decision.intent === 'abstain'),
    needsModel: share(judged, ({ isUnclear }) => isUnclear),
  };
}

function isRight({ comment, decision }: Judged): boolean {
  return decision.intent === comment.expected.intent;
}

export function hasSameItems({ comment, decision }: Judged): boolean {
  const text = (items: readonly { sku: string; qty: number }[]) =>
    items
      .map(({ sku, qty }) => `${sku}×${qty}`)
      .sort()
      .join(' ');
  return text(comment.expected.items) === text(decision.items);
}

function share<T>(all: readonly T[], test: (one: T) => boolean): number {
  return all.length === 0 ? 1 : all.filter(test).length / all.length;
}

function macroF1(judged: readonly Judged[]): number {
  const present = INTENTS.filter((intent) => judged.some(({ comment }) => comment.expected.intent === intent));
  const each = present.map((intent) => {
    const hits = judged.filter((one) => isRight(one) && one.decision.intent === intent).length;
    const said = judged.filter(({ decision }) => decision.intent === intent).length;
    const meant = judged.filter(({ comment }) => comment.expected.intent === intent).length;
    return said + meant === 0 ? 0 : (2 * hits) / (said + meant);
  });
  return each.reduce((sum, f1) => sum + f1, 0) / each.length;
}

/** How far the confidence is from the share that is right, on average over ten bins; who abstains claims nothing. */
function calibrationError(all: readonly Judged[]): number {
  const judged = all.filter(({ decision }) => decision.intent !== 'abstain');
  let error = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const inside = judged.filter(({ decision }) => Math.min(BINS - 1, Math.floor(decision.confidence * BINS)) === bin);
    const mean = inside.reduce((sum, { decision }) => sum + decision.confidence, 0) / (inside.length || 1);
    if (inside.length > 0) error += (inside.length / judged.length) * Math.abs(mean - share(inside, isRight));
  }
  return error;
}

/** The mistakes by kind, the most frequent first. */
export function confusions(
  judged: readonly Judged[],
): readonly { readonly expected: string; readonly got: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { comment, decision } of judged)
    if (comment.expected.intent !== decision.intent) {
      const key = `${comment.expected.intent} ${decision.intent}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return [...counts]
    .map(([key, count]) => ({ expected: key.split(' ')[0] ?? '', got: key.split(' ')[1] ?? '', count }))
    .sort((one, other) => other.count - one.count);
}
