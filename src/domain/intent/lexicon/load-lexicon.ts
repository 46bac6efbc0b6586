import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { deletions, fold } from '../text/respell.ts';
import { expandRow } from './expand-row.ts';

/** A step of the trie over the words of all rows. `heads`: beginnings of words by their initial. `ends`: the signals, as `language:signal`, of rows that end here. */
export type Step = {
  next: Map<string, Step>;
  any: Step | null;
  heads: Map<string, [string, Step][]>;
  ends: [string, string][];
};

/** All lexicon files, ready to compare. `near` holds the words by their one-letter deletions, for slips of the finger. */
export type Lexicon = {
  readonly rows: Step;
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
  const rows = step();
  const words = new Set<string>();
  const heads = new Set<string>();
  const fillers = new Set<string>();
  for (const { lang, signals, macros, half } of languages) {
    const all = [...Object.entries(signals), ...(half ? [['half', Object.keys(half)] as const] : [])];
    for (const [signal, list] of all)
      for (const row of list)
        for (const phrase of expandRow(row, macros ?? {})) {
          addPhrase(rows, phrase, [lang, signal]);
          if (signal === 'filler' && phrase.length === 1) fillers.add(phrase[0] ?? '');
          for (const word of phrase)
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

function step(): Step {
  return { next: new Map(), any: null, heads: new Map(), ends: [] };
}

function addPhrase(root: Step, phrase: readonly string[], end: [string, string]): void {
  let here = root;
  for (const word of phrase) here = follow(here, word);
  if (!here.ends.some(([lang, signal]) => lang === end[0] && signal === end[1])) here.ends.push(end);
}

function follow(from: Step, word: string): Step {
  if (word === '_') {
    from.any ??= step();
    return from.any;
  }
  if (word.endsWith('*')) {
    const head = word.slice(0, -1);
    const initial = head[0] ?? '';
    const list = from.heads.get(initial) ?? [];
    from.heads.set(initial, list);
    const known = list.find(([text]) => text === head)?.[1];
    if (known) return known;
    const fresh = step();
    list.push([head, fresh]);
    return fresh;
  }
  const known = from.next.get(word) ?? step();
  from.next.set(word, known);
  return known;
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
