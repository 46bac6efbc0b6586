/**
 * One piece of a comment. `text` is lower case without accents. `value`: what a number says; `times`: written as a
 * count ("x2", "+3"). `isName`: capitalised inside a sentence, so rather a name than a word. `isPart`: a small letter
 * among words, which joins them and is no code: "virement fait à l'instant".
 */
export type Token = {
  readonly text: string;
  readonly kind: 'word' | 'number' | 'mark' | 'emoji' | 'tag' | 'link' | 'phone' | 'price' | 'sticker';
  readonly value?: number;
  readonly times?: boolean;
  readonly isName?: boolean;
  readonly isPart?: boolean;
};

const LINK =
  /(?:https?:\/\/|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:(?:com|net|org|example|shop|site|online|link|xyz|app|info|store)(?:\/\S*)?|[a-z]{2,6}\/\S+)/giu;
const PIECES = new RegExp(
  [
    '(?<sticker>\\[[^\\]]{0,40}\\])',
    '(?<tag>@[\\p{L}\\p{N}_.]+)',
    '(?<price>(?:r\\$|us\\$|s/\\.?|[$€£])\\s?\\d[\\d.,]*|\\d[\\d.,]*\\s?[€£$](?!\\d))',
    '(?<phone>\\+?\\(?\\d[\\d\\s().-]{6,}\\d)',
    "(?<word>[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*(?:[/.,'×-][\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*)*)",
    '(?<plus>\\+)',
    '(?<mark>[?¿؟]+|!+|…|\\.+|[,،、。।;:\\n&%])',
    '(?<emoji>\\p{Extended_Pictographic}(?:\\u200d[\\p{Extended_Pictographic}♀♂]|[\\u{1f3fb}-\\u{1f3ff}])*)',
  ].join('|'),
  'giu',
);
const FRACTIONS: Readonly<Record<string, string>> = { '½': '.5', '¼': '.25', '¾': '.75' };
const DIGITS: Readonly<Record<string, string>> = Object.fromEntries([
  ...[...'٠١٢٣٤٥٦٧٨٩'].map((digit, value) => [digit, String(value)]),
  ...[...'۰۱۲۳۴۵۶۷۸۹'].map((digit, value) => [digit, String(value)]),
  ...[...'०१२३४५६७८९'].map((digit, value) => [digit, String(value)]),
]);
// Letters that are a letter with a stroke, or one without its dot, and come apart in no decomposition.
const LETTERS: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', đ: 'd', ø: 'o', ß: 'ss', œ: 'oe', æ: 'ae', ґ: 'г' };
// Signs that may be left out: accents, vowel points, the dot below of borrowed sounds. The vowels of Indic and Thai
// letters are signs too, and stay.
const SIGNS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]|\u093c|\u200c|\ufe0f/gu;

/** Lower case, without accents, with Latin digits; letters stretched for emphasis are brought back to one. */
export function normalise(text: string): string {
  return plain(text).toLowerCase().trim();
}

// Plain ASCII, which most comments are, needs none of the rest.
const ASCII = /^[\n -~]*$/;

function plain(text: string): string {
  const flat = ASCII.test(text) ? text : withoutSigns(text);
  // "30 000" is one number.
  const joined = flat.includes(' 000') ? flat.replace(/(?<!\d)(\d{1,3}) (?=000(?!\d))/g, '$1') : flat;
  return joined.replace(/([a-wyzA-WYZ\u0370-\u06ff])\1{2,}|([xX])\2{4,}/gu, '$1$2');
}

const FAR = /[\u0370-\u1fff]/;

function withoutSigns(text: string): string {
  const latin = text
    .replace(/(?<![\p{L}\p{N}])é(?![\p{L}\p{N}])/giu, 'eh')
    .replace(/(?<![\p{L}\p{N}])sí(?![\p{L}\p{N}])/giu, 'sip')
    .replace(/[½¼¾]/g, (sign) => FRACTIONS[sign] ?? sign)
    .replace(/n[º°]\.?\s*(?=\d)/giu, 'num ')
    .replace(/[ªº]/g, '')
    .normalize('NFKD')
    .replace(SIGNS, '')
    .normalize('NFC')
    .replace(/[’`´ʼ]/g, "'")
    .replace(/[ıłđøßœæґŁĐØŒÆҐ]/g, (letter) => LETTERS[letter.toLowerCase()] ?? letter)
    .replace(/×/g, 'x');
  if (!FAR.test(latin)) return latin;
  return latin
    .replace(/[٠-٩۰-۹०-९]/g, (digit) => DIGITS[digit] ?? digit)
    .replace(/ँ/g, 'ं')
    .replace(/وا(?!\p{L})/gu, 'و')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/ک/g, 'ك')
    .replace(/ی/g, 'ي');
}

/** Cuts a comment into tokens. `isWhole` knows spellings with signs inside that stay one piece: codes, SKUs and sizes. */
export function tokenise(text: string, isWhole: (squeezed: string) => boolean): readonly Token[] {
  const tokens: Token[] = [];
  const flat = plain(text);
  const source = flat.includes('.') || flat.includes('/') ? flat.replace(LINK, ' \u0001 ') : flat;
  if (source.includes('\u0001')) tokens.push({ text: 'link', kind: 'link' });
  let isStart = true;
  let isPlus = false;
  for (const match of source.matchAll(PIECES)) {
    const groups = match.groups ?? {};
    const piece = match[0];
    if (groups['plus']) {
      // "C1 + 21" joins two, "C1 +2" counts.
      isPlus = source[match.index + 1] !== ' ';
      tokens.push({ text: '+', kind: 'mark' });
      continue;
    }
    if (groups['word']) addWords(tokens, piece, { isWhole, isStart, isPlus });
    else if (groups['tag']) addTag(tokens, piece, source.slice(match.index + piece.length));
    else if (groups['phone']) addPhone(tokens, piece, isWhole);
    else if (groups['mark']) tokens.push({ text: markOf(piece), kind: 'mark' });
    else
      tokens.push({
        text: piece.toLowerCase(),
        kind: (groups['price'] && 'price') || (groups['sticker'] && 'sticker') || 'emoji',
      });
    isStart = Boolean(groups['mark']) && /[.?!\n]/.test(piece);
    isPlus = false;
  }
  return withParts(tokens);
}

const WORDS_OF_A_CODE = 2;

function withParts(tokens: readonly Token[]): readonly Token[] {
  const isSentence = tokens.filter(({ kind }) => kind === 'word' || kind === 'number').length > WORDS_OF_A_CODE;
  return isSentence ? tokens : tokens.map((token) => (token.isPart ? { ...token, isPart: false } : token));
}

function markOf(piece: string): string {
  if (/[?؟]/.test(piece)) return '?';
  if (piece.startsWith('¿')) return '¿';
  return piece.startsWith('..') || piece === '…'
    ? '…'
    : /[،、]/.test(piece)
      ? ','
      : /[。।]/.test(piece)
        ? '.'
        : (piece[0] ?? '');
}

function addTag(tokens: Token[], piece: string, rest: string): void {
  tokens.push({ text: piece.toLowerCase(), kind: 'tag' });
  const surname = /^ (\p{Lu}\p{Ll}+)(?=[ ,!?]|$)/u.exec(rest)?.[1];
  if (surname) tokens.push({ text: surname.toLowerCase(), kind: 'tag' });
}

function addPhone(tokens: Token[], piece: string, isWhole: (squeezed: string) => boolean): void {
  const numbers = piece.split(/[\s().]+/).filter(Boolean);
  const digits = piece.replace(/\D/g, '').length;
  if (digits >= 8 && !numbers.every((part) => part.length <= 3 && isWhole(part)))
    tokens.push({ text: 'phone', kind: 'phone' });
  else for (const part of numbers) addWords(tokens, part, { isWhole, isStart: false, isPlus: false });
}

const ELISION = /^(?:[jldcmnst]|qu|jusqu|lorsqu|puisqu)'(?=\p{L}{2,}|[ay](?!\p{L}))(?!(?:ll|re|ve)$)/iu;

function addWords(
  tokens: Token[],
  piece: string,
  given: { isWhole: (squeezed: string) => boolean; isStart: boolean; isPlus: boolean },
): void {
  const hasSign = piece.includes("'");
  const elided = hasSign && ELISION.exec(piece)?.[0];
  if (elided) {
    addWords(tokens, elided.slice(0, -1), given);
    addWords(tokens, piece.slice(elided.length), { ...given, isStart: false });
    return;
  }
  // "A1'den": an ending that the sign keeps apart from a code or a number.
  const [head = '', tail] = hasSign ? piece.split(/'(?=\p{L}{1,5}$)/u) : [];
  if (tail !== undefined && (/^\d+$/.test(head) || (/\d/.test(head) && given.isWhole(head.toLowerCase())))) {
    addWords(tokens, head, given);
    return;
  }
  const lower = piece.toLowerCase().replaceAll("'", '');
  if (/[/.,-]/.test(lower)) {
    const squeezed = lower.replace(/[/.,-]/g, '');
    if (given.isWhole(squeezed)) {
      const value = /^\d+[.,]\d+$/.test(lower) ? { value: Number(lower.replace(',', '.')) } : {};
      tokens.push({ text: squeezed, kind: 'word', ...value });
    } else if (/^\d+[.,]\d{1,2}$/.test(lower)) tokens.push(number(lower.replace(',', '.'), given.isPlus));
    else if (/^\d{1,3}(?:[.,]\d{3})+$/.test(lower)) tokens.push(number(lower.replace(/[.,]/g, ''), false));
    else for (const part of piece.split(/[/.,-]/)) addWords(tokens, part, { ...given, isStart: true });
    return;
  }
  const count = /^(?:x(\d{1,2})|(\d{1,2})x)$/.exec(lower);
  if (count) tokens.push(number(count[1] ?? count[2] ?? '', true));
  else if (/^\d+$/.test(lower)) tokens.push(number(lower, given.isPlus));
  else {
    const isName = !given.isStart && /^\p{Lu}\p{Ll}/u.test(piece);
    tokens.push({ text: lower, kind: 'word', isName, isPart: /^[a-z]$/.test(piece) });
  }
}

function number(text: string, times: boolean): Token {
  return { text, kind: 'number', value: Number(text), times };
}
