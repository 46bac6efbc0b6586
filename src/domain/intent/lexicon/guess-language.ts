import type { Token } from '../text/tokenise.ts';
import { LEXICON } from './load-lexicon.ts';

/** `lang`: the likeliest language, `und` when no word gives one away. `languages`: those whose rows may be used. */
export type Languages = { readonly lang: string; readonly languages: ReadonlySet<string> };

const ALL: ReadonlySet<string> = new Set([...LEXICON.marks.values()].flat());
const PART_OF_BEST = 0.5;
const SURE_SCORE = 2;
// Their few words are those of others: they have to show themselves.
const RARE = new Set(['ht', 'tl', 'vi']);
const COMMON: ReadonlySet<string> = new Set([...ALL].filter((lang) => !RARE.has(lang)));

/** Guesses the language by the words that give it away; a mixed comment is in several. */
export function guessLanguage(tokens: readonly Token[]): Languages {
  const scores = new Map<string, number>();
  for (const { text } of tokens) {
    const langs = LEXICON.marks.get(text);
    if (langs) for (const lang of langs) scores.set(lang, (scores.get(lang) ?? 0) + 1 / langs.length);
  }
  const best = Math.max(0, ...scores.values());
  if (best === 0) return { lang: 'und', languages: COMMON };
  const languages = new Set<string>(best < SURE_SCORE ? COMMON : []);
  let lang = 'und';
  for (const [candidate, score] of scores) {
    if (score >= best * PART_OF_BEST && (score >= 1 || !RARE.has(candidate))) languages.add(candidate);
    if (score === best && lang === 'und') lang = candidate;
  }
  return { lang, languages };
}
