import type { CatalogueIndex } from '../catalogue/compile-catalogue.ts';
import { isWord, LEXICON } from '../lexicon/load-lexicon.ts';
import { fold, isSlip, keyOf } from './respell.ts';
import type { Token } from './tokenise.ts';

const LEET: Readonly<Record<string, string>> = { '4': 'a', '3': 'e', '0': 'o', '1': 'i' };
const ROOT_LETTERS_MIN = 3;
// What many nouns end in when nothing is put to them: "kolczyków" are "kolczyki".
const VOWELS = ['a', 'e', 'i', 'y', 'o'];

type Scene = { readonly index: CatalogueIndex; readonly languages: ReadonlySet<string> };

/**
 * Words that neither the languages of the comment nor the catalogue know become the known word that was meant, when
 * there is one.
 */
export function respellTokens(
  index: CatalogueIndex,
  tokens: readonly Token[],
  languages: ReadonlySet<string>,
): readonly Token[] {
  const scene = { index, languages };
  return tokens.flatMap((token) => {
    if (token.kind !== 'word' || token.text.length < 3) return [token];
    if (ARABIC.test(token.text)) return withoutAnd(scene, token);
    if (isKnown(scene, token.text)) return [token];
    const text = meant(scene, token);
    return [text === null ? token : { ...token, text }];
  });
}

const ARABIC = /^[\u0600-\u06ff]+$/;
const DUAL = /^(\p{L}{2,}?)(?:(ت)|(?<!ت))ين$/u;
const BEFORE_GOODS = /^[بلفك](?=\p{L}{3})/u;
const AFFIXES = [/^(?:ال|لل|هال|عال|بال)(?=\p{L}{3})/u, /(?<=\p{L}{3})(?:ها|هم|هن|ه)$/u];

/** In Arabic "and" is a letter before the word. */
function withoutAnd(scene: Scene, token: Token): readonly Token[] {
  const bare = respellArabic(scene, token);
  const isWord = LEXICON.words.has(token.text) || scene.index.spelt.has(token.text);
  if (bare && (isWord || !/^وال/.test(token.text))) return bare;
  const rest = token.text.startsWith('و') ? respellArabic(scene, { ...token, text: token.text.slice(1) }) : null;
  return rest ? [{ text: 'و', kind: 'word' }, ...rest] : (bare ?? [token]);
}

/** "دلتين" counts two of the goods; what Arabic writes at the beginning and end of a word needs no rows. Null when unknown. */
function respellArabic(scene: Scene, token: Token): readonly Token[] | null {
  const { text } = token;
  if (LEXICON.words.has(text) || scene.index.spelt.has(text)) return [token];
  const [, root, isFeminine] = DUAL.exec(text) ?? [];
  const one = root && (isFeminine ? `${root}ه` : root);
  if (one && scene.index.postings.has(keyOf(one)))
    return [
      { text: '2', kind: 'number', value: 2 },
      { ...token, text: one },
    ];
  if (isKnown(scene, text)) return [token];
  const goods = text.replace(BEFORE_GOODS, '');
  if (
    goods !== text &&
    (scene.index.postings.has(keyOf(goods)) || LEXICON.colors.has(goods) || LEXICON.numbers.has(goods))
  )
    return [{ ...token, text: goods }];
  for (const affix of AFFIXES) {
    const bare = text.replace(affix, '');
    if (bare !== text && LEXICON.words.has(bare)) return [{ ...token, text: bare }];
  }
  return null;
}

function isKnown(scene: Scene, text: string): boolean {
  return isWord(text, scene.languages) || LEXICON.sizes.has(text) || isGoods(scene.index, text);
}

function isGoods(index: CatalogueIndex, text: string): boolean {
  const key = keyOf(text);
  if (index.sizes.has(text) || index.postings.has(key) || index.postings.has(text)) return true;
  return index.byCode.has(text) || index.bySku.has(text) || index.colors.has(key);
}

function meant(scene: Scene, token: Token): string | null {
  const { text } = token;
  const { index, languages } = scene;
  const single = text.replace(/(.)\1+/g, '$1');
  if (single !== text && isKnown(scene, single)) return single;
  const letters =
    /\d/.test(text) && /^[a-z]/.test(text) ? text.replace(/[0134]/g, (digit) => LEET[digit] ?? digit) : text;
  if (letters !== text && isWord(letters, languages)) return letters;
  if (/\d/.test(text)) return null;
  const root = withoutEnding(scene, text);
  if (root) return root;
  const heard = LEXICON.folded.get(fold(single))?.findLast((word) => isWord(word, languages));
  // Three letters are heard only as a word that lost a doubled one: "neeeed".
  if (heard && (text.length > 3 || /(.)\1/.test(heard))) return heard;
  if (token.isName || text.length < 4) return null;
  if (text.length < 5) return index.heads.get(text) ?? null;
  const spelt = nearest(text, LEXICON.near, (word) => isWord(word, languages));
  return spelt ?? nearest(text, index.near, () => true) ?? index.heads.get(text) ?? null;
}

/** "elbiseyi" of a shop that sells an "elbise": the ending that the language puts to names of goods and colours. */
function withoutEnding({ index, languages }: Scene, text: string): string | null {
  for (const lang of languages)
    for (const ending of LEXICON.endings.get(lang) ?? []) {
      if (!text.endsWith(ending) || text.length - ending.length < ROOT_LETTERS_MIN) continue;
      const root = text.slice(0, -ending.length);
      for (const form of [root, ...VOWELS.map((vowel) => root + vowel)])
        if (form !== text && (isGoods(index, form) || LEXICON.colors.has(form))) return form;
    }
  return null;
}

// The first letter is hardly ever mistyped; asking for it keeps other words from being taken for known ones.
function nearest(
  text: string,
  near: ReadonlyMap<string, readonly string[]>,
  isMeant: (word: string) => boolean,
): string | null {
  const seen = (key: string): string | undefined =>
    near
      .get(key)
      ?.find(
        (word) =>
          word[0] === text[0] &&
          Math.abs(word.length - text.length) < 2 &&
          text !== `${word}s` &&
          isMeant(word) &&
          isSlip(text, word),
      );
  const direct = seen(text);
  if (direct) return direct;
  for (let place = 1; place < text.length; place += 1) {
    const found = seen(text.slice(0, place) + text.slice(place + 1));
    if (found) return found;
  }
  return null;
}
