import type { CatalogueIndex } from '../catalogue/compile-catalogue.ts';
import { LEXICON } from '../lexicon/load-lexicon.ts';
import { fold, isSlip, keyOf } from './respell.ts';
import type { Token } from './tokenise.ts';

const LEET: Readonly<Record<string, string>> = { '4': 'a', '3': 'e', '0': 'o', '1': 'i' };

/** Words that neither the lexicon nor the catalogue knows become the known word that was meant, when there is one. */
export function respellTokens(index: CatalogueIndex, tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => {
    if (token.kind !== 'word' || token.text.length < 3) return [token];
    if (ARABIC.test(token.text)) return withoutAnd(index, token);
    if (isKnown(index, token.text)) return [token];
    const text = meant(index, token);
    return [text === null ? token : { ...token, text }];
  });
}

const ARABIC = /^[\u0600-\u06ff]+$/;
const DUAL = /^(\p{L}{2,}?)(?:(ت)|(?<!ت))ين$/u;
const BEFORE_GOODS = /^[بلفك](?=\p{L}{3})/u;
const AFFIXES = [/^(?:ال|لل|هال|عال|بال)(?=\p{L}{3})/u, /(?<=\p{L}{3})(?:ها|هم|هن|ه)$/u];

/** In Arabic "and" is a letter before the word. */
function withoutAnd(index: CatalogueIndex, token: Token): readonly Token[] {
  const bare = respellArabic(index, token);
  const isWord = LEXICON.words.has(token.text) || index.spelt.has(token.text);
  if (bare && (isWord || !/^وال/.test(token.text))) return bare;
  const rest = token.text.startsWith('و') ? respellArabic(index, { ...token, text: token.text.slice(1) }) : null;
  return rest ? [{ text: 'و', kind: 'word' }, ...rest] : (bare ?? [token]);
}

/** "دلتين" counts two of the goods; what Arabic writes at the beginning and end of a word needs no rows. Null when unknown. */
function respellArabic(index: CatalogueIndex, token: Token): readonly Token[] | null {
  const { text } = token;
  if (LEXICON.words.has(text) || index.spelt.has(text)) return [token];
  const [, root, isFeminine] = DUAL.exec(text) ?? [];
  const one = root && (isFeminine ? `${root}ه` : root);
  if (one && index.postings.has(keyOf(one)))
    return [
      { text: '2', kind: 'number', value: 2 },
      { ...token, text: one },
    ];
  if (isKnown(index, text)) return [token];
  const goods = text.replace(BEFORE_GOODS, '');
  if (goods !== text && (index.postings.has(keyOf(goods)) || LEXICON.colors.has(goods) || LEXICON.numbers.has(goods)))
    return [{ ...token, text: goods }];
  for (const affix of AFFIXES) {
    const bare = text.replace(affix, '');
    if (bare !== text && LEXICON.words.has(bare)) return [{ ...token, text: bare }];
  }
  return null;
}

function isKnown(index: CatalogueIndex, text: string): boolean {
  if (LEXICON.words.has(text) || LEXICON.sizes.has(text) || index.sizes.has(text)) return true;
  if (index.postings.has(keyOf(text)) || index.postings.has(text) || index.byCode.has(text) || index.bySku.has(text))
    return true;
  return index.colors.has(keyOf(text)) || LEXICON.heads.some((head) => text.startsWith(head));
}

function meant(index: CatalogueIndex, token: Token): string | null {
  const { text } = token;
  const single = text.replace(/(.)\1+/g, '$1');
  if (single !== text && isKnown(index, single)) return single;
  const letters =
    /\d/.test(text) && /^[a-z]/.test(text) ? text.replace(/[0134]/g, (digit) => LEET[digit] ?? digit) : text;
  if (letters !== text && LEXICON.words.has(letters)) return letters;
  if (/\d/.test(text)) return null;
  const heard = LEXICON.folded.get(fold(single));
  // Three letters are heard only as a word that lost a doubled one: "neeeed".
  if (heard && (text.length > 3 || /(.)\1/.test(heard))) return heard;
  if (token.isName || text.length < 4) return null;
  const whole = text.length < 5 ? null : (nearest(text, LEXICON.near) ?? nearest(text, index.near));
  return whole ?? index.heads.get(text) ?? null;
}

// The first letter is hardly ever mistyped; asking for it keeps other words from being taken for known ones.
function nearest(text: string, near: ReadonlyMap<string, readonly string[]>): string | null {
  const seen = (key: string): string | undefined =>
    near
      .get(key)
      ?.find(
        (word) =>
          word[0] === text[0] && Math.abs(word.length - text.length) < 2 && text !== `${word}s` && isSlip(text, word),
      );
  const direct = seen(text);
  if (direct) return direct;
  for (let place = 1; place < text.length; place += 1) {
    const found = seen(text.slice(0, place) + text.slice(place + 1));
    if (found) return found;
  }
  return null;
}
