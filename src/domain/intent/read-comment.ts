import type { CatalogueIndex, IndexedSku } from './catalogue/compile-catalogue.ts';
import { buildLines, type Line, saysGoods } from './items/build-lines.ts';
import type { Mention } from './items/mention.ts';
import { readMentions } from './items/read-mentions.ts';
import { findSignals, type Signal } from './lexicon/find-signals.ts';
import { guessLanguage } from './lexicon/guess-language.ts';
import { LEXICON } from './lexicon/load-lexicon.ts';
import { keyOf } from './text/respell.ts';
import { respellTokens } from './text/respell-tokens.ts';
import { type Token, tokenise } from './text/tokenise.ts';

/** A part of a comment between full stops, commas and question marks. */
export type Clause = {
  readonly start: number;
  readonly end: number;
  readonly isAsked: boolean;
  readonly names: ReadonlySet<string>;
};

/** A comment, read: its words, what they say (`has`), its clauses, the goods in it. `unknown`: words that say nothing. */
export type Reading = {
  readonly index: CatalogueIndex;
  readonly showing: IndexedSku | null;
  readonly lang: string;
  readonly tokens: readonly Token[];
  readonly signals: readonly Signal[];
  readonly names: ReadonlySet<string>;
  readonly emoji: ReadonlySet<string>;
  readonly clauses: readonly Clause[];
  readonly mentions: readonly Mention[];
  readonly lines: readonly Line[];
  readonly words: number;
  readonly unknown: number;
  readonly unknownPlaces: readonly number[];
  readonly isAsked: boolean;
};

// Nobody orders in more; a longer comment would only cost time.
const TEXT_MAX = 1_000;

/** Reads one comment by itself, without what was said before. */
export function readComment(index: CatalogueIndex, text: string, showing: IndexedSku | null): Reading {
  const isWhole = (squeezed: string) =>
    index.byCode.has(squeezed) || index.sizes.has(squeezed) || index.bySku.has(squeezed);
  const typed = tokenise(text.slice(0, TEXT_MAX), isWhole);
  const guessed = guessLanguage(typed);
  const tokens = respellTokens(index, typed, guessed.languages);
  const isRespelt = tokens.some((token, place) => token !== typed[place]);
  const { lang, languages } = isRespelt ? guessLanguage(tokens) : guessed;
  const signals = withoutVocatives(
    tokens,
    possessives(tokens, withoutGoods(index, tokens, findSignals(tokens, languages))),
  );
  const forWhom = recipients(tokens);
  const mentions = withoutRecipients(
    withoutOwnBag(withoutCorrected(readMentions({ tokens, signals, languages, index, showing }), signals), tokens),
    showing === null ? [] : forWhom.filter((place) => isOwned(tokens, place)),
  );
  const explained = new Set<number>();
  for (const { start, end, name } of signals)
    if (name !== 'pitch' && name !== 'terms') for (let place = start; place < end; place += 1) explained.add(place);
  for (const { start, end } of mentions) for (let place = start; place < end; place += 1) explained.add(place);
  for (const place of forWhom) explained.add(place);
  const isWord = (token: Token) => token.kind === 'word' || token.kind === 'number';
  const unknownPlaces = [...tokens.keys()].filter((place) => {
    const token = tokens[place] as Token;
    const isKnown = explained.has(place) || token.isName || LEXICON.fillers.has(token.text);
    return isWord(token) && !isKnown && token.text.length > 1;
  });
  return {
    index,
    showing,
    lang,
    tokens,
    signals,
    names: new Set(signals.map(({ name }) => name)),
    emoji: new Set(
      tokens.flatMap((token) =>
        token.kind === 'emoji' ? (LEXICON.emoji.get([...token.text][0] ?? '') ?? 'face') : [],
      ),
    ),
    clauses: clausesOf(tokens, signals),
    mentions,
    lines: buildLines(mentions),
    words: tokens.filter(isWord).length,
    unknown: unknownPlaces.length,
    unknownPlaces,
    isAsked: tokens.some(({ text: sign, kind }) => kind === 'mark' && (sign === '?' || sign === '¿')),
  };
}

export const FOR = /^(?:para|pa|pal|pra|pro|pras|pros|for|pour|per|fur|voor)$/;
const WHOSE =
  /^(?:mi|mis|el|la|los|las|un|una|tu|su|my|the|a|our|her|his|mon|ma|mes|le|les|notre|meu|minha|meus|minhas|o|os|as|mio|mia|il|lo|mein|meine|meinen|die|das|den)$/;
const RECIPIENT_WORDS_MAX = 2;

/** "para mi quiltro", "for the bridal train": whom or what a piece is for tells nothing against buying it. */
function recipients(tokens: readonly Token[]): readonly number[] {
  return tokens.flatMap(({ text }, place) => {
    if (!FOR.test(text)) return [];
    const isJoined = /^(?:pal|pro|pras|pros)$/.test(text);
    if (!(isJoined || WHOSE.test(tokens[place + 1]?.text ?? ''))) return [];
    const first = place + (isJoined ? 1 : 2);
    const places: number[] = [];
    while (places.length < RECIPIENT_WORDS_MAX && tokens[first + places.length]?.kind === 'word')
      places.push(first + places.length);
    return places;
  });
}

const OWN = /^(?:mi|mis|my|our|minha|meu|meus|minhas|mon|ma|mes|notre|nos|mio|mia|mein|meine|meinen)$/;

function isOwned(tokens: readonly Token[], place: number): boolean {
  return OWN.test(tokens[place - 1]?.text ?? '') || OWN.test(tokens[place - 2]?.text ?? '');
}

/** "para mi perrita la S": for whom it is names the goods only together with another name. */
function withoutRecipients(mentions: readonly Mention[], places: readonly number[]): readonly Mention[] {
  if (places.length === 0) return mentions;
  const isOf = ({ dim, start }: Mention) => dim === 'name' && places.includes(start);
  const rest = mentions.filter((mention) => !isOf(mention));
  return rest.length > 0 && rest.every(({ dim }) => dim !== 'name' && dim !== 'code') ? rest : mentions;
}

const INTO = /^(?:in|into|to|on|onto|with|en|a|al|con|na|no|nas|nos|ao|com|dans|avec|nel|nella|alla|con|zu)$/;

/** "one of those in my bag": what the goods are put into or added to is no piece of the order. */
function withoutOwnBag(mentions: readonly Mention[], tokens: readonly Token[]): readonly Mention[] {
  const isBag = ({ dim, start }: Mention) =>
    (dim === 'name' || dim === 'code') &&
    OWN.test(tokens[start - 1]?.text ?? '') &&
    INTO.test(tokens[start - 2]?.text ?? '');
  const rest = mentions.filter((mention) => !isBag(mention));
  return rest.length > 0 ? rest : mentions;
}

/** "La S… no, perdón, la M": what is said again after a correction takes the place of what was said before. */
function withoutCorrected(mentions: readonly Mention[], signals: readonly Signal[]): readonly Mention[] {
  const marks = signals.filter(({ name }) => name === 'correct').map(({ end }) => end);
  const turn = Math.max(
    -1,
    ...marks.filter(
      (end) => mentions.some(({ start }) => start >= end) && mentions.some((mention) => mention.start < end),
    ),
  );
  if (turn < 0) return mentions;
  const after = new Set(mentions.filter(({ start, isNot }) => start >= turn && !isNot).map(({ dim }) => dim));
  return mentions.filter(({ start, dim }) => start >= turn || !after.has(dim));
}

function clausesOf(tokens: readonly Token[], signals: readonly Signal[]): readonly Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  const close = (end: number, isAsked: boolean) => {
    if (end > start) {
      const inside = signals.filter((signal) => signal.start >= start && signal.end <= end);
      clauses.push({ start, end, isAsked, names: new Set(inside.map(({ name }) => name)) });
    }
    start = end + 1;
  };
  for (const [place, token] of tokens.entries())
    if (token.kind === 'mark' && token.text !== '+' && token.text !== '¿' && token.text !== '%')
      close(place, token.text === '?');
    else if (token.kind === 'emoji') close(place, false);
  close(tokens.length, false);
  return clauses;
}

/** Lines that say which goods. */
export function goodsOf(reading: Reading): readonly Line[] {
  return reading.lines.filter(
    (line) =>
      saysGoods(line) ||
      line.each !== null ||
      line.both !== null ||
      line.notNames.length + line.notColors.length + line.notSizes.length + line.notSkus.length > 0,
  );
}

// "switch mine", "mine has a crease" speak of a piece that the author has.
const BEFORE_MINE =
  /^(?:switch|change|swap|cancel|pass|on|of|drop|where|wheres|with|like|have|posted|shipped|make|remove|not|got|love|than|to|for|about|ship|sent|release)$/;
const MINE_IS = /^(?:has|had|was|came|to|yet|already|broke|looks|still|arrived|isnt|wasnt)$/;
const ME = /^(?:please|pls|plz|too|also|first|me|for|and|the|a|one|two|po|also|2)$/;
const AFTER_MINE =
  /^(?:e|por|pra|pf|pfv|viu|ja|aqui|ai|tambem|tb|tbm|amor|gente|linda|sim|agora|hein|po|moca|amiga|obrigada|quero)$/;

/** "é meu" claims, "meu irmão" does not: before a noun the word only says whose. */
function possessives(tokens: readonly Token[], signals: readonly Signal[]): readonly Signal[] {
  return signals.flatMap((signal) => {
    const next = tokens[signal.end];
    // "can I have this one": the words of an order tell of nothing owned.
    const isInside = ({ name, start, end }: Signal) => name === 'claim' && start < signal.start && end > signal.start;
    if (signal.name === 'past' && signals.some(isInside)) return [];
    // "me" is English only where it stands alone: in Spanish it begins a verb.
    if (signal.name === 'self' && tokens[signal.start]?.text === 'me' && signal.places.length === 1) {
      const before = tokens[signal.start - 1];
      const isObject = before?.kind === 'word' && before.text.length > 2 && !LEXICON.fillers.has(before.text);
      return !isObject && (next?.kind !== 'word' || ME.test(next.text)) ? [signal] : [];
    }
    if (signal.name === 'self' && signal.places.length === 1 && tokens[signal.start]?.text === 'here')
      return tokens[signal.start - 1]?.kind === 'word' ? [] : [signal];
    if (signal.name !== 'mine') return [signal];
    // "mio figlio", "la hija mía", "al K1 mío": the word says whose; "mae" is how a Costa Rican calls the seller.
    const isWhose = ({ name, start, end }: Signal) =>
      name === 'person' &&
      ((start === signal.end && next?.text !== 'mae') ||
        (end === signal.start && WHOSE.test(tokens[start - 1]?.text ?? '')));
    if (signal.places.length === 1 && signals.some(isWhose)) return [];
    if (/^(?:al|del|ao|do|da)$/.test(tokens[signal.start - 2]?.text ?? '')) return [];
    if (/^mines?$/.test(tokens[signal.start]?.text ?? '')) {
      const isTold = BEFORE_MINE.test(tokens[signal.start - 1]?.text ?? '') || MINE_IS.test(next?.text ?? '');
      return isTold ? [] : [{ ...signal, name: 'claim' }];
    }
    if (signal.places.length === 1 && /^(?:el|la|los|las|lo|il|i|le|as|os)$/.test(tokens[signal.start - 1]?.text ?? ''))
      return [];
    const isLabel = signal.places.length === 2 && tokens[signal.end - 1]?.text.length === 2;
    const isAlone = next?.kind !== 'word' || AFTER_MINE.test(next.text) || (signal.places.length > 1 && !isLabel);
    const isSpanish = /^mi/.test(tokens[signal.end - 1]?.text ?? '') && tokens[signal.end - 1]?.text.length !== 5;
    return (isLabel ? next?.isName : isAlone || isSpanish) ? [{ ...signal, name: 'claim' }] : [];
  });
}

/** "dos porfa bonita" praises nobody: after a word of manners, praise is how the seller is called. */
function withoutVocatives(tokens: readonly Token[], signals: readonly Signal[]): readonly Signal[] {
  return signals.filter(({ name, places, start }) => {
    const before = tokens[start - 1];
    return !(
      name === 'praise' &&
      places.length === 1 &&
      before !== undefined &&
      tokens[start + 1]?.kind !== 'word' &&
      LEXICON.fillers.has(tokens[start]?.text ?? '') &&
      before.kind === 'word'
    );
  });
}

/** A single word of claiming that names goods of this shop does not claim: "tomo" where volumes are sold. */
function withoutGoods(index: CatalogueIndex, tokens: readonly Token[], signals: readonly Signal[]): readonly Signal[] {
  const isGoods = ({ name, places, start }: Signal) =>
    name === 'claim' && places.length === 1 && index.postings.has(keyOf(tokens[start]?.text ?? ''));
  return tokens.length === 1 ? signals : signals.filter((signal) => !isGoods(signal));
}
