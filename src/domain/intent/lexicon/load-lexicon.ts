import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { deletions, fold } from '../text/respell.ts';
import { readRow, type Slot } from './expand-row.ts';
import { createRowGraph, type RowGraph } from './row-graph.ts';

/** All lexicon files, ready to compare. `near` holds the words by their one-letter deletions, for slips of the finger. */
export type Lexicon = {
  readonly rows: RowGraph;
  readonly words: ReadonlySet<string>;
  readonly heads: readonly string[];
  readonly folded: ReadonlyMap<string, string>;
  readonly near: ReadonlyMap<string, readonly string[]>;
  readonly marks: ReadonlyMap<string, readonly string[]>;
  readonly numbers: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly fillers: ReadonlySet<string>;
  readonly colors: ReadonlyMap<string, string>;
  readonly nearColors: ReadonlyMap<string, readonly string[]>;
  readonly alike: ReadonlyMap<string, readonly string[]>;
  readonly sizes: ReadonlyMap<string, string>;
  readonly pairs: ReadonlySet<string>;
  readonly emoji: ReadonlyMap<string, string>;
};

const rowsModel = z.array(z.string());
const languageModel = z.strictObject({
  lang: z.string(),
  marks: rowsModel.default([]),
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
  pairs: rowsModel,
  emoji: z.record(z.string(), z.string()),
});

const DIRECTORY = new URL('./', import.meta.url);

/** The lexicon of every `*.yaml` beside this file, compiled once per process. */
export const LEXICON: Lexicon = loadLexicon();

function loadLexicon(): Lexicon {
  const shared = sharedModel.parse(read('shared.yaml'));
  const files = readdirSync(DIRECTORY).filter((name) => name.endsWith('.yaml') && name !== 'shared.yaml');
  const languages = files.map((name) => languageModel.parse(read(name)));
  const rows = createRowGraph();
  const words = new Set<string>();
  const heads = new Set<string>();
  const fillers = new Set<string>();
  for (const { lang, signals, macros, half } of languages) {
    const all = [...Object.entries(signals), ...(half ? [['half', Object.keys(half)] as const] : [])];
    for (const [signal, list] of all)
      for (const slots of list.flatMap((row) => readRow(row, macros ?? {}))) {
        rows.add(slots, [lang, signal]);
        if (signal === 'filler') for (const word of wordsAlone(slots)) fillers.add(word);
        for (const word of slots.flat(2))
          if (word.endsWith('*')) heads.add(word.slice(0, -1));
          else if (word !== '_') words.add(word);
      }
  }
  const spoken = group(
    languages.flatMap(({ lang, numbers }) =>
      Object.entries(numbers).map(([word, value]) => [word, [lang, value] as const] as const),
    ),
  );
  const numbers = new Map([...spoken].map(([word, values]) => [word, new Map(values)] as const));
  const colors = new Map(
    Object.entries(shared.colors).flatMap(([color, list]) => list.map((word) => [word, color] as const)),
  );
  for (const word of [...numbers.keys(), ...colors.keys(), ...languages.flatMap(({ marks }) => marks)]) words.add(word);
  return {
    rows,
    words,
    heads: [...heads].filter((head) => head.length > 2),
    folded: new Map([...words].filter((word) => word.length > 3).map((word) => [fold(word), word])),
    near: nearOf(words),
    marks: group(languages.flatMap(({ lang, marks }) => marks.map((mark) => [mark, lang] as const))),
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
  };
}

function read(name: string): unknown {
  return parse(readFileSync(new URL(name, DIRECTORY), 'utf8'));
}

/** The words that a row of one slot may consist of. */
function wordsAlone(slots: readonly Slot[]): readonly string[] {
  return slots.length === 1 ? (slots[0] ?? []).flatMap((phrase) => (phrase.length === 1 ? phrase : [])) : [];
}

// Only words of five letters and more: shorter ones have too many neighbours to guess.
function nearOf(words: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
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

/** What a number word says in one of the languages; undefined when it is none. */
export function numberOf(word: string, languages: ReadonlySet<string>): number | undefined {
  const values = LEXICON.numbers.get(word);
  if (values) for (const [lang, value] of values) if (languages.has(lang)) return value;
  return undefined;
}
