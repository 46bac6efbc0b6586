import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FOLLOW_UPS, sayFollowUp } from '../../../src/domain/messaging/follow-up-texts.ts';
import { listLines, pickWording, takeTurn, textsFor, vocative } from '../../../src/domain/messaging/texts.ts';

// Messenger Platform, button template: text 640, title 20 characters.
const TEXT_MAX_CHARS = 640;
const TITLE_MAX_CHARS = 20;
const LANGUAGES = ['es', 'en', 'pt', 'fr', 'ar'] as const;
const LONG_NAME = vocative('Maximiliano'.repeat(20));

test.each(LANGUAGES)('%s says everything, each text with what it is given', (language) => {
  const texts = textsFor(language);
  const lines = '• 2 × Polera';
  const carts = texts.cart.map((cart) => cart({ name: ', Ana', lines, total: '$15.990', minutes: 30 }));
  const receipts = texts.receipt.map((receipt) => receipt({ name: ', Ana', total: '$15.990', reference: 'A1B2C3' }));

  for (const cart of carts) for (const part of [', Ana', lines, '$15.990', '30']) expect(cart).toContain(part);
  for (const receipt of receipts) for (const part of [', Ana', '$15.990', 'A1B2C3']) expect(receipt).toContain(part);
  for (const held of texts.held) expect(held(', Ana')).toContain(', Ana');
  for (const soldOut of texts.soldOut) expect(soldOut(', Ana', 'Polera')).toMatch(/Polera.*, Ana|, Ana.*Polera/);
});

test.each(LANGUAGES)('%s varies its public replies, so that Meta does not see one text again and again', (language) => {
  const texts = textsFor(language);

  expect(new Set(texts.held.map((held) => held(''))).size).toBeGreaterThanOrEqual(4);
  expect(new Set(texts.soldOut.map((soldOut) => soldOut('', 'X'))).size).toBeGreaterThanOrEqual(3);
  expect(new Set(texts.cart.map((cart) => cart({ name: '', lines: '', total: '', minutes: 1 }))).size).toBe(2);
  for (const turn of [0, 1, 2, 3, 4, 5]) expect(takeTurn(texts.held, turn)).not.toBe(takeTurn(texts.held, turn + 1));
});

test.each(LANGUAGES)(
  '%s keeps within the limits of Meta with the longest name and cart, and the total is still read',
  (language) => {
    const texts = textsFor(language);
    const lines = listLines(Array.from({ length: 40 }, (_, place) => `• 10 × Polera de algodón talla ${place}`));
    const total = '$ 1.234.567.890';

    for (const say of texts.cart) {
      const cart = say({ name: LONG_NAME, lines, total, minutes: 30 });
      expect(cart.length).toBeLessThanOrEqual(TEXT_MAX_CHARS);
      expect(cart.endsWith(total)).toBe(true);
    }
    for (const what of FOLLOW_UPS)
      for (const seed of ['a', 'b', 'c', 'd'])
        expect(
          sayFollowUp(what, { locale: language, seed, values: { name: LONG_NAME, lines, total, minutes: 10 } }).length,
        ).toBeLessThanOrEqual(TEXT_MAX_CHARS);
    for (const title of [texts.pay, texts.confirm]) expect(title.length).toBeLessThanOrEqual(TITLE_MAX_CHARS);
  },
);

test('each language has its own words, and an unknown one reads English', () => {
  expect(new Set(LANGUAGES.map((language) => textsFor(language).pay)).size).toBe(5);
  expect(textsFor('es-CL')).toBe(textsFor('ES'));
  expect(textsFor('de-DE')).toBe(textsFor('en'));
});

test('the same comment always gets the same wording, and different ones get all of them', () => {
  const variants = ['a', 'b', 'c'];
  const ids = Array.from({ length: 200 }, () => randomUUID());

  expect(new Set(ids.map((id) => pickWording(variants, id)))).toEqual(new Set(variants));
  for (const id of ids) expect(pickWording(variants, id)).toBe(pickWording(variants, id));
  expect(() => pickWording([], 'x')).toThrow('no variants');
});

test.each([
  ['Ana María Pérez', ', Ana'],
  ['  Beto  ', ', Beto'],
  ['', ''],
  ['   ', ''],
  [null, ''],
])('%o is greeted as "%s"', (name, greeting) => {
  expect(vocative(name)).toBe(greeting);
});

test('no name and no list of lines is cut inside a character, and none is too long', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '😀', '👩‍👧', 'ñ'), minLength: 30, maxLength: 300, size: 'max' });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 12 }), (lines) => {
      const list = listLines(lines.map((line) => `• ${line}`));
      expect(list.isWellFormed()).toBe(true);
      expect(list.length).toBeLessThanOrEqual(402);
      const greeting = vocative(lines.join(''));
      expect(greeting.isWellFormed()).toBe(true);
      expect(greeting.length).toBeLessThanOrEqual(42);
    }),
  );
});

test('a list that fits is whole; one that does not says so', () => {
  expect(listLines(['a', 'b'])).toBe('a\nb');
  expect(listLines([])).toBe('');
  expect(listLines(['x'.repeat(300), 'y'.repeat(300)])).toBe(`${'x'.repeat(300)}\n…`);
});

test.each(LANGUAGES)(
  '%s follows up with all that it is given, in words of its own, and leaves no brace',
  (language) => {
    const values = {
      name: ', Ana',
      url: 'https://shop.example/c/1',
      minutes: 9,
      lines: '• 1 × Gorra',
      total: '$9',
      product: 'Gorra',
    };
    const parts = {
      publicLink: [values.url],
      holdEnds: [values.lines, values.total, '9'],
      cartWaits: [values.lines],
      lastCall: [values.lines],
      backInStock: [values.product],
    } as const;
    for (const what of FOLLOW_UPS) {
      const said = new Set(
        Array.from({ length: 40 }, (_, seed) => sayFollowUp(what, { locale: language, seed: `${seed}`, values })),
      );
      expect(said.size).toBeGreaterThanOrEqual(2);
      for (const text of said) {
        expect(text).toContain('Ana');
        expect(text).not.toMatch(/[{}]/);
        for (const part of parts[what]) expect(text).toContain(part);
        if (language !== 'en') expect(text).not.toBe(sayFollowUp(what, { locale: 'de', seed: '0', values }));
      }
    }
  },
);
