import { normalise } from '../text/tokenise.ts';

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
// Digits as people group them: with one or two spaces, dots, dashes, slashes or brackets between.
const DIGITS = /(?<![\p{L}\p{N}])\+?\(?\p{Nd}(?:[\s().\-–/]{0,2}\p{Nd}){6,}(?![\p{L}\p{N}])/gu;
const CARD_DIGITS_MIN = 12;
const CARD_DIGITS_MAX = 19;

/**
 * A text as it may leave to a vendor: e-mail addresses, card numbers and phone numbers are replaced. `isCode` tells
 * numbers of the catalogue, which stay.
 */
export function maskText(text: string, isCode: (piece: string) => boolean = () => false): string {
  return text.replace(EMAIL, '[email]').replace(DIGITS, (piece) => {
    if (isCode(piece.trim())) return piece;
    return isCard(normalise(piece).replace(/\D/g, '')) ? '[card]' : '[phone]';
  });
}

// The checksum of ISO/IEC 7812-1 (Luhn).
function isCard(digits: string): boolean {
  if (digits.length < CARD_DIGITS_MIN || digits.length > CARD_DIGITS_MAX) return false;
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
