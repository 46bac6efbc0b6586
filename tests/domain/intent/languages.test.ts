import { expect, test } from 'vitest';
import { readAi } from '../../../scripts/eval/open-model.ts';
import { compileCatalogue, detectIntent } from '../../../src/domain/intent/detect-intent.ts';

const index = compileCatalogue([
  { sku: 'DRESS-R-M', name: 'Linen dress', color: 'Red', size: 'M', keywords: ['dress'], claimCode: 'A1' },
  { sku: 'DRESS-R-L', name: 'Linen dress', color: 'Red', size: 'L', keywords: ['dress'], claimCode: 'A1' },
  { sku: 'BAG', name: 'Canvas bag', keywords: ['bag', 'tote'], claimCode: 'B2' },
]);
const { askBelowConfidence } = readAi();
const read = (text: string) => detectIntent(index, { text, showingSku: 'BAG', previous: [] });

// Hungarian, Finnish, Czech, Swahili, Estonian, Japanese, Chinese, Thai, Georgian, Amharic.
test.each([
  'szeretném megvenni a pirosat',
  'mennyibe kerül ez a táska',
  'otan tämän laukun kiitos',
  'paljonko tämä maksaa',
  'vezmu si tuhle kabelku',
  'nataka kununua mkoba huu',
  'tahan seda kotti osta',
  'これを買いたいです',
  '这个包多少钱',
  'กระเป๋าใบนี้ราคาเท่าไหร่',
  'მინდა ეს ჩანთა',
  'ይህን ቦርሳ እፈልጋለሁ',
])('nothing is sure of "%s", which is in no language that has a file', (text) => {
  const decision = read(text);

  expect(decision.intent === 'abstain' || decision.confidence < askBelowConfidence).toBe(true);
});

test('a code with a count is an order in every language', () => {
  const decision = read('A1 L x2 köszönöm');

  expect(decision).toMatchObject({ intent: 'purchase', items: [{ sku: 'DRESS-R-L', qty: 2 }] });
  expect(decision.confidence).toBeGreaterThanOrEqual(askBelowConfidence);
});

test.each([
  ['doe mij er maar twee', 'nl', 2],
  ['bundan iki tane alıyorum', 'tr', 2],
  ["B2'den iki tane ayırın", 'tr', 2],
  ['biorę dwie sztuki', 'pl', 2],
  ['iau și eu două bucăți', 'ro', 2],
  ['aku mau yang ini dua ya kak', 'id', 2],
  ['беру две штуки', 'ru', 2],
  ['mujhe ye chahiye', 'hi', 1],
  ['मुझे यह चाहिए', 'hi', 1],
])('"%s" buys the piece on screen', (text, lang, qty) => {
  expect(read(text)).toMatchObject({ lang, intent: 'purchase', items: [{ sku: 'BAG', qty }] });
});

// Words that claim in one language and say something else in another.
test.each([
  'que mau humor',
  'da cosa nasce cosa',
  'no sé, pues ya veremos',
  'si mi mamá me deja',
  'my cat is so cute',
  'the band was on screen',
  'iyi akşamlar',
  'ce frumos',
  'jakie ładne',
  'bagus banget kak',
  'какая красота',
])('"%s" buys nothing', (text) => {
  expect(read(text).intent).not.toBe('purchase');
});
