import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { deletions, fold } from '../text/respell.ts';
import { normalise } from '../text/tokenise.ts';
import { readRow, type Slot } from './expand-row.ts';
import { createRowGraph, type RowGraph } from './row-graph.ts';

/** All lexicon files, ready to compare. `near` holds the words by their one-letter deletions, for
 * slips of the finger; `marks` and `hints` say which languages a word gives away. */
export type Lexicon = {
  readonly rows: RowGraph;
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
  readonly heads: ReadonlyMap<string, readonly (readonly [string, string])[]>;
  readonly folded: ReadonlyMap<string, readonly string[]>;
  readonly near: ReadonlyMap<string, readonly string[]>;
  readonly marks: ReadonlyMap<string, readonly string[]>;
  readonly hints: ReadonlyMap<string, readonly string[]>;
  readonly numbers: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly fillers: ReadonlySet<string>;
  readonly colors: ReadonlyMap<string, string>;
  readonly nearColors: ReadonlyMap<string, readonly string[]>;
  readonly alike: ReadonlyMap<string, readonly string[]>;
  readonly sizes: ReadonlyMap<string, string>;
  readonly pairs: ReadonlySet<string>;
  readonly emoji: ReadonlyMap<string, string>;
  readonly languages: ReadonlySet<string>;
  readonly common: ReadonlySet<string>;
  readonly scripts: readonly (readonly [RegExp, readonly string[]])[];
  readonly endings: ReadonlyMap<string, readonly string[]>;
};

const rowsModel = z.array(z.string());
const languageModel = z.strictObject({
  lang: z.string(),
  script: z.string().optional(),
  marks: z.array(z.string().regex(/^\S+$/, 'A mark is one word.')).default([]),
  endings: rowsModel.default([]),
  numbers: z.record(z.string(), z.number()).default({}),
  half: z.record(z.string(), z.number()).optional(),
  macros: z.record(z.string(), z.string()).optional(),
  signals: z.record(z.string(), rowsModel),
});
const sharedModel = z.strictObject({
  colors: z.record(z.string(), rowsModel),
  near: z.array(rowsModel),
  alike: z.array(rowsModel),
  sizes: z.record(z.string(), z.string()),
  common: rowsModel,
  loans: rowsModel,
  pairs: rowsModel,
  emoji: z.record(z.string(), z.string()),
});

const HINT_LETTERS_MIN = 5;
const DIRECTORY = new URL('./', import.meta.url);

/** The lexicon of every `*.yaml` beside this file, compiled once per process. */
export const LEXICON: Lexicon = loadLexicon();

function loadLexicon(): Lexicon {
  const shared = sharedModel.parse(read('shared.yaml'));
  const common = new Set(shared.common);
  const files = readdirSync(DIRECTORY).filter((name) => name.endsWith('.yaml') && name !== 'shared.yaml');
  const languages = files.map((name) => asCompared(languageModel.parse(read(name))));
  const rows = createRowGraph();
  const words = new Map<string, Set<string>>();
  const starts = new Map<string, Set<string>>();
  const fillers = new Set<string>();
  const know = (known: Map<string, Set<string>>, word: string, lang: string) =>
    known.set(word, (known.get(word) ?? new Set()).add(lang));
  for (const { lang, signals, macros, half } of languages) {
    const all = [...Object.entries(signals), ...(half ? [['half', Object.keys(half)] as const] : [])];
    for (const [signal, list] of all)
      for (const slots of list.flatMap((row) => readRow(row, macros ?? {}))) {
        rows.add(slots, [lang, signal]);
        if (signal === 'filler' && common.has(lang)) for (const word of wordsAlone(slots)) fillers.add(word);
        for (const word of slots.flat(2))
          if (word.endsWith('*')) know(starts, word.slice(0, -1), lang);
          else if (word !== '_') know(words, word, lang);
      }
  }
  const spoken = group(
    languages.flatMap(({ lang, numbers }) =>
      Object.entries(numbers).map(([word, value]) => [word, [lang, value] as const] as const),
    ),
  );
  const numbers = new Map([...spoken].map(([word, values]) => [word, new Map(values)] as const));
  const colors = new Map(
    Object.entries(shared.colors).flatMap(([color, list]) => list.map((word) => [normalise(word), color] as const)),
  );
  for (const { lang, marks, numbers: spoken } of languages)
    for (const word of [...marks, ...Object.keys(spoken)]) know(words, word, lang);
  for (const word of colors.keys()) for (const lang of common) know(words, word, lang);
  return {
    rows,
    words,
    heads: headsOf(starts),
    folded: group([...words.keys()].filter((word) => word.length > 3).map((word) => [fold(word), word] as const)),
    near: nearOf(words.keys()),
    marks: marksOf(languages, common),
    hints: hintsOf(words, { common, loans: new Set(shared.loans) }),
    numbers,
    fillers,
    colors,
    nearColors: group(
      shared.near.flatMap((list) =>
        list.flatMap((one) => list.filter((other) => other !== one).map((other) => [one, other] as const)),
      ),
    ),
    alike: group(
      shared.alike.flatMap((list) =>
        list.flatMap((one) => list.filter((other) => other !== one).map((other) => [one, other] as const)),
      ),
    ),
    sizes: new Map(Object.entries(shared.sizes)),
    pairs: new Set(shared.pairs),
    emoji: new Map(
      Object.entries(shared.emoji).flatMap(([name, signs]) =>
        [...signs].filter((sign) => /\p{Extended_Pictographic}/u.test(sign)).map((sign) => [sign, name] as const),
      ),
    ),
    languages: new Set(languages.map(({ lang }) => lang)),
    common,
    scripts: [...group(languages.flatMap(({ lang, script }) => (script ? [[script, lang] as const] : [])))].map(
      ([script, langs]) => [new RegExp(`\\p{Script=${script}}`, 'u'), langs] as const,
    ),
    endings: new Map(
      languages
        .filter(({ endings }) => endings.length > 0)
        .map(({ lang, endings }) => [lang, [...endings].sort((one, other) => other.length - one.length)] as const),
    ),
  };
}

type Language = z.infer<typeof languageModel>;

/** A lexicon in the form in which comments are compared: whoever edits it may write accents and capitals. */
function asCompared(language: Language): Language {
  const form = (row: string) => normalise(row).replaceAll("'", '');
  const values = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [form(key), value]));
  return {
    ...language,
    marks: language.marks.map(form),
    endings: language.endings.map(form),
    numbers: values(language.numbers),
    ...(language.half ? { half: values(language.half) } : {}),
    macros: Object.fromEntries(Object.entries(language.macros ?? {}).map(([name, text]) => [name, form(text)])),
    signals: Object.fromEntries(Object.entries(language.signals).map(([name, rows]) => [name, rows.map(form)])),
  };
}

// What a common language marks gives no other language away: "no", "si", "da", "me".
function marksOf(languages: readonly Language[], common: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const taken = new Set(languages.filter(({ lang }) => common.has(lang)).flatMap(({ marks }) => marks));
  const pairs = languages.flatMap(({ lang, marks }) =>
    [...new Set(marks)].filter((mark) => common.has(lang) || !taken.has(mark)).map((mark) => [mark, lang] as const),
  );
  return group(pairs);
}

/** Longer words of the rows of languages that are not common, which no common one has. */
function hintsOf(
  words: ReadonlyMap<string, ReadonlySet<string>>,
  not: { readonly common: ReadonlySet<string>; readonly loans: ReadonlySet<string> },
): ReadonlyMap<string, readonly string[]> {
  const isHint = (word: string, langs: ReadonlySet<string>) =>
    word.length >= HINT_LETTERS_MIN && !not.loans.has(word) && [...langs].every((lang) => !not.common.has(lang));
  return new Map([...words].filter(([word, langs]) => isHint(word, langs)).map(([word, langs]) => [word, [...langs]]));
}

/** Beginnings of words by their initial, each with its language; shorter ones would begin too many words. */
function headsOf(
  starts: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, readonly (readonly [string, string])[]> {
  const pairs = [...starts]
    .filter(([head]) => head.length > 2)
    .flatMap(([head, langs]) => [...langs].map((lang) => [head[0] ?? '', [head, lang] as const] as const));
  return group(pairs);
}

function read(name: string): unknown {
  return parse(readFileSync(new URL(name, DIRECTORY), 'utf8'));
}

/** The words that a row of one slot may consist of. */
function wordsAlone(slots: readonly Slot[]): readonly string[] {
  return slots.length === 1 ? (slots[0] ?? []).flatMap((phrase) => (phrase.length === 1 ? phrase : [])) : [];
}

// Only words of five letters and more: shorter ones have too many neighbours to guess.
function nearOf(words: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  return group(
    [...words]
      .filter((word) => word.length >= 5)
      .flatMap((word) => deletions(word).map((part) => [part, word] as const)),
  );
}

/** Pairs gathered by their first half. */
export function group<T>(pairs: Iterable<readonly [string, T]>): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) {
    const known = groups.get(key);
    if (known) known.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** Whether one of the languages (any, when none is given) knows the word. */
export function isWord(word: string, languages = LEXICON.languages): boolean {
  const langs = LEXICON.words.get(word);
  if (langs) for (const lang of langs) if (languages.has(lang)) return true;
  const heads = LEXICON.heads.get(word[0] ?? '');
  return heads?.some(([head, lang]) => languages.has(lang) && word.startsWith(head)) === true;
}

/**
 * What a number word says in the first of the languages that knows it, the likeliest standing first; undefined when it
 * is no number there: Polish "ten" is not ten.
 */
export function numberOf(word: string, languages: ReadonlySet<string>): number | undefined {
  const values = LEXICON.numbers.get(word);
  if (!values) return undefined;
  for (const lang of languages) {
    const value = values.get(lang);
    if (value !== undefined) return value;
    if (!LEXICON.common.has(lang) && LEXICON.words.get(word)?.has(lang)) return undefined;
  }
  return undefined;
}
