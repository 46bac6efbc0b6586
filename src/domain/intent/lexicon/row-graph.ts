import type { Slot } from './expand-row.ts';

/** What a row says: the language and the signal. */
export type End = readonly [lang: string, signal: string];

/** Where a reader is within the rows after some words: what ends here, and where the next word leads. */
export type Step = {
  readonly ends: readonly End[];
  /** After a word that rows name, whole or by its beginning; null when none does. */
  follow(word: string): Step | null;
  /** After a word that rows leave open (`_`); null when none does. */
  gap(): Step | null;
};

export type RowGraph = {
  add(slots: readonly Slot[], end: End): void;
  /** Before the first word of any row. */
  start(): Step;
};

/** A place between two words of a row. `skips`: where one is without a word. */
type Place = {
  readonly id: number;
  readonly words: (readonly [word: string, to: Place])[];
  readonly skips: Place[];
  readonly ends: End[];
};

// Far more than any live has shown; the words of people are without number, what is kept of them is not.
const KEPT_WORDS_MAX = 200_000;

/**
 * All rows of the lexicon as one graph. A row of many alternatives stands for thousands of phrases: they are not written
 * out; the places where a reader may be at once are gathered when a comment first leads there, and kept.
 */
export function createRowGraph(): RowGraph {
  const ids = { last: 0 };
  const place = (): Place => ({ id: ids.last++, words: [], skips: [], ends: [] });
  const beginning = place();
  const steps = new Map<string, Step>();
  let first: Step | null = null;
  let keptWords = 0;

  function stepOf(places: readonly Place[]): Step {
    const reached = reach(places);
    const key = [...reached].map(({ id }) => id).join();
    const known = steps.get(key);
    if (known) return known;
    const step = createStep([...reached]);
    steps.set(key, step);
    return step;
  }

  function createStep(places: readonly Place[]): Step {
    const { whole, heads, open } = sort(places);
    const after = new Map<string, Step>();
    let afterOpen: Step | null | undefined;
    return {
      ends: distinct(places.flatMap(({ ends }) => ends)),
      follow(word) {
        const known = after.get(word);
        if (known) return known;
        const begun = heads.get(word[0] ?? '')?.flatMap(([head, to]) => (word.startsWith(head) ? [to] : [])) ?? [];
        const reached = [...(whole.get(word) ?? []), ...begun];
        if (reached.length === 0) return null;
        const next = stepOf(reached);
        after.set(word, next);
        keptWords += 1;
        return next;
      },
      gap() {
        afterOpen ??= open.length > 0 ? stepOf(open) : null;
        return afterOpen;
      },
    };
  }

  return {
    add(slots, end) {
      let here = beginning;
      for (const phrases of slots) {
        const after = place();
        for (const phrase of phrases) lead(here, phrase, after, place);
        here = after;
      }
      here.ends.push(end);
    },
    start() {
      if (keptWords > KEPT_WORDS_MAX) {
        steps.clear();
        keptWords = 0;
        first = null;
      }
      first ??= stepOf([beginning]);
      return first;
    },
  };
}

function lead(from: Place, phrase: readonly string[], to: Place, place: () => Place): void {
  let here = from;
  for (const [index, word] of phrase.entries()) {
    const next = index === phrase.length - 1 ? to : place();
    here.words.push([word, next]);
    here = next;
  }
  if (phrase.length === 0) from.skips.push(to);
}

/** The places and those that one is in with them, in the order of the rows. */
function reach(places: readonly Place[]): readonly Place[] {
  const reached = new Set<Place>(places);
  for (const place of reached) for (const skipped of place.skips) reached.add(skipped);
  return [...reached].sort((one, other) => one.id - other.id);
}

function sort(places: readonly Place[]) {
  const whole = new Map<string, Place[]>();
  const heads = new Map<string, (readonly [head: string, to: Place])[]>();
  const open: Place[] = [];
  for (const [word, to] of places.flatMap(({ words }) => words)) {
    if (word === '_') open.push(to);
    else if (word.endsWith('*')) push(heads, word[0] ?? '', [word.slice(0, -1), to] as const);
    else push(whole, word, to);
  }
  return { whole, heads, open };
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function distinct(ends: readonly End[]): readonly End[] {
  return [...new Map(ends.map((end) => [end.join(':'), end])).values()];
}
