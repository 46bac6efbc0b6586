import type { CatalogueIndex, IndexedSku, Model } from '../catalogue/compile-catalogue.ts';
import type { Signal } from '../lexicon/find-signals.ts';
import { LEXICON } from '../lexicon/load-lexicon.ts';
import { keyOf } from '../text/respell.ts';
import type { Token } from '../text/tokenise.ts';
import { scoreModels } from './score-models.ts';

export const MARKERS = ['each', 'both', 'same', 'more', 'this', 'small', 'large'] as const;

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
export const TALK = new Set([
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

export type Reading = Said & {
  readonly covers: readonly ReadonlyMap<string, Signal>[];
  readonly scopes: readonly (readonly Model[])[];
  readonly shown: Model | undefined;
};

export function codeAt(index: CatalogueIndex, token: Token): readonly IndexedSku[] | undefined {
  if ((token.kind !== 'word' && token.kind !== 'number') || token.isPart) return undefined;
  const sku = index.bySku.get(token.text);
  return sku ? [sku] : token.times ? undefined : index.byCode.get(token.text);
}

export function isName(index: CatalogueIndex, token: Token, covers: ReadonlyMap<string, Signal> | undefined): boolean {
  if (token.kind !== 'word' || LEXICON.fillers.has(token.text)) return false;
  if (covers) for (const name of covers.keys()) if (TALK.has(name) || name === 'filler') return false;
  return index.postings.has(keyOf(token.text)) || index.postings.has(token.text);
}

export function isJoint(token: Token | undefined, covers: ReadonlyMap<string, Signal> | undefined): boolean {
  return (
    (token?.kind === 'mark' && ',+;&.…\n:'.includes(token.text)) ||
    covers?.has('and') === true ||
    covers?.has('instead') === true
  );
}

/** For every word, the models whose sizes a number there may be: those named in its part of the comment, else the one on screen. */
export function scopesOf(
  said: Said,
  covers: Reading['covers'],
  shown: Model | undefined,
): readonly (readonly Model[])[] {
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
    if (!isShownColor && !covers[place]?.has('pair') && isName(said.index, token, covers[place])) names.push(key);
  }
  close(said.tokens.length);
  const others = [...(shown ? [shown] : []), ...parts.flatMap(({ models }) => models)];
  return said.tokens.map((_, place) => {
    const own = parts.find(({ end }) => place < end)?.models ?? [];
    return own.length > 0 ? own : others;
  });
}
