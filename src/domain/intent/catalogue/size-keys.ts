import { LEXICON } from '../lexicon/load-lexicon.ts';
import { normalise } from '../text/tokenise.ts';
import { squeeze } from './compile-catalogue.ts';

/** `keys`: what a buyer may type → the size. `order`: the sizes, smallest first. */
export type SizeKeys = { readonly keys: ReadonlyMap<string, string>; readonly order: readonly string[] };

const LETTERS = [
  '3xs',
  '2xs',
  'xxs',
  'xs',
  's',
  'sm',
  'm',
  'ml',
  'l',
  'lxl',
  'xl',
  '2xl',
  'xxl',
  '3xl',
  'xxxl',
  '4xl',
  '5xl',
];
const SPELLINGS: Readonly<Record<string, string>> = {
  xxl: '2xl',
  xxxl: '3xl',
  xxxxl: '4xl',
  xxs: '2xs',
  '2xl': 'xxl',
  '3xl': 'xxxl',
  '2xs': 'xxs',
};

/** A size is typed whole ("100x150", "L/XL"), or by the part that tells it from the other sizes of the model ("100"). */
export function sizeKeysOf(texts: readonly string[]): SizeKeys {
  const sizes = new Map(texts.filter(Boolean).map((text) => [squeeze(text), text] as const));
  const keys = new Map<string, string>();
  const parts = new Map<string, string | null>();
  for (const [size, text] of sizes) {
    keys.set(size, size);
    const other = SPELLINGS[size];
    if (other && !sizes.has(other)) keys.set(other, size);
    for (const part of [...partsOf(text, size), ...spokenOf(text)])
      parts.set(part, parts.has(part) && parts.get(part) !== size ? null : size);
  }
  // The part that all sizes share, such as the unit, tells nothing.
  for (const [part, size] of parts) if (size !== null && !keys.has(part)) keys.set(part, size);
  for (const [typed, written] of LEXICON.sizes) {
    const size = keys.get(written);
    if (size && !keys.has(typed)) keys.set(typed, size);
  }
  return { keys, order: [...sizes.keys()].sort((one, other) => rank(one) - rank(other)) };
}

function partsOf(text: string, size: string): readonly string[] {
  const words = normalise(text).match(/\d+(?:\.\d+)?|\p{L}+/gu) ?? [];
  if (words.length < 2) return [];
  // A number as small as a count is a size only together with its unit: "2 m".
  return words.filter(
    (word) =>
      word !== size &&
      (/^\d/.test(word) ? Number(word) > 3 || /^\d+$/.test(size) : word.length > 2 || /[/-]/.test(text)),
  );
}

const RANGE = /^(\d+)\s?-\s?(\d+)\s+\p{L}+$/u;
const HALF_UNIT: Readonly<Record<string, string>> = {
  '500 g': '.5kg',
  '500 ml': '.5l',
  '1/2 kg': '.5kg',
  '1/2 l': '.5l',
};

/** "6-12" of "6-12 mois", "G" of "Grande", half a kilo of "500 g": what is said for a size that is written longer. */
function spokenOf(text: string): readonly string[] {
  const plain = normalise(text);
  const [, from, to] = RANGE.exec(plain) ?? [];
  const half = HALF_UNIT[plain.replace(/(?<=\d)(?=[a-z])/, ' ')];
  return [
    ...(from && to ? [`${from}${to}`] : []),
    ...(half ? [half] : []),
    ...(/^[a-z]{4,}$/.test(plain) ? [plain[0] ?? ''] : []),
  ];
}

function rank(size: string): number {
  const letters = LETTERS.indexOf(size);
  if (letters >= 0) return letters;
  const numbers = size.match(/\d+(?:\.\d+)?/g);
  if (numbers)
    return numbers.map(Number).reduce((sum, value) => sum * 1_000 + value, 0) / 1_000 ** (numbers.length - 1);
  const small = /^(?:chic|peque|small|mini|individual|sencill|simple|single|petit|short|cort)/.test(size);
  const large = /^(?:grande|large|big|king|doble|double|largo|long|gran)/.test(size);
  return small ? 0 : large ? 9 : 5;
}
