import { expect, test } from 'vitest';
import { entryOf } from '../../../../src/domain/intent/catalogue-cache.ts';
import { checkAnswer } from '../../../../src/domain/intent/model/check-answer.ts';
import type { ModelAnswer } from '../../../../src/domain/intent/model/prompt.ts';

const SHOP = entryOf('1', [
  { sku: 'COL-SOL', name: 'Collar Sol', keywords: [] },
  { sku: 'VELA', name: 'Vela Coco', keywords: [] },
]);

function check(text: string, answer: Partial<ModelAnswer>, { offered } = { offered: 1 }) {
  const showingSku = null;
  const question = { text, previous: [], showingSku, products: [...SHOP.products.values()].slice(0, offered) };
  const given = {
    n: 1,
    intent: 'purchase' as const,
    items: [{ sku: 'COL-SOL', quantity: 1 }],
    replaces: [],
    ask_back: null,
  };
  return checkAnswer(SHOP.index, {
    answer: { ...given, confidence: 0.95, ...answer },
    question,
    comment: { text, previous: [], showingSku },
    by: 'model:test/test',
    quantityMax: 20,
  });
}

test('a purchase in words of buying is sold as answered, and never with more confidence than a model deserves', () => {
  const { decision, doubts } = check('quiero aquello brillantoso, 3 porfa', {
    items: [{ sku: 'COL-SOL', quantity: 3 }],
  });

  expect(doubts).toEqual([]);
  expect(decision).toMatchObject({ intent: 'purchase', items: [{ sku: 'COL-SOL', qty: 3 }], ambiguous: false });
  expect(decision.confidence).toBeLessThanOrEqual(0.9);
});

test.each([
  ['without a word of buying', 'mi gata odia el collar', {}, 'no-sign'],
  ['of a SKU that it was not given', 'quiero una vela', { items: [{ sku: 'VELA', quantity: 1 }] }, 'unknown-sku'],
  ['of a SKU that nobody has', 'quiero una', { items: [{ sku: 'X', quantity: 1 }] }, 'unknown-sku'],
  ['of nothing', 'quiero una', { items: [] }, 'no-product'],
  ['of more than the comment says', 'quiero uno', { items: [{ sku: 'COL-SOL', quantity: 5 }] }, 'quantity'],
  ['of more than anybody may', 'quiero 50 collar', { items: [{ sku: 'COL-SOL', quantity: 50 }] }, 'quantity'],
  ['of half a piece', 'quiero 0.5', { items: [{ sku: 'COL-SOL', quantity: 0.5 }] }, 'quantity'],
  ['of less than one', 'quiero uno', { items: [{ sku: 'COL-SOL', quantity: -1 }] }, 'quantity'],
  ['that it is not sure of', 'quiero uno', { confidence: 0.5 }, 'unsure'],
  ['that it is sure of beyond measure', 'quiero uno', { confidence: Number.NaN }, 'unsure'],
  ['cancel that nobody asked for', 'qué lindo collar', { intent: 'cancel', items: [] }, 'no-sign'],
  ['opt-out that nobody asked for', 'qué lindo collar', { intent: 'opt_out', items: [] }, 'no-sign'],
  ['erasure that nobody asked for', 'qué lindo collar', { intent: 'data_deletion', items: [] }, 'no-sign'],
  ['change that does not say of what', 'mejor cámbiamelo', { intent: 'change' }, 'no-claim'],
  ['change of a SKU that it was not given', 'cámbiamelo', { intent: 'change', replaces: ['VELA'] }, 'unknown-sku'],
  ['cancel of who knows what', 'cancela eso', { intent: 'cancel', items: [] }, 'no-claim'],
  ['cancel of a part', 'cancela 1 collar de los dos', { intent: 'cancel' }, 'quantity'],
] as const)('an answer %s is asked back, not done', (_what, text, answer, doubt) => {
  const { decision, doubts } = check(text, answer as Partial<ModelAnswer>);

  expect(doubts).toContain(doubt);
  expect(decision.ambiguous).toBe(true);
  expect(decision.items.every(({ qty }) => qty === 1)).toBe(true);
});

test.each([
  ['swap', 'cámbiame la vela por el collar', { intent: 'change', replaces: ['VELA'] }, 1, ['VELA']],
  ['number', 'mejor que sean 3', { intent: 'change', items: [{ sku: 'COL-SOL', quantity: 3 }] }, 3, []],
  ['cancel', 'cancela el collar', { intent: 'cancel' }, 1, []],
] as const)(
  'a %s in its own words is done: what is wanted in the end, and what goes',
  (_what, text, answer, qty, removed) => {
    const { decision, doubts } = check(text, answer as Partial<ModelAnswer>, { offered: 2 });

    expect(doubts).toEqual([]);
    expect(decision).toMatchObject({
      intent: answer.intent,
      items: [{ sku: 'COL-SOL', qty }],
      removed,
      ambiguous: false,
    });
  },
);

test('talk needs no sign, and goods said with it are left out', () => {
  const { decision } = check('mi gata odia el collar', { intent: 'other' });

  expect(decision).toMatchObject({ intent: 'other', items: [], ambiguous: false });
});
