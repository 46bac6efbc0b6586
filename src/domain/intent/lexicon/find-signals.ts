import type { Token } from '../text/tokenise.ts';
import { LEXICON } from './load-lexicon.ts';
import type { Step } from './row-graph.ts';

/**
 * What words say about their author (the keys of the lexicon files), over the tokens from `start` to before `end`.
 * `places`: the tokens that the row names; those between only fill a gap.
 */
export type Signal = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly places: readonly number[];
};

// These say nothing that a longer row around them could contradict.
const NEUTRAL = new Set([
  'filler',
  'this',
  'and',
  'sizeword',
  'codeword',
  'unit',
  'pair',
  'small',
  'large',
  'person',
  'not',
  'notlast',
  'date',
  'money',
  'time',
  'age',
  'half',
  'but',
  'each',
  'both',
  'only',
  'erase',
  'personal',
  'stop',
  'messages',
  'tells',
]);
const WEAK = new Set(['filler', 'stock', 'terms', 'pitch', 'third', 'askstart']);

/**
 * Every row that fits, in languages that the comment may be in. A longer row hides the shorter ones that lie within it:
 * "quiero saber" is no wish to have.
 */
export function findSignals(tokens: readonly Token[], languages: ReadonlySet<string>): readonly Signal[] {
  const found: Signal[] = [];
  for (let start = 0; start < tokens.length; start += 1)
    walk(LEXICON.rows.start(), { tokens, languages, found, start }, start, []);
  const long = found.filter(({ places, name }) => places.length > 1 && !WEAK.has(name));
  return found.filter((one) => NEUTRAL.has(one.name) || !long.some((other) => hides(other, one)));
}

function hides(longer: Signal, one: Signal): boolean {
  return (
    longer.places.length > one.places.length &&
    longer.start <= one.start &&
    longer.end >= one.end &&
    longer.name !== one.name
  );
}

type Walk = {
  readonly tokens: readonly Token[];
  readonly languages: ReadonlySet<string>;
  readonly found: Signal[];
  readonly start: number;
};

// `end` is the end of the last word that a row names; words that only fill a gap at the end do not count.
function walk(step: Step, given: Walk, place: number, places: readonly number[]): void {
  const end = (places.at(-1) ?? place) + 1;
  if (places.length > 0)
    for (const [lang, name] of step.ends)
      if (
        given.languages.has(lang) &&
        !given.found.some((one) => one.name === name && one.start === given.start && one.end === end)
      )
        given.found.push({ name, start: given.start, end, places });
  const token = given.tokens[place];
  if (!token || token.kind === 'emoji' || (token.kind === 'mark' && token.text !== '+')) return;
  const next = step.follow(token.text);
  if (next) walk(next, given, place + 1, [...places, place]);
  const gap = step.gap();
  if (gap) walk(gap, given, place + 1, places);
}
