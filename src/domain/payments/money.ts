/** Digits after the point, where they are not two (ISO 4217). Intl is no source for this: it says 0 for COP. */
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

/** How many digits a currency has after the point. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** Minor units as the decimal text of the major unit: 1990n USD is "19.90", 1990n CLP is "1990". */
export function toMajorText(amountMinor: bigint, currency: string): string {
  const exponent = exponentOf(currency);
  if (exponent === 0) return amountMinor.toString();
  const sign = amountMinor < 0n ? '-' : '';
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(exponent + 1, '0');
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/**
 * A decimal text or number in major units as minor units. Numbers are read as they print: 149.9 is 149.90.
 * @throws RangeError when it is no decimal, has more digits after the point than the currency, or is a number too large
 *   to be exact (2^53 minor units).
 */
export function toMinor(major: string | number, currency: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(major));
  const exponent = exponentOf(currency);
  const fraction = (match?.[3] ?? '').replace(/0+$/, '');
  if (!match || fraction.length > exponent) {
    throw new RangeError(
      `${major} is no amount in ${currency}. Expected a decimal with up to ${exponent} digits after the point.`,
    );
  }
  const digits = BigInt(`${match[2]}${fraction.padEnd(exponent, '0')}`);
  if (typeof major === 'number' && digits > Number.MAX_SAFE_INTEGER) {
    throw new RangeError(`${major} is too large to be exact as a number. Give the amount as a text.`);
  }
  return match[1] === '-' ? -digits : digits;
}

/** An amount as a person of the locale reads it, such as "$ 15.990" or "US$19.90". */
export function formatMoney(input: {
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly locale: string;
}): string {
  const digits = exponentOf(input.currency);
  return new Intl.NumberFormat(input.locale, {
    style: 'currency',
    currency: input.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(toMajorText(input.amountMinor, input.currency) as Intl.StringNumericLiteral);
}
