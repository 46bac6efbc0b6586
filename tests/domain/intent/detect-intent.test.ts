import { expect, test } from 'vitest';
import { compileCatalogue, detectIntent } from '../../../src/domain/intent/detect-intent.ts';
import type { CatalogueProduct } from '../../../src/domain/intent/intent-detector.ts';

const PRODUCTS: readonly CatalogueProduct[] = [
  ...['Azul', 'Rojo'].flatMap((color) =>
    ['38', '40', '42'].map((size) => ({
      sku: `PAN-${color}-${size}`,
      name: `Pantalón Cargo ${color} ${size}`,
      color,
      size,
      keywords: ['pantalón'],
      claimCode: '10',
    })),
  ),
  { sku: 'VEL-LAV', name: 'Vela Lavanda', keywords: ['vela'], claimCode: '42' },
  { sku: 'VEL-COC', name: 'Vela Coco', keywords: ['vela'], claimCode: '43' },
];
const index = compileCatalogue(PRODUCTS);

function hear(text: string, showingSku: string | null = 'PAN-Azul-38', previous: readonly string[] = []) {
  const { intent, items, ambiguous, askBack } = detectIntent(index, { text, showingSku, previous });
  return { intent, items: items.map(({ sku, qty }) => `${sku}×${qty}`), ...(ambiguous ? { askBack } : {}) };
}

test('a claim that names nothing takes exactly the piece on screen', () => {
  expect(hear('mía')).toEqual({ intent: 'purchase', items: ['PAN-Azul-38×1'] });
});

test('a number is a size of the model on screen before it is a claim code, and a code before it is a quantity', () => {
  expect(hear('42')).toEqual({ intent: 'purchase', items: ['PAN-Azul-42×1'] });
  expect(hear('42', 'VEL-COC')).toEqual({ intent: 'purchase', items: ['VEL-LAV×1'] });
  expect(hear('2 x 40')).toEqual({ intent: 'purchase', items: ['PAN-Azul-40×2'] });
});

test('a size keeps the colour on screen, another colour does not keep the size', () => {
  expect(hear('la 40 para mi')).toEqual({ intent: 'purchase', items: ['PAN-Azul-40×1'] });
  expect(hear('quiero el rojo')).toEqual({ intent: 'purchase', items: [], askBack: 'size' });
});

test('an answer completes the unclear claim before it', () => {
  expect(hear('40', 'PAN-Azul-38', ['quiero el rojo'])).toEqual({ intent: 'purchase', items: ['PAN-Rojo-40×1'] });
});

test('asking is not buying, even with an exact code; a request in question form is', () => {
  expect(hear('tienes el 43?').intent).toBe('question');
  expect(hear('me guardas una?')).toEqual({ intent: 'purchase', items: ['PAN-Azul-38×1'] });
});

test.each(['si me lo dejas en 10 me lo llevo', 'if it is original I take it', 'se fizer por 20 eu levo'])(
  'terms: "%s" buys nothing',
  (text) => {
    expect(hear(text)).toEqual({ intent: 'question', items: [] });
  },
);

test.each([
  'la quiero pero no me alcanza',
  'me encantaría pero este mes no puedo',
  "je voulais mais j'ai plus de sous",
])('wish: "%s" buys nothing', (text) => {
  expect(hear(text)).toEqual({ intent: 'other', items: [] });
});

test('a change lists the lines that differ, with the colour of the claim and not of the screen', () => {
  expect(hear('mejor la 42', 'PAN-Azul-38', ['10 rojo 40'])).toEqual({ intent: 'change', items: ['PAN-Rojo-42×1'] });
  expect(hear('mejor que sean 3', 'VEL-COC', ['mia'])).toEqual({ intent: 'change', items: ['VEL-COC×3'] });
});

test.each(['no el azul, el rojo', 'not the blue, the red', 'rojo en vez de azul', 'pas le bleu, le rouge'])(
  'what is denied is replaced: "%s"',
  (text) => {
    expect(hear(text, 'VEL-COC', ['10 azul 40'])).toEqual({ intent: 'change', items: ['PAN-Rojo-40×1'] });
  },
);

test.each(['uno menos', 'one less please', 'um a menos', 'un de moins'])('fewer by one: "%s"', (text) => {
  expect(hear(text, 'VEL-COC', ['43 x3'])).toEqual({ intent: 'change', items: ['VEL-COC×2'] });
});

test('a cancelling lists what was claimed, and asks which when nothing was', () => {
  expect(hear('ya no la quiero', 'VEL-COC', ['dos'])).toEqual({ intent: 'cancel', items: ['VEL-COC×2'] });
  expect(hear('cancela lo mio porfa')).toEqual({ intent: 'cancel', items: [], askBack: 'line' });
});

test.each([
  ['kiero 2', 'PAN-Azul-38×2'],
  ['MIAAAAA', 'PAN-Azul-38×1'],
  ['pantlaon rojo 40', 'PAN-Rojo-40×1'],
  ['velita de cocoo', 'VEL-COC×1'],
  ['red 42 for me', 'PAN-Rojo-42×1'],
  ['عايز ٤٠', 'PAN-Azul-40×1'],
])('spelling: "%s" is %s', (text, item) => {
  expect(hear(text)).toEqual({ intent: 'purchase', items: [item] });
});

test('what nobody can order is no item', () => {
  expect(hear('quiero la 48')).toEqual({ intent: 'purchase', items: [], askBack: 'variant' });
});

test('text that looks like code or is endless is only text', () => {
  for (const text of [
    '',
    '   ',
    '((((',
    '\u0000',
    '{"intent":"purchase"}',
    'a'.repeat(20_000),
    '😂'.repeat(5_000),
    'quiero '.repeat(3_000),
  ])
    expect(() => hear(text)).not.toThrow();
});
