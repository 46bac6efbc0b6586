import path from 'node:path';
import { parseArgs } from 'node:util';
import { judge } from './eval/judge.ts';
import { openModel } from './eval/open-model.ts';
import { confusions, hasSameItems, type Judged, type Score, score } from './eval/score.ts';
import { readEnvironmentWithFile } from './lib/development-env.ts';
import { ROOT } from './lib/root.ts';

const { values: options } = parseArgs({
  options: {
    dir: { type: 'string' },
    llm: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    errors: { type: 'boolean', default: false },
  },
});

const directory = options.dir ?? path.join(ROOT, 'demo');
const judged = options.llm ? await judgeWithModel() : await judge(directory);
const report = {
  all: score(judged),
  byShop: scoreEach(judged, ({ comment }) => comment.shop),
  byLanguage: scoreEach(judged, ({ comment }) => comment.lang),
  confusions: confusions(judged),
};
if (options.json) console.log(JSON.stringify(report, null, 2));
else print();

async function judgeWithModel(): Promise<readonly Judged[]> {
  await using model = await openModel(readEnvironmentWithFile());
  return await judge(directory, model.understand);
}

function scoreEach(all: readonly Judged[], keyOf: (one: Judged) => string): Record<string, Score> {
  return Object.fromEntries([...Map.groupBy(all, keyOf)].map(([key, some]) => [key, score(some)]));
}

function print(): void {
  console.table({ all: rounded(report.all), ...tableOf(report.byShop), ...tableOf(report.byLanguage) });
  console.log('Worst confusions (expected → got):');
  for (const { expected, got, count } of report.confusions.slice(0, 12))
    console.log(`  ${count} × ${expected} → ${got}`);
  if (!options.errors) return;
  for (const one of judged) {
    const { comment, decision } = one;
    const isRight = comment.expected.intent === decision.intent;
    if (isRight && (hasSameItems(one) || comment.expected.items.length + decision.items.length === 0)) continue;
    const before = (comment.context?.previous ?? []).map((text) => ` < ${text}`).join('');
    console.log(`${comment.id} ${JSON.stringify(comment.text)} @${comment.context?.showing_sku ?? '-'}${before}`);
    console.log(`    expected ${show(comment.expected)}, got ${show(decision)} by ${decision.by}`);
  }
}

function show(given: {
  intent: string;
  items: readonly { sku: string; qty: number }[];
  ambiguous?: boolean | undefined;
}): string {
  return `${given.intent}${given.ambiguous ? '?' : ''} ${given.items.map(({ sku, qty }) => `${sku}×${qty}`).join(' ')}`.trim();
}

function tableOf(scores: Record<string, Score>): Record<string, Record<string, number>> {
  return Object.fromEntries(Object.entries(scores).map(([key, one]) => [key, rounded(one)]));
}

function rounded(one: Score): Record<string, number> {
  const names = {
    n: one.comments,
    accuracy: one.accuracy,
    F1: one.macroF1,
    precision: one.purchasePrecision,
    recall: one.purchaseRecall,
    items: one.exactItems,
    'false sales': one.falseSales,
    changes: one.itemsOfChanges,
    ambiguity: one.ambiguity,
    ECE: one.calibrationError,
    abstain: one.abstained,
    'needs LLM': one.needsModel,
    'sure: recall': one.sure.purchaseRecall,
    'sure: items': one.sure.exactItems,
    'sure: false sales': one.sure.falseSales,
  };
  return Object.fromEntries(Object.entries(names).map(([name, value]) => [name, Math.round(value * 1_000) / 1_000]));
}
