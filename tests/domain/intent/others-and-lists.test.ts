import { expect, test } from 'vitest';
import { compileCatalogue, detectIntent } from '../../../src/domain/intent/detect-intent.ts';
import type { CatalogueProduct } from '../../../src/domain/intent/intent-detector.ts';

const PRODUCTS: readonly CatalogueProduct[] = [
  ...['Green', 'White'].flatMap((color) =>
    ['S', 'M', 'L'].map((size) => ({
      sku: `MUG-${color}-${size}`,
      name: `Stone mug ${color} ${size}`,
      color,
      size,
      keywords: ['mug', 'taza', 'caneca'],
      claimCode: 'T1',
    })),
  ),
  { sku: 'TOTE', name: 'Canvas bag', keywords: ['bag', 'bolsa', 'sacola'], claimCode: 'T2' },
  { sku: 'KNIFE', name: 'Knife set', keywords: ['knife', 'set'], claimCode: 'T3' },
];
const index = compileCatalogue(PRODUCTS);

function hear(text: string, previous: readonly string[] = [], showingSku: string | null = 'MUG-Green-M') {
  const { intent, items } = detectIntent(index, { text, showingSku, previous });
  return { intent, items: items.map(({ sku, qty }) => `${sku}×${qty}`) };
}

test.each([
  'whoever gets the white one is lucky',
  'somebody here wanting the green had better be fast',
  'alguém pega essa caneca antes que acabe',
  'quem levar essa me avisa',
  'aprovechen esta chicas',
  'mi vecina reservó tres de esos',
])('what others shall take, or took, is sold to nobody: "%s"', (text) => {
  expect(hear(text)).toEqual({ intent: 'other', items: [] });
});

test.each([
  'someday I hope to own that',
  'quero um dia comprar uma',
  'algún día tendré una de esas',
  'qnd cair meu salário eu levo duas',
  'if my sister ever moves out I take that one',
  'se meu marido deixar eu levo',
  'vi uma dessas na casa da minha tia',
  'once my little brother graduates I take two of those',
  'el día que me jubile me llevo dos',
  'quando meu neto nascer eu levo essa',
  'por esa taza vendo un riñón jajaja',
  'looks like my old one',
  'é a tua cara essa caneca',
])('what waits for the author\'s own life, or is only told, is no order: "%s"', (text) => {
  expect(hear(text)).toEqual({ intent: 'other', items: [] });
});

test.each([
  'dá pra deixar duas por 30? fecho agora',
  'se puede hacer dos por 30? las llevo',
  'hacemela en 3 mil y cierro',
])('bargaining asks: "%s"', (text) => {
  expect(hear(text).intent).toBe('question');
});

test.each([
  'my cousin has one like it, never takes it off the shelf',
  'para mim não, pequena demais',
  'not for me, too heavy',
  'me quedo con las ganas esta vez',
])('a remark about the piece on screen drops nothing claimed before: "%s"', (text) => {
  expect(hear(text, ['T2 mine'])).toEqual({ intent: 'other', items: [] });
});

test.each(['ya no la quiero', 'não quero mais', "I don't want it anymore"])(
  'what is no longer wanted is dropped, whatever is on screen: "%s"',
  (text) => {
    expect(hear(text, ['T2 mine'])).toEqual({ intent: 'cancel', items: ['TOTE×1'] });
  },
);

test('"so" after saying gives no reason to buy', () => {
  expect(hear('they said so 2').intent).not.toBe('purchase');
});

test('a question about a piece without something drops nothing', () => {
  expect(hear('can you get those without handles', ['T2 x2']).intent).toBe('question');
});

test('what somebody else refuses leaves the rest', () => {
  expect(hear('só uma M, meu irmão não quis', ['duas M'])).toEqual({ intent: 'change', items: ['MUG-Green-M×1'] });
});

test.each(['drop everything on my list', 'clear it all please'])('"%s" drops all that was claimed', (text) => {
  expect(hear(text, ['T2 mine', 'T3 mine'])).toEqual({ intent: 'cancel', items: ['TOTE×1', 'KNIFE×1'] });
});

test('what stays is not dropped, and nothing is dropped twice', () => {
  expect(hear('leave out the knife, I stay with the bag', ['T2 mine', 'T3 mine', 'T3 mine'])).toEqual({
    intent: 'cancel',
    items: ['KNIFE×1'],
  });
});

test.each([
  ['add one of these to my bag', ['MUG-Green-M×1']],
  ['I take the T1 white L, all set', ['MUG-White-L×1']],
  ['T1 white S and T2, one apiece', ['MUG-White-S×1', 'TOTE×1']],
  ['grand so, one white M', ['MUG-White-M×1']],
  ['couple of larges', ['MUG-Green-L×2']],
  ['three pairs in L', ['MUG-Green-L×3']],
  ['tres pares en L', ['MUG-Green-L×3']],
  ['small and large ta', ['MUG-Green-S×1', 'MUG-Green-L×1']],
  ['L times two', ['MUG-Green-L×2']],
  ['my niece keeps asking so 3 of them', ['MUG-Green-M×3']],
  ['one small one large', ['MUG-Green-S×1', 'MUG-Green-L×1']],
])('"%s" is %j', (text, items) => {
  expect(hear(text)).toEqual({ intent: 'purchase', items });
});

test.each([
  ['erase my address and whatever else you keep about me', 'data_deletion'],
  ['stop bugging me with those reminders', 'opt_out'],
  ['ya no me estén escribiendo', 'opt_out'],
])('"%s" is a duty: %s', (text, intent) => {
  expect(hear(text).intent).toBe(intent);
});

test('a size said again with the goods is no quantity', () => {
  const boots = compileCatalogue(
    ['Black', 'Brown'].flatMap((color) =>
      ['36', '39'].map((size) => ({
        sku: `BOOT-${color}-${size}`,
        name: 'Ankle boot',
        color,
        size,
        keywords: ['boot'],
        claimCode: 'B7',
      })),
    ),
  );
  const { items } = detectIntent(boots, { text: 'give me the black 39', showingSku: null, previous: ['B7 39 for me'] });
  expect(items).toEqual([{ sku: 'BOOT-Black-39', qty: 1 }]);
});

test.each(['Alquilo departamento amoblado, info por interno', 'plata al instante sin veraz'])(
  'somebody else\'s business is an advertisement: "%s"',
  (text) => {
    expect(hear(text, [], null)).toEqual({ intent: 'spam', items: [] });
  },
);
