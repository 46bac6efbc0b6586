import type { CatalogueIndex, IndexedSku, Model } from '../catalogue/compile-catalogue.ts';
import type { Signal } from '../lexicon/find-signals.ts';
import { LEXICON, numberOf } from '../lexicon/load-lexicon.ts';
import { keyOf } from '../text/respell.ts';
import type { Token } from '../text/tokenise.ts';
import { scoreModels } from './score-models.ts';

const MARKERS = ['each', 'both', 'same', 'more', 'this', 'small', 'large'] as const;

/** What a word or number says about the goods. `isJoined`: "and", a comma or a plus stands before it. */
export type Mention = {
  readonly dim: 'code' | 'name' | 'color' | 'size' | 'quantity' | (typeof MARKERS)[number];
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isJoined: boolean;
  readonly isNot: boolean;
  readonly quantity?: number;
  readonly isTimes?: boolean;
  readonly isUnknown?: boolean;
  readonly skus?: readonly IndexedSku[];
};

export type Said = {
  readonly tokens: readonly Token[];
  readonly signals: readonly Signal[];
  readonly languages: ReadonlySet<string>;
  readonly index: CatalogueIndex;
  readonly showing: IndexedSku | null;
};

// A word of these is spoken to the seller, not about goods.
const TALK = new Set([
  'claim',
  'want',
  'request',
  'reserve',
  'look',
  'ask',
  'askstart',
  'greet',
  'bye',
  'thanks',
  'paid',
  'optout',
  'cancel',
  'remove',
  'change',
  'if',
  'and',
  'not',
  'sizeword',
  'codeword',
  'correct',
  'status',
  'haggle',
  'both',
  'each',
  'same',
  'half',
  'stop',
  'messages',
]);
const LETTER_SIZE = /^(?:\d?x{1,4}[sl]|[2-5]xl)$/;
const QUANTITY_MAX = 99;
const DOZEN = /^(?:docen|duzia|dozen|douzain)/;

type Reading = Said & {
  readonly covers: readonly ReadonlyMap<string, Signal>[];
  readonly scopes: readonly (readonly Model[])[];
  readonly shown: Model | undefined;
};

/** Everything in a comment that points at goods, in the order of the words. */
export function readMentions(said: Said): readonly Mention[] {
  const covers = said.tokens.map(() => new Map<string, Signal>());
  for (const signal of said.signals) for (const place of signal.places) covers[place]?.set(signal.name, signal);
  const shown = said.showing ? said.index.models[said.showing.model] : undefined;
  const reading: Reading = { ...said, covers, shown, scopes: scopesOf(said, covers, shown) };
  const found: Mention[] = [];
  let isJoined = false;
  for (let place = 0; place < said.tokens.length; ) {
    isJoined ||= isJoint(said.tokens[place], covers[place]);
    const mention = readAt(reading, place, isJoined);
    if (mention) found.push(mention);
    if (mention) isJoined = false;
    place = mention?.end ?? place + 1;
  }
  return found;
}

function isJoint(token: Token | undefined, covers: ReadonlyMap<string, Signal> | undefined): boolean {
  return (
    (token?.kind === 'mark' && ',+;&.…\n:'.includes(token.text)) ||
    covers?.has('and') === true ||
    covers?.has('instead') === true
  );
}

/** For every word, the models whose sizes a number there may be: those named in its part of the comment, else the one on screen. */
function scopesOf(said: Said, covers: Reading['covers'], shown: Model | undefined): readonly (readonly Model[])[] {
  const parts: { readonly end: number; readonly models: readonly Model[] }[] = [];
  let names: string[] = [];
  let named = new Set<number>();
  const close = (end: number) => {
    if (names.length > 0)
      for (const model of scoreModels(said.index, { names, showing: null }).slice(0, 12)) named.add(model);
    parts.push({ end, models: [...named].flatMap((model) => said.index.models[model] ?? []) });
    names = [];
    named = new Set();
  };
  for (const [place, token] of said.tokens.entries()) {
    if (isJoint(token, covers[place])) close(place);
    for (const { model } of (!shown?.sizes.has(token.text) && codeAt(said.index, token)) || []) named.add(model);
    const key = keyOf(token.text);
    const isShownColor = said.index.colors.has(key) && shown?.skus.some(({ colors }) => colors.has(key)) === true;
    if (!isShownColor && isName(said.index, token, covers[place])) names.push(key);
  }
  close(said.tokens.length);
  const others = [...(shown ? [shown] : []), ...parts.flatMap(({ models }) => models)];
  return said.tokens.map((_, place) => {
    const own = parts.find(({ end }) => place < end)?.models ?? [];
    return own.length > 0 ? own : others;
  });
}

function codeAt(index: CatalogueIndex, token: Token): readonly IndexedSku[] | undefined {
  if (token.kind !== 'word' && token.kind !== 'number') return undefined;
  const sku = index.bySku.get(token.text);
  return sku ? [sku] : token.times ? undefined : index.byCode.get(token.text);
}

function isName(index: CatalogueIndex, token: Token, covers: ReadonlyMap<string, Signal> | undefined): boolean {
  if (token.kind !== 'word' || LEXICON.fillers.has(token.text)) return false;
  if (covers) for (const name of covers.keys()) if (TALK.has(name)) return false;
  return index.postings.has(keyOf(token.text)) || index.postings.has(token.text);
}

function readAt(reading: Reading, place: number, isJoined: boolean): Mention | null {
  const token = reading.tokens[place];
  const covers = reading.covers[place];
  if (!token || !covers || (token.kind !== 'word' && token.kind !== 'number')) return null;
  const base = { text: token.text, start: place, end: place + 1, isJoined, isNot: isNegated(reading, place) };
  for (const dim of MARKERS) {
    const signal = covers.get(dim);
    if (signal?.start === place && dim !== 'small' && dim !== 'large' && !(dim === 'this' && countsNext(reading, place))) {
      const text = reading.tokens
        .slice(place, signal.end)
        .map((one) => one.text)
        .join(' ');
      return { ...base, dim, text, end: signal.end };
    }
  }
  const size = sizeAt(reading, place);
  if (size) return { ...base, ...size };
  const skus =
    isLabelled(reading, place, 'sizeword') && reading.shown?.order.length ? undefined : codeAt(reading.index, token);
  if (skus && !isCounted(reading, place, skus) && !isNoise(reading, place)) return { ...base, dim: 'code', skus };
  const quantity = quantityAt(reading, place);
  if (quantity) return { ...base, ...quantity };
  if (token.kind === 'number') return nameNumber(reading, base) ?? unknownNumber(reading, place, base);
  return wordAt(reading, base, covers);
}

/** "one vanilla, one citrus": before goods, "one" counts them. */
function countsNext(reading: Reading, place: number): boolean {
  const [token, next] = [reading.tokens[place], reading.tokens[place + 1]];
  if (!token || next?.kind !== 'word' || numberOf(token.text, reading.languages) !== 1) return false;
  return reading.index.colors.has(keyOf(next.text)) || isName(reading.index, next, reading.covers[place + 1]);
}

function wordAt(
  reading: Reading,
  base: Pick<Mention, 'text' | 'start' | 'end' | 'isJoined' | 'isNot'>,
  covers: ReadonlyMap<string, Signal>,
): Mention | null {
  const key = keyOf(base.text);
  const color = LEXICON.colors.get(base.text) ?? colorOfKey(key);
  const isColor = reading.index.colors.has(key) || (color !== undefined && !reading.index.postings.has(key));
  const isTalk = LEXICON.fillers.has(base.text) || [...covers.keys()].some((name) => TALK.has(name));
  if (isColor && !isTalk) return { ...base, dim: 'color', text: key };
  const isNamed = isName(reading.index, reading.tokens[base.start] as Token, covers) && !covers.has('pair');
  if (!isNamed)
    for (const dim of ['small', 'large'] as const)
      if (covers.has(dim) && (reading.scopes[base.start]?.some((model) => model.order.length > 1) || reading.showing))
        return { ...base, dim };
  if (isNamed)
    return { ...base, dim: 'name', text: reading.index.postings.has(key) ? key : base.text };
  return null;
}

const COLOR_KEYS = new Map([...LEXICON.colors].map(([word, color]) => [keyOf(word), color] as const));

/** The canonical colour of a word key, such as `red` of "roj". */
export function colorOfKey(key: string): string | undefined {
  return key.length > 2 ? COLOR_KEYS.get(key) : undefined;
}

function isNegated(reading: Reading, place: number): boolean {
  for (let before = place - 1; before >= Math.max(0, place - 2); before -= 1) {
    const covers = reading.covers[before];
    if (covers?.has('not') && !covers.has('correct') && !covers.has('change')) return true;
    if (!LEXICON.fillers.has(reading.tokens[before]?.text ?? '')) return false;
  }
  return false;
}

/** Whether a word before the number says what it is: "talla 40", "código 10". */
function isLabelled(reading: Reading, place: number, name: 'sizeword' | 'codeword'): boolean {
  const before = reading.tokens[place - 1];
  return before !== undefined && before.text.length > 2 && reading.covers[place - 1]?.has(name) === true;
}

function sizeAt(reading: Reading, place: number): (Partial<Mention> & { dim: 'size' }) | null {
  const token = reading.tokens[place] as Token;
  const text = token.kind === 'number' && !token.times ? String(token.value) : token.text;
  if (token.times || isNoise(reading, place) || isLabelled(reading, place, 'codeword')) return null;
  const two = `${token.text}${reading.tokens[place + 1]?.text ?? ''}`;
  const value = numberOf(token.text, reading.languages);
  const half = reading.covers[place + 1]?.get('half');
  const spoken = value === undefined ? null : String(half?.start === place + 1 ? value + 0.5 : value);
  for (const model of reading.scopes[place] ?? []) {
    if (model.sizes.has(two) && !model.sizes.has(text)) return { dim: 'size', text: two, end: place + 2 };
    if (spoken !== null && half && model.sizes.has(spoken)) return { dim: 'size', text: spoken, end: half.end };
    if (spoken !== null && (value ?? 0) >= 4 && model.sizes.has(spoken)) return { dim: 'size', text: spoken };
    if (model.sizes.has(text) && !isOrdinaryWord(token, reading, place))
      return { dim: 'size', text, end: place + unitAfter(reading, place, model) };
  }
  const isLabel = isLabelled(reading, place, 'sizeword');
  if (LETTER_SIZE.test(text) || (isLabel && (token.kind === 'number' || /^[sml]$/.test(text))))
    return { dim: 'size', text, isUnknown: true };
  return null;
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

/** A number counts when what follows is no piece of the model whose code it would be: "3 autitos" with a code 3. */
function isCounted(reading: Reading, place: number, skus: readonly IndexedSku[]): boolean {
  const token = reading.tokens[place];
  const next = reading.tokens[place + 1];
  if (token?.kind !== 'number') return false;
  const covers = reading.covers[place + 1];
  if (/^(?:sean|sea|seja|sejam|it)$/.test(reading.tokens[place - 1]?.text ?? '')) return true;
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
function isNoise(reading: Reading, place: number): boolean {
  const [before, after] = [reading.covers[place - 1], reading.covers[place + 1]];
  if (after && ['age', 'money', 'time'].some((name) => after.has(name))) return true;
  if (/^(?:a las|dia|las|fecha|\$)$/.test(reading.tokens[place - 1]?.text ?? '') && before?.has('size') !== true)
    return reading.tokens[place - 1]?.text !== 'las';
  return reading.tokens[place - 1]?.text === 'de' && reading.covers[place - 2]?.has('person') === true;
}

function quantityAt(reading: Reading, place: number): (Partial<Mention> & { dim: 'quantity' }) | null {
  const token = reading.tokens[place] as Token;
  if (isNoise(reading, place)) return null;
  const word = token.kind === 'word' ? numberOf(token.text, reading.languages) : undefined;
  const value = token.kind === 'number' ? token.value : word;
  const next = reading.tokens[place + 1]?.text ?? '';
  if (/^(?:media|meia|half|demi)$/.test(token.text) && DOZEN.test(next))
    return { dim: 'quantity', quantity: 6, end: place + 2 };
  if (value === undefined || !Number.isInteger(value) || value < 1 || value > QUANTITY_MAX) return null;
  if (DOZEN.test(next)) return { dim: 'quantity', quantity: 12 * value, end: place + 2 };
  if (token.kind === 'number' && !token.times && looksLikeSize(reading, value)) return null;
  if (token.kind === 'number' && !token.times && nameHas(reading, place)) return null;
  const isTimes = token.times === true || reading.tokens[place - 1]?.text === 'x';
  return { dim: 'quantity', quantity: value, isTimes };
}

// "44" of shoes that end at 42 is a size that there is not, no quantity.
function looksLikeSize(reading: Reading, value: number): boolean {
  const sizes = (reading.shown?.order ?? []).map(Number).filter(Number.isFinite);
  return value >= 20 && sizes.length > 0 && value >= Math.min(...sizes) * 0.7 && value <= Math.max(...sizes) * 1.4;
}

// "Tomo 2": a number in the name of what is named, or of the one on screen when nothing else is.
function nameHas(reading: Reading, place: number): boolean {
  const scope = reading.scopes[place] ?? [];
  const text = reading.tokens[place]?.text ?? '';
  const isOf = ['de', 'con', 'of', 'com', 'tomo', 'vol', 'no'].includes(reading.tokens[place - 1]?.text ?? '');
  return scope.some((model) => model.words.has(text)) && (isOf || !scope.every((model) => model.words.has(text)));
}

function nameNumber(
  reading: Reading,
  base: Pick<Mention, 'text' | 'start' | 'end' | 'isJoined' | 'isNot'>,
): Mention | null {
  const isNamed = reading.index.postings.has(base.text) && !isNoise(reading, base.start);
  const isColor = reading.index.colors.has(base.text);
  if (isColor) return { ...base, dim: 'color' };
  return isNamed && nameHas(reading, base.start) ? { ...base, dim: 'name' } : null;
}

function unknownNumber(
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
