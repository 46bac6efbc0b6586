import type { Model } from '../catalogue/compile-catalogue.ts';
import type { Signal } from '../lexicon/find-signals.ts';
import { LEXICON, numberOf } from '../lexicon/load-lexicon.ts';
import { keyOf } from '../text/respell.ts';
import type { Token } from '../text/tokenise.ts';
import { codeAt, isJoint, isName, MARKERS, type Mention, type Reading, type Said, scopesOf, TALK } from './mention.ts';
import {
  isCounted,
  isLabelled,
  isNoise,
  isNumberAt,
  nameNumber,
  quantityAt,
  sizeAt,
  unknownNumber,
} from './read-numbers.ts';

// "swap my lavender for pumpkin": two pieces, not one.
export const SWAPPED_FOR = /^(?:por|x|pra|para|pelo|pela|for|to|contre|par|with|ب)$/;

/** Everything in a comment that points at goods, in the order of the words. */
export function readMentions(said: Said): readonly Mention[] {
  const covers = said.tokens.map(() => new Map<string, Signal>());
  const longestLast = [...said.signals].sort((one, other) => one.places.length - other.places.length);
  for (const signal of longestLast) for (const place of signal.places) covers[place]?.set(signal.name, signal);
  const shown = said.showing ? said.index.models[said.showing.model] : undefined;
  const reading: Reading = { ...said, covers, shown, scopes: scopesOf(said, covers, shown) };
  const found: Mention[] = [];
  const isSwap = said.signals.some(({ name }) => name === 'change' || name === 'instead');
  let isJoined = false;
  for (let place = 0; place < said.tokens.length; ) {
    isJoined ||=
      isJoint(said.tokens[place], covers[place]) || (isSwap && SWAPPED_FOR.test(said.tokens[place]?.text ?? ''));
    const mention = readAt(reading, place, isJoined);
    if (mention) found.push(mention);
    if (mention) isJoined = false;
    place = mention?.end ?? place + 1;
  }
  return found;
}

function readAt(reading: Reading, place: number, isJoined: boolean): Mention | null {
  const token = reading.tokens[place];
  const covers = reading.covers[place];
  if (!token || !covers || (token.kind !== 'word' && token.kind !== 'number')) return null;
  const base = { text: token.text, start: place, end: place + 1, isJoined, isNot: isNegated(reading, place) };
  for (const dim of MARKERS) {
    const signal = covers.get(dim);
    if (
      signal?.start === place &&
      dim !== 'small' &&
      dim !== 'large' &&
      !(dim === 'this' && countsNext(reading, place)) &&
      !(dim === 'both' && /^(?:de|of)$/.test(reading.tokens[place - 1]?.text ?? ''))
    ) {
      const text = reading.tokens
        .slice(place, signal.end)
        .map((one) => one.text)
        .join(' ');
      return { ...base, dim, text, end: signal.end };
    }
  }
  const size = sizeAt(reading, place);
  if (size) return { ...base, ...size };
  const isSize = isLabelled(reading, place, 'sizeword') && !isLabelled(reading, place, 'codeword');
  const skus = isSize && reading.shown?.order.length ? undefined : codeAt(reading.index, token);
  if (skus && !isCounted(reading, place, skus) && !isNoise(reading, place)) return { ...base, dim: 'code', skus };
  const quantity = quantityAt(reading, place);
  if (quantity) return { ...base, ...quantity };
  if (token.kind === 'number') return nameNumber(reading, base) ?? unknownNumber(reading, place, base);
  return wordAt(reading, base, covers);
}

/** "one vanilla, one citrus": before goods, "one" counts them. */
function countsNext(reading: Reading, place: number): boolean {
  const [token, next] = [reading.tokens[place], reading.tokens[place + 1]];
  if (!token || numberOf(token.text, reading.languages) !== 1) return false;
  if (reading.covers[place - 1]?.has('only') || reading.covers[place]?.has('only')) return true;
  if (next?.kind !== 'word') return false;
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
  // A filler of another language may be a colour of this shop: "tan".
  const isFiller = reading.index.colors.has(key)
    ? covers.has('filler') && reading.tokens.length > 3
    : LEXICON.fillers.has(base.text);
  const isTalk = isFiller || [...covers.keys()].some((name) => TALK.has(name) || name === 'pair' || name === 'unit');
  if (isColor && !isTalk && !isRatherName(reading, base.start, key)) return { ...base, dim: 'color', text: key };
  const isNamed =
    isName(reading.index, reading.tokens[base.start] as Token, covers) &&
    !covers.has('pair') &&
    !isPacking(reading, base, covers);
  // "grand so, one teal": inside a phrase of manners, the word says no size.
  if (!isNamed && (covers.get('filler')?.places.length ?? 0) < 2)
    for (const dim of ['small', 'large'] as const)
      if (covers.has(dim) && (reading.scopes[base.start]?.some((model) => model.order.length > 1) || reading.showing))
        return { ...base, dim };
  if (isNamed) return { ...base, dim: 'name', text: reading.index.postings.has(key) ? key : base.text };
  return null;
}

/** "1 kg de tilápia" of a shop that has fish fingers of it too: a flavour of nothing that is named or on screen is a name. */
function isRatherName(reading: Reading, place: number, key: string): boolean {
  if (!reading.index.postings.has(key) || colorOfKey(key) !== undefined) return false;
  const isColorHere = ({ skus }: Model) => skus.some(({ colors }) => colors.has(key));
  return !(reading.scopes[place] ?? []).some(isColorHere) && reading.shown !== undefined && !isColorHere(reading.shown);
}

/** "4 pacotes" counts packs; the seller's "kit" is meant only where nothing is counted. */
function isPacking(
  reading: Reading,
  base: Pick<Mention, 'text' | 'start'>,
  covers: ReadonlyMap<string, Signal>,
): boolean {
  if (!covers.has('unit') || !reading.showing || !isNumberAt(reading, base.start - 1)) return false;
  const { spoken } = reading.index;
  return !spoken.has(base.text) && !spoken.has(base.text.replace(/e?s$/, ''));
}

const COLOR_KEYS = new Map([...LEXICON.colors].map(([word, color]) => [keyOf(word), color] as const));

/** The canonical colour of a word key, such as `red` of "roj". */
export function colorOfKey(key: string): string | undefined {
  return key.length > 2 ? COLOR_KEYS.get(key) : undefined;
}

function isNegated(reading: Reading, place: number): boolean {
  if (reading.covers[place + 1]?.has('notlast')) return true;
  for (let before = place - 1; before >= Math.max(0, place - 2); before -= 1) {
    const covers = reading.covers[before];
    if (covers?.has('not') && !covers.has('correct') && !covers.has('change')) return true;
    if (!LEXICON.fillers.has(reading.tokens[before]?.text ?? '') && !covers?.has('filler')) return false;
  }
  return false;
}
