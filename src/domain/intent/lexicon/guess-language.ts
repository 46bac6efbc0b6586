import type { Token } from '../text/tokenise.ts';
import { LEXICON } from './load-lexicon.ts';

/** `lang`: the likeliest language, `und` when no word gives one away. `languages`: those whose rows may be used. */
export type Languages = { readonly lang: string; readonly languages: ReadonlySet<string> };

const ALL: ReadonlySet<string> = new Set([...LEXICON.marks.values()].flat());
const PART_OF_BEST = 0.5;

/** Guesses the language by the words that give it away; a mixed comment is in several. */
export function guessLanguage(tokens: readonly Token[]): Languages {
  const scores = new Map<string, number>();
  for (const { text } of tokens) {
    const langs = LEXICON.marks.get(text);
    if (langs) for (const lang of langs) scores.set(lang, (scores.get(lang) ?? 0) + 1 / langs.length);
  }
  const best = Math.max(0, ...scores.values());
  if (best === 0) return { lang: 'und', languages: ALL };
  const languages = new Set<string>();
  let lang = 'und';
  for (const [candidate, score] of scores) {
    if (score >= best * PART_OF_BEST) languages.add(candidate);
    if (score === best && lang === 'und') lang = candidate;
  }
  return { lang, languages };
}
