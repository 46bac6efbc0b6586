/** Digits after the point where they are not two, the same table as the server's. Intl is no source: it says 0 for COP. */
const EXPONENTS: Readonly<Record<string, number>> = {
  CLP: 0,
  JPY: 0,
  KRW: 0,
  PYG: 0,
  VND: 0,
  ISK: 0,
  UGX: 0,
  XAF: 0,
  XOF: 0,
  BHD: 3,
  JOD: 3,
  KWD: 3,
  OMR: 3,
  TND: 3,
};

export type Money = { readonly amountMinor: string; readonly currency: string };

/** Digits after the point of a currency. */
export const exponentOf = (currency: string): number => EXPONENTS[currency] ?? 2;

/** Minor units as a plain decimal: `formatDecimal('1050', 'PEN')` is `10.50`. */
export function formatDecimal(amountMinor: string, currency: string): string {
  const exponent = exponentOf(currency);
  const negative = amountMinor.startsWith('-');
  const digits = (negative ? amountMinor.slice(1) : amountMinor).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const sign = negative ? '-' : '';
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatterOf(currency: string, language: string): Intl.NumberFormat {
  const key = `${language} ${currency}`;
  const known = formatters.get(key);
  if (known) return known;
  const digits = exponentOf(currency);
  const formatter = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formatters.set(key, formatter);
  return formatter;
}

/** Money as people of the language write it. Exact for any size, since Intl takes decimal strings. */
export function formatMoney(money: Money, language: string): string {
  const decimal = formatDecimal(money.amountMinor, money.currency);
  return formatterOf(money.currency, language).format(decimal as Intl.StringNumericLiteral);
}

/**
 * What a person typed as a price, in minor units; null when it is none or has too many decimals. Both `1.990,50` and
 * `1,990.50` are read; a single group of three after a mark is thousands where the currency has no decimals.
 */
export function parseMinor(text: string, currency: string): string | null {
  const exponent = exponentOf(currency);
  const cleaned = text.replace(/[\s$€£¥]/g, '');
  if (!/^\d[\d.,]*$/.test(cleaned)) return null;
  const lastMark = Math.max(cleaned.lastIndexOf('.'), cleaned.lastIndexOf(','));
  const tail = lastMark === -1 ? '' : cleaned.slice(lastMark + 1);
  const isThousands = lastMark !== -1 && tail.length === 3 && exponent !== 3;
  const whole = (lastMark === -1 || isThousands ? cleaned : cleaned.slice(0, lastMark)).replace(/[.,]/g, '');
  const decimals = isThousands ? '' : tail;
  if (decimals.length > exponent && !/^0*$/.test(decimals.slice(exponent))) return null;
  const minor = `${whole}${decimals.slice(0, exponent).padEnd(exponent, '0')}`.replace(/^0+(?=\d)/, '');
  return minor === '' ? null : minor;
}

/** The sum of amounts in minor units. */
export const sumMinor = (amounts: readonly string[]): string =>
  amounts.reduce((sum, amount) => sum + BigInt(amount), 0n).toString();
