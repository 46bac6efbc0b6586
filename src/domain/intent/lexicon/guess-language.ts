import type { Token } from '../text/tokenise.ts';
import { LEXICON } from './load-lexicon.ts';

/** `lang`: the likeliest language, `und` when no word gives one away. `languages`: those whose rows may be used, the likeliest first. */
export type Languages = { readonly lang: string; readonly languages: ReadonlySet<string> };

const PART_OF_BEST = 0.5;
const SURE_SCORE = 2;
const SHOWN_SCORE = 0.99;
// A script is as good as a word, but words tell the languages of one script apart.
const SCRIPT_SCORE = 1;
// Where the Latin letters end.
const LATIN_MAX = 0x24f;
const UNKNOWN: Languages = { lang: 'und', languages: LEXICON.common };

/**
 * Guesses the language by the words that give it away, or by its script; a mixed comment is in several. A language that
 * is not common has to show itself by a mark or hint that no other language shares, or by its script.
 */
export function guessLanguage(tokens: readonly Token[]): Languages {
  const scores = new Map<string, number>();
  const count = (langs: Iterable<string>, score: number) => {
    for (const lang of langs) scores.set(lang, (scores.get(lang) ?? 0) + score);
  };
  let isLatin = true;
  for (const { text } of tokens) {
    const langs = LEXICON.marks.get(text) ?? LEXICON.hints.get(text);
    if (langs) count(langs, 1 / langs.length);
    isLatin &&= text.charCodeAt(0) <= LATIN_MAX;
  }
  if (!isLatin) count(writtenIn(tokens), SCRIPT_SCORE);
  if (scores.size === 0) return UNKNOWN;
  for (const [lang, score] of scores) if (score < SHOWN_SCORE && !LEXICON.common.has(lang)) scores.delete(lang);
  const best = Math.max(0, ...scores.values());
  if (best === 0) return UNKNOWN;
  const likely = [...scores]
    .filter(([, score]) => score >= best * PART_OF_BEST)
    .sort(([, one], [, other]) => other - one);
  const languages = new Set([...likely.map(([lang]) => lang), ...(best < SURE_SCORE ? LEXICON.common : [])]);
  return { lang: likely[0]?.[0] ?? 'und', languages };
}

/** The languages whose script stands in the comment. */
function writtenIn(tokens: readonly Token[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { text, kind } of tokens)
    if (kind === 'word' && text.charCodeAt(0) > LATIN_MAX)
      for (const [script, langs] of LEXICON.scripts) if (script.test(text)) for (const lang of langs) found.add(lang);
  return found;
}
