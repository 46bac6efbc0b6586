import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponentOf, formatMoney, toMajorText, toMinor } from '../../../src/domain/payments/money.ts';

const currency = fc.constantFrom('CLP', 'COP', 'USD', 'MXN', 'JPY', 'KWD', 'BRL');

test('an amount written out and read back is the same, however large', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), currency, (amountMinor, code) => {
      expect(toMinor(toMajorText(amountMinor, code), code)).toBe(amountMinor);
    }),
  );
});

test('an amount that JSON carried as a number is read exactly, up to 2^53 minor units', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 13 }), currency, (amount, code) => {
      const number = JSON.parse(toMajorText(BigInt(amount), code)) as number;
      expect(toMinor(number, code)).toBe(BigInt(amount));
    }),
  );
});

test.each([
  [149.9, 'MXN', 14_990n],
  [4.35, 'USD', 435n],
  [1.005, 'KWD', 1_005n],
  [19_990, 'CLP', 19_990n],
  ['19990.00', 'CLP', 19_990n],
  ['0.1', 'USD', 10n],
  [0, 'USD', 0n],
  ['-12.50', 'USD', -1_250n],
  ['00012.5', 'USD', 1_250n],
])('%s %s is %s minor units', (major, code, minor) => {
  expect(toMinor(major, code)).toBe(minor);
});

test.each([
  [1e21, 'CLP'],
  [1e-7, 'USD'],
  [0.1 + 0.2, 'USD'],
  [Number.NaN, 'USD'],
  [Number.POSITIVE_INFINITY, 'USD'],
  [2 ** 53, 'CLP'],
  [90_071_992_547_409.94, 'USD'],
  [149.9, 'CLP'],
  ['', 'USD'],
  ['1,5', 'USD'],
  ['1.', 'USD'],
  ['.5', 'USD'],
  [' 1', 'USD'],
  ['1e3', 'USD'],
])('%s is refused as an amount in %s instead of being rounded', (major, code) => {
  expect(() => toMinor(major, code)).toThrow(RangeError);
});

test('digits after the point follow ISO 4217, also where Intl says otherwise', () => {
  expect(['CLP', 'COP', 'USD', 'KWD', 'XXX'].map(exponentOf)).toEqual([0, 2, 2, 3, 2]);
});

// Intl puts narrow and wide spaces, which no reader tells apart.
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u200e\u200f\u061c]/g, '');

test.each([
  ['es-CL', 'CLP', 15_990n, '$15.990'],
  ['en-US', 'USD', 1_990n, '$19.90'],
  ['es-MX', 'USD', 1_990n, 'USD 19.90'],
  ['pt-BR', 'BRL', 123_456n, 'R$ 1.234,56'],
  ['fr-FR', 'EUR', 123_456n, '1 234,56 €'],
  ['es-CO', 'COP', 1_599_000n, '$ 15.990,00'],
  ['en-US', 'USD', 12_345_678_901_234_567_890_12n, '$12,345,678,901,234,567,890.12'],
])('a reader of %s sees %s %s as %s', (locale, code, amountMinor, text) => {
  expect(plain(formatMoney({ amountMinor, currency: code, locale }))).toBe(text);
});
