import type { IndexedSku, Model } from '../catalogue/compile-catalogue.ts';
import { numberOf } from '../lexicon/load-lexicon.ts';
import { keyOf } from '../text/respell.ts';
import type { Token } from '../text/tokenise.ts';
import { codeAt, isName, type Mention, type Reading } from './mention.ts';
import { likenessOf } from './score-models.ts';

const LETTER_SIZE = /^(?:\d?x{1,4}[sl]|[2-5]xl)$/;

const QUANTITY_MAX = 99;
const TIMES = /^(?:x|times|mal|fois)$/;

// "5 mm" says how long, not how many.
const MEASURE = /^(?:mm|cm|kg|ml|lbs?|oz|ft|inch|inches|pulgadas|polegadas|watts?|gb|tb)$/;
const HALVES = new Set('media medio meia meio half demi mezzo نص نصف'.split(' '));
const WHOLE_UNITS = new Set('kg kilo kilos quilo quilos litro litros litre litres liter liters كيلو لتر'.split(' '));
const DOZEN = /^(?:docen|duzia|dozen|douzain|درزن|دزينه|دسته)/;

/** Whether a word before the number says what it is: "talla 40", "código 10". */
export function isLabelled(reading: Reading, place: number, name: 'sizeword' | 'codeword'): boolean {
  const before = reading.tokens[place - 1];
  return before !== undefined && before.text.length > 2 && reading.covers[place - 1]?.has(name) === true;
}

export function sizeAt(reading: Reading, place: number): (Partial<Mention> & { dim: 'size' }) | null {
  const token = reading.tokens[place] as Token;
  const text = token.kind === 'number' && !token.times ? String(token.value) : token.text;
  const two = `${token.text}${reading.tokens[place + 1]?.text ?? ''}`;
  if (token.times || isLabelled(reading, place, 'codeword')) return null;
  const ofAge = ageSize(reading, place, two);
  if (ofAge) return ofAge;
  if (isNoise(reading, place)) return null;
  const measure = measureAt(reading, place);
  if (measure) return measure;
  const value = numberOf(token.text, reading.languages);
  const half = reading.covers[place + 1]?.get('half');
  const spoken = value === undefined ? null : String(half?.start === place + 1 ? value + 0.5 : value);
  const counted = `${value ?? text}${unitOf(reading.tokens[place + 1]?.text)}`;
  const one = singularOf(reading, place);
  for (const model of reading.scopes[place] ?? []) {
    if (one !== null && model.sizes.has(one) && !model.sizes.has(text)) return { dim: 'size', text: one };
    if (model.sizes.has(two) && !model.sizes.has(text)) return { dim: 'size', text: two, end: place + 2 };
    if (counted !== text && model.sizes.has(counted)) return { dim: 'size', text: counted, end: place + 2 };
    if (spoken !== null && half && model.sizes.has(spoken)) return { dim: 'size', text: spoken, end: half.end };
    if (spoken !== null && (value ?? 0) >= 4 && model.sizes.has(spoken)) return { dim: 'size', text: spoken };
    const isInitial = token.isPart === true && !model.order.includes(text);
    if (model.sizes.has(text) && !isInitial && !isOrdinaryWord(token, reading, place))
      return { dim: 'size', text, end: place + unitAfter(reading, place, model) };
  }
  const isLabel = isLabelled(reading, place, 'sizeword') && !reading.covers[place + 1]?.has('unit');
  if (LETTER_SIZE.test(text) || (isLabel && (token.kind === 'number' || /^[sml]$/.test(text))))
    return { dim: 'size', text, isUnknown: true };
  return null;
}

const COUNTED_BY = /^(?:of|the|them|those|these|de|das|dos|des|les|las|los|as|os|zwei|drei)$/;

/** "couple of mediums", "two of the fives": after a number, an article or "of", a size in the plural. */
function singularOf(reading: Reading, place: number): string | null {
  const { text, kind } = reading.tokens[place] as Token;
  if (kind !== 'word' || !/[^s]s$/.test(text)) return null;
  if (!COUNTED_BY.test(reading.tokens[place - 1]?.text ?? '') && !isNumberAt(reading, place - 1)) return null;
  const one = text.slice(0, -1);
  const value = numberOf(one, reading.languages) ?? numberOf(text.slice(0, -2), reading.languages);
  return value === undefined ? one : String(value);
}

/** "meio quilo", "la de kilo", and the unit in "2 kg" where the goods come in packs of one: half or one of a unit is a size. */
function measureAt(reading: Reading, place: number): (Partial<Mention> & { dim: 'size' }) | null {
  const { text } = reading.tokens[place] as Token;
  const isHalf = HALVES.has(text);
  const next = isHalf ? (reading.tokens[place + 1]?.text ?? '') : text;
  if (!WHOLE_UNITS.has(next)) return null;
  const size = `${isHalf ? '.5' : '1'}${unitOf(next)}`;
  return reading.scopes[place]?.some(({ sizes }) => sizes.has(size))
    ? { dim: 'size', text: size, end: place + (isHalf ? 2 : 1) }
    : null;
}

const PACKS_MAX = 9;

/** "2 kg" of what is packed by the kilo are two packs. */
function countsPacks(reading: Reading, place: number): boolean {
  const next = reading.tokens[place + 1]?.text ?? '';
  const isPacked = WHOLE_UNITS.has(next) && measureAt(reading, place + 1) !== null;
  return isPacked && (reading.tokens[place]?.value ?? 0) <= PACKS_MAX && !isKind(reading, place);
}

/** "4 ans" is a size where sizes are ages or lengths of time, and none where they are not. */
function ageSize(reading: Reading, place: number, two: string): (Partial<Mention> & { dim: 'size' }) | null {
  const next = reading.covers[place + 1];
  if (reading.tokens[place]?.kind !== 'number' || !next || !['age', 'time'].some((name) => next.has(name))) return null;
  for (const model of reading.scopes[place] ?? []) {
    if (model.sizes.has(two)) return { dim: 'size', text: two, end: place + 2 };
    const unit = (reading.tokens[place + 1]?.text ?? '').slice(0, 2);
    if (model.order.some((size) => size.replace(/^[\d\W]+/, '').startsWith(unit)))
      return { dim: 'size', text: two, end: place + 2, isUnknown: true };
  }
  return null;
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:litros?|litres?|liters?|لتر)$/, 'l'],
  [/^(?:quilos?|kilos?|كيلو)$/, 'kg'],
  [/^(?:gram[oa]s?|grammes?|grams?|غرام|جرام)$/, 'g'],
  [/^(?:metros?|metres?|meters?)$/, 'm'],
];

/** How catalogues write a unit: "dois litros" is the size "2 L". */
function unitOf(word = ''): string {
  return UNITS.find(([spoken]) => spoken.test(word))?.[1] ?? word;
}

// "10 qt" is one size although "10" says it already.
function unitAfter(reading: Reading, place: number, model: Model): number {
  const next = reading.tokens[place + 1]?.text ?? '';
  const size = model.sizes.get(reading.tokens[place]?.text ?? '') ?? '';
  return next.length > 0 && size.replace(/^[\d.]+/, '') === next ? 2 : 1;
}

// "medio" or "chico" is a size only where it does not begin or join a sentence.
function isOrdinaryWord(token: Token, reading: Reading, place: number): boolean {
  const covers = reading.covers[place];
  return (
    token.kind === 'word' &&
    token.text.length <= 2 &&
    /^[a-z]+$/.test(token.text) &&
    (covers?.has('claim') === true || covers?.has('request') === true)
  );
}

const COUNT_LABEL = /^(?:sean|sea|seja|sejam|it|qty|quantity|cantidad|quantidade|quantite|عدد|العدد|عددها|عددهم)$/;

/** A number counts when what follows is no piece of the model whose code it would be: "3 autitos" with a code 3. */
export function isCounted(reading: Reading, place: number, skus: readonly IndexedSku[]): boolean {
  const token = reading.tokens[place];
  const next = reading.tokens[place + 1];
  if (token?.kind !== 'number') return false;
  const covers = reading.covers[place + 1];
  if (COUNT_LABEL.test(reading.tokens[place - 1]?.text ?? '')) return true;
  if (!next) return false;
  if (covers?.has('unit') || covers?.has('pair') || next.text === 'x') return true;
  if (codeAt(reading.index, next) && next.kind === 'word') return true;
  const key = keyOf(next.text);
  // "2 brancas": a plural after a small number is counted, even when the number is its code.
  const isPlural = (token.value ?? 0) > 1 && (token.value ?? 0) <= 12 && /[^s]s$/.test(next.text);
  if (isPlural && (reading.index.colors.has(key) || isName(reading.index, next, covers))) return true;
  if (!isName(reading.index, next, covers)) return false;
  const model = reading.index.models[skus[0]?.model ?? -1];
  return !(model?.words.has(key) || skus.some(({ own, colors }) => own.has(key) || colors.has(key)));
}

/** Prices, ages, times and dates are no sizes, codes or quantities. */
export function isNoise(reading: Reading, place: number): boolean {
  const [before, after] = [reading.covers[place - 1], reading.covers[place + 1]];
  // "uno menos" takes off one.
  if (reading.covers[place]?.has('remove')) return false;
  if (after && ['age', 'money', 'time'].some((name) => after.has(name))) return true;
  if (before?.has('date')) return true;
  const word = reading.tokens[place - 1]?.text ?? '';
  // "el pack de los 3": the number says what the pack is.
  if (/^(?:los|las|os|as|the|les)$/.test(word) && /^(?:de|of|des)$/.test(reading.tokens[place - 2]?.text ?? ''))
    return true;
  const isDate = word === 'fecha' && before?.has('claim') !== true;
  if ((isDate || /^(?:a las|dia|las|\$)$/.test(word)) && before?.has('size') !== true) return word !== 'las';
  return word === 'de' && reading.covers[place - 2]?.has('person') === true;
}

export function quantityAt(reading: Reading, place: number): (Partial<Mention> & { dim: 'quantity' }) | null {
  const token = reading.tokens[place] as Token;
  const next = reading.tokens[place + 1]?.text ?? '';
  if (isNoise(reading, place) || (MEASURE.test(next) && !countsPacks(reading, place))) return null;
  // "bhej do" sends, it does not count: a number inside a longer filler is none.
  const isFiller = (reading.covers[place]?.get('filler')?.places.length ?? 0) > 1;
  const word = token.kind === 'word' && !isFiller ? numberOf(token.text, reading.languages) : undefined;
  const value = token.kind === 'number' ? token.value : word;
  if (HALVES.has(token.text) && DOZEN.test(next))
    return { dim: 'quantity', quantity: isPack(reading, place, 6) ? 1 : 6, end: place + 2 };
  if (HALVES.has(token.text) && /^(?:a|une|una|uma)$/.test(next) && DOZEN.test(reading.tokens[place + 2]?.text ?? ''))
    return { dim: 'quantity', quantity: isPack(reading, place, 6) ? 1 : 6, end: place + 3 };
  if (value === 1 && HALVES.has(next) && DOZEN.test(reading.tokens[place + 2]?.text ?? ''))
    return { dim: 'quantity', quantity: isPack(reading, place, 6) ? 1 : 6, end: place + 3 };
  if (value === 12 && DOZEN.test(token.text) && isPack(reading, place, 12))
    return { dim: 'quantity', quantity: 1, end: place + 1 };
  if (value === undefined || !Number.isInteger(value) || value < 1 || value > QUANTITY_MAX) return null;
  // "tres pares" are three, not two: after a number, "pares" only says what is counted.
  if (reading.covers[place]?.has('pair') && isNumberAt(reading, place - 1)) return null;
  if (DOZEN.test(next))
    return { dim: 'quantity', quantity: isPack(reading, place, 12) ? value : 12 * value, end: place + 2 };
  // "el de catorce" says which one.
  if (token.kind === 'word' && value > KIND_MIN && isKind(reading, place)) return null;
  if (isInTitle(reading, token.text, next)) return null;
  if (token.kind === 'number' && !token.times && looksLikeSize(reading, value)) return null;
  if (
    token.kind === 'number' &&
    !token.times &&
    (nameHas(reading, place) || isKind(reading, place) || isSibling(reading, place))
  )
    return null;
  const isTimes = token.times === true || TIMES.test(reading.tokens[place - 1]?.text ?? '');
  return { dim: 'quantity', quantity: value, isTimes };
}

export function isNumberAt(reading: Reading, place: number): boolean {
  const token = reading.tokens[place];
  return token !== undefined && (token.kind === 'number' || numberOf(token.text, reading.languages) !== undefined);
}

const KIND_MIN = 4;
const DOZEN_KEYS = ['docena', 'duzia', 'dozen', 'douzaine', 'dutzend', 'درزن', 'دزينه'].map(keyOf);

/** Whether the goods are sold in packs of so many: "una docena" of "Alfajores (12)" is one of them. */
function isPack(reading: Reading, place: number, pieces: number): boolean {
  const models = reading.scopes[place] ?? [];
  const names = pieces === 12 ? ['12', ...DOZEN_KEYS] : [String(pieces)];
  return models.length > 0 && models.every(({ words }) => names.some((name) => words.has(name)));
}

// "44" of shoes that end at 42 is a size that there is not, no quantity.
function looksLikeSize(reading: Reading, value: number): boolean {
  const sizes = (reading.shown?.order ?? []).map(Number).filter(Number.isFinite);
  return value >= 20 && sizes.length > 0 && value >= Math.min(...sizes) * 0.7 && value <= Math.max(...sizes) * 1.4;
}

/** "Tres Patios": number and next word are the name of something here. */
function isInTitle(reading: Reading, text: string, next: string): boolean {
  // The number may be too common a word to be indexed.
  const models = next.length > 2 ? reading.index.postings.get(keyOf(next)) : undefined;
  return (
    models?.some(
      (model) =>
        reading.index.models[model]?.title.has(keyOf(next)) && reading.index.models[model]?.title.has(keyOf(text)),
    ) === true
  );
}

const ARTICLE = /^(?:el|la|o|a|le|the|il|der|die|das|de)$/;
const SIBLING_LIKENESS = 0.5;
const SIBLINGS_MAX = 400;

/** "el 3 me falta" while volume 1 is on screen: its sibling with that number. */
function isSibling(reading: Reading, place: number): boolean {
  const { index, showing } = reading;
  const text = reading.tokens[place]?.text ?? '';
  if (!showing || !ARTICLE.test(reading.tokens[place - 1]?.text ?? '')) return false;
  const models = index.postings.get(text) ?? [];
  return (
    models.length <= SIBLINGS_MAX &&
    models.some((model) => model !== showing.model && likenessOf(index, model, showing.model) >= SIBLING_LIKENESS)
  );
}

// "Tomo 2": a number in the name of what is named, or of the one on screen when nothing else is.
function nameHas(reading: Reading, place: number): boolean {
  const scope = reading.scopes[place] ?? [];
  const text = reading.tokens[place]?.text ?? '';
  const isOf = ['de', 'con', 'of', 'com', 'tomo', 'vol', 'no'].includes(reading.tokens[place - 1]?.text ?? '');
  return scope.some((model) => model.words.has(text)) && (isOf || !scope.every((model) => model.words.has(text)));
}

// "el de 65": a number after "of" says which one, not how many.
function isKind(reading: Reading, place: number): boolean {
  return ['de', 'of'].includes(reading.tokens[place - 1]?.text ?? '');
}

export function nameNumber(
  reading: Reading,
  base: Pick<Mention, 'text' | 'start' | 'end' | 'isJoined' | 'isNot'>,
): Mention | null {
  const isNamed = reading.index.postings.has(base.text) && !isNoise(reading, base.start);
  const isColor = reading.index.colors.has(base.text);
  if (isColor) return { ...base, dim: 'color' };
  return isNamed && (nameHas(reading, base.start) || isKind(reading, base.start) || isSibling(reading, base.start))
    ? { ...base, dim: 'name' }
    : null;
}

export function unknownNumber(
  reading: Reading,
  place: number,
  base: Pick<Mention, 'text' | 'start' | 'end' | 'isJoined' | 'isNot'>,
): Mention | null {
  const before = reading.tokens[place - 1]?.text ?? '';
  const isVariant =
    /^(?:el|la|los|las|o|a|os|as|the|le|en|em|tono|tom|shade|color)$/.test(before) && !isNoise(reading, place);
  if (looksLikeSize(reading, Number(base.text)) && !isNoise(reading, place))
    return { ...base, dim: 'size', isUnknown: true };
  return isVariant && Number(base.text) > 9 && Number(base.text) < 1_000
    ? { ...base, dim: 'size', isUnknown: true }
    : null;
}
