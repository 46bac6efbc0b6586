import path from 'node:path';
import { expect, test } from 'vitest';
import { judge } from '../../../scripts/eval/judge.ts';
import { score } from '../../../scripts/eval/score.ts';
import { ROOT } from '../../../scripts/lib/root.ts';

// A little under what the engine reaches: a change that makes it worse fails here. `npm run eval -- --errors` lists the mistakes.
test('the engine understands the demo shops as well as it did', async () => {
  const all = score(await judge(path.join(ROOT, 'demo')));

  expect(all.accuracy).toBeGreaterThan(0.988);
  expect(all.macroF1).toBeGreaterThan(0.985);
  expect(all.purchaseRecall).toBeGreaterThan(0.97);
  expect(all.exactItems).toBeGreaterThan(0.97);
  expect(all.itemsOfChanges).toBeGreaterThan(0.9);
  expect(all.falseSales).toBeLessThan(0.005);
  expect(all.calibrationError).toBeLessThan(0.05);
  expect(all.needsModel).toBeLessThan(0.08);
  expect(all.sure.purchaseRecall).toBeGreaterThan(0.94);
  expect(all.sure.falseSales).toBe(0);
});

test('the engine understands shops of other trades, countries and languages', async () => {
  const all = score(await judge(path.join(ROOT, 'tests/domain/intent/held-out')));

  expect(all.accuracy).toBeGreaterThan(0.945);
  expect(all.macroF1).toBeGreaterThan(0.955);
  expect(all.purchaseRecall).toBeGreaterThan(0.96);
  expect(all.exactItems).toBeGreaterThan(0.92);
  expect(all.falseSales).toBeLessThan(0.012);
  expect(all.calibrationError).toBeLessThan(0.045);
  expect(all.needsModel).toBeLessThan(0.11);
  expect(all.sure.purchaseRecall).toBeGreaterThan(0.92);
  expect(all.sure.falseSales).toBeLessThan(0.006);
});
