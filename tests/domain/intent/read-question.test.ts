import { describe, expect, it } from 'vitest';
import { compileCatalogue } from '../../../src/domain/intent/detect-intent.ts';
import { readQuestion } from '../../../src/domain/intent/read-question.ts';

const INDEX = compileCatalogue([
  { sku: 'POL-R-S', name: 'Polera Lisa roja S', color: 'roja', size: 'S', keywords: ['polera'], claimCode: '10' },
  { sku: 'POL-R-M', name: 'Polera Lisa roja M', color: 'roja', size: 'M', keywords: ['polera'], claimCode: '10' },
  { sku: 'POL-N-M', name: 'Polera Lisa negra M', color: 'negra', size: 'M', keywords: ['polera'], claimCode: '10' },
  { sku: 'GOR-1', name: 'Gorro de lana', keywords: ['gorro'], claimCode: '20' },
]);
const ask = (text: string, showingSku: string | null = 'POL-R-S') => readQuestion(INDEX, { text, showingSku });

describe('readQuestion', () => {
  it.each([
    ['cuánto cuesta el gorro?', ['price'], ['GOR-1']],
    ['precio?', ['price'], ['POL-R-S']],
    ['queda la negra M?', ['stock'], ['POL-N-M']],
    ['do you still have the gorro?', ['stock'], ['GOR-1']],
    ['qué tallas hay?', ['stock', 'size'], ['POL-R-S', 'POL-R-M', 'POL-N-M']],
    ['que cores tem?', ['stock', 'color'], ['POL-R-S', 'POL-R-M', 'POL-N-M']],
    ['hacen envíos a Temuco?', ['shipping'], []],
    ['بكم؟', ['price'], ['POL-R-S']],
  ])('knows what is asked and of which goods: %s', (text, topics, skus) => {
    const question = ask(text);
    expect(question?.topics).toEqual(topics);
    expect([...(question?.skus ?? [])].sort()).toEqual([...skus].sort());
  });

  it.each(['cuánto mide?', 'de qué material es el gorro?', 'cuánto demora el envío?', 'donde están ubicados?'])(
    'leaves to a person what the catalogue does not know: %s',
    (text) => expect(ask(text)).toBeNull(),
  );

  it('answers nothing when no product is named and none is shown', () => expect(ask('precio?', null)).toBeNull());
});
