import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponentOf, formatDecimal, formatMoney, parseMinor, sumMinor } from '../../dashboard/src/lib/money.ts';
import { exponentOf as exponentOnServer } from '../../src/domain/payments/money.ts';

test('minor units become decimals of the currency', () => {
  expect(formatDecimal('9990', 'CLP')).toBe('9990');
  expect(formatDecimal('1050', 'PEN')).toBe('10.50');
  expect(formatDecimal('5', 'PEN')).toBe('0.05');
  expect(formatDecimal('-5', 'PEN')).toBe('-0.05');
  expect(formatDecimal('1', 'KWD')).toBe('0.001');
});

test('money is written as people of the language write it, exactly for any size', () => {
  expect(formatMoney({ amountMinor: '9990', currency: 'CLP' }, 'es')).toMatch(/^9990\s\$$/);
  expect(formatMoney({ amountMinor: '123456', currency: 'USD' }, 'en')).toBe('$1,234.56');
  expect(formatMoney({ amountMinor: '900719925474099312', currency: 'USD' }, 'en')).toBe('$9,007,199,254,740,993.12');
});

test('typed prices are read with either mark, and what is no price is refused', () => {
  expect(parseMinor('9.990', 'CLP')).toBe('9990');
  expect(parseMinor('$ 9990', 'CLP')).toBe('9990');
  expect(parseMinor('1.990,50', 'PEN')).toBe('199050');
  expect(parseMinor('1,990.5', 'PEN')).toBe('199050');
  expect(parseMinor('10', 'PEN')).toBe('1000');
  expect(parseMinor('0', 'CLP')).toBe('0');
  expect(parseMinor('9.99', 'CLP')).toBeNull();
  expect(parseMinor('1.2345', 'PEN')).toBeNull();
  expect(parseMinor('-1', 'CLP')).toBeNull();
  expect(parseMinor('free', 'CLP')).toBeNull();
  expect(parseMinor('', 'CLP')).toBeNull();
});

test('what is written as a decimal is read back as the same minor units', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 18n }),
      fc.constantFrom('CLP', 'PEN', 'USD', 'KWD'),
      (minor, currency) => {
        expect(parseMinor(formatDecimal(String(minor), currency), currency)).toBe(String(minor));
      },
    ),
  );
});

test('the server and the dashboard agree on the decimals of every currency', () => {
  const decimals = (find: (currency: string) => number) =>
    Object.fromEntries(Intl.supportedValuesOf('currency').map((currency) => [currency, find(currency)]));
  expect(decimals(exponentOf)).toEqual(decimals(exponentOnServer));
});

test('sums are exact', () => {
  expect(sumMinor([])).toBe('0');
  expect(sumMinor(['9007199254740993', '1'])).toBe('9007199254740994');
});
