import path from 'node:path';
import { expect, test } from 'vitest';
import {
  applyCorrections,
  asUnderstood,
  type ListedDecision,
  pick,
  setQuantity,
} from '../../dashboard/src/features/understanding/corrections.ts';
import { explainRule } from '../../dashboard/src/ui/decision/explain-rule.ts';
import { prettyJson } from '../../dashboard/src/ui/decision/pretty-json.ts';
import { judge } from '../../scripts/eval/judge.ts';
import { ROOT } from '../../scripts/lib/root.ts';

const decision = (id: string, given: Partial<ListedDecision> = {}): ListedDecision => ({
  id,
  intent: 'OTHER',
  items: [],
  ambiguous: false,
  confidence: 0.45,
  decidedBy: 'other:nothing',
  comment: { id: `comment-${id}`, text: 'la polerita', authorName: null, commentedAt: '2026-11-25T00:00:00Z' },
  correction: null,
  ...given,
});

test('every rule that decides about a comment of the example shops is told in a sentence', async () => {
  const judged = (
    await Promise.all(['demo', 'tests/domain/intent/held-out'].map((at) => judge(path.join(ROOT, at))))
  ).flat();
  const rules = new Set(judged.map(({ decision: { by } }) => by));

  expect(rules.size).toBeGreaterThan(30);
  expect([...rules].filter((rule) => explainRule(rule).sentence === 'unknown')).toEqual([]);
});

test('a rule has its own sentence, else the one of its family; what a newer server knows is called a rule', () => {
  expect(explainRule('purchase:bare-code')).toEqual({ sentence: 'bareCode', model: null, fallback: null });
  expect(explainRule('opt_out:stop+messages').sentence).toBe('stops');
  expect(explainRule('abstain:language').sentence).toBe('unknownLanguage');
  expect(explainRule('purchase:something-newer').sentence).toBe('unknown');
});

test('a model is named, and a fallback says why none was asked and what the rules said', () => {
  expect(explainRule('model:openrouter/vendor/name:free')).toEqual({
    sentence: 'model',
    model: 'openrouter/vendor/name:free',
    fallback: null,
  });
  expect(explainRule('fallback:budget/other:nothing')).toEqual({
    sentence: 'nothingKnown',
    model: null,
    fallback: 'budget',
  });
  expect(explainRule('fallback:failed/purchase:claim')).toMatchObject({ sentence: 'buyWord', fallback: 'failed' });
  expect(explainRule('fallback:off/abstain:goods')).toMatchObject({ sentence: 'unclearGoods', fallback: 'off' });
});

test('what was corrected leaves the list of what is to be looked at and comes back when that is undone', () => {
  const listed = [decision('a'), decision('b')];
  const greeting = { intent: 'GREETING', items: [] } as const;
  const ids = (said: Parameters<typeof applyCorrections>[1], needsLook: boolean) =>
    applyCorrections(listed, said, needsLook).map(({ id }) => id);

  expect(ids(new Map([['a', greeting]]), true)).toEqual(['b']);
  expect(ids(new Map([['a', greeting]]), false)).toEqual(['a', 'b']);
  expect(applyCorrections(listed, new Map([['a', greeting]]), false)[0]?.correction).toEqual(greeting);
  expect(ids(new Map([['a', null]]), true)).toEqual(['a', 'b']);
});

test('what the engine understood can be confirmed, unless it understood nothing', () => {
  const items = [{ sku: 'POL-M', quantityUnits: 2 }];
  expect(asUnderstood(decision('a', { intent: 'PURCHASE', items }))).toEqual({ intent: 'PURCHASE', items });
  expect(asUnderstood(decision('a', { intent: 'ABSTAIN' }))).toBeNull();
});

test('picking a product again takes one more, and no unit takes it out', () => {
  const one = pick([], 'POL-M');
  const two = pick(pick(one, 'POL-L'), 'POL-M');
  expect(two).toEqual([
    { sku: 'POL-M', quantityUnits: 2 },
    { sku: 'POL-L', quantityUnits: 1 },
  ]);
  expect(setQuantity(two, 'POL-L', 5)).toContainEqual({ sku: 'POL-L', quantityUnits: 5 });
  expect(setQuantity(two, 'POL-M', 0)).toEqual([{ sku: 'POL-L', quantityUnits: 1 }]);
});

test('JSON is laid out for people, other text stays as it is', () => {
  expect(prettyJson('{"intent":"other"}')).toBe('{\n  "intent": "other"\n}');
  expect(prettyJson('no JSON {')).toBe('no JSON {');
});
