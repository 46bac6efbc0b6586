/** A part of a row between two spaces outside of groups: the phrases of which one is said, each as its words. */
export type Slot = readonly (readonly string[])[];

/**
 * A row of the lexicon as what may be said in its place: alternatives, each a list of slots. `(a|b)` and `{a|b}` are
 * alternatives, `?` after a group makes it optional, `<name>` is replaced by the macro. A word may end in `*`; `_` stands
 * for any word.
 */
export function readRow(row: string, macros: Readonly<Record<string, string>>): readonly (readonly Slot[])[] {
  return cut(withMacros(row, macros), '|').map((text) =>
    cut(text, ' ')
      .filter(Boolean)
      .map((part) => alternatives(part, row).map((phrase) => phrase.split(/\s+/).filter(Boolean))),
  );
}

/** The phrases that a row stands for, each as its words. */
export function expandRow(row: string, macros: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  const phrases = readRow(row, macros).flatMap((slots) =>
    slots.reduce<readonly (readonly string[])[]>(
      (before, slot) => before.flatMap((start) => slot.map((words) => [...start, ...words])),
      [[]],
    ),
  );
  return [...new Map(phrases.filter(({ length }) => length > 0).map((words) => [words.join(' '), words])).values()];
}

function withMacros(row: string, macros: Readonly<Record<string, string>>): string {
  return row.replace(/<(\w+)>/g, (_, name: string) => {
    const macro = macros[name];
    if (macro === undefined) throw new Error(`The row "${row}" of a lexicon names the unknown macro <${name}>.`);
    return withMacros(macro, macros);
  });
}

/** Cuts at a sign that stands outside of groups. */
function cut(text: string, at: '|' | ' '): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const sign of text) {
    if (sign === '(' || sign === '{') depth += 1;
    if (sign === ')' || sign === '}') depth -= 1;
    if (depth === 0 && sign === at) parts.push('');
    else parts.push(parts.pop() + sign);
  }
  return parts;
}

function alternatives(text: string, row: string): readonly string[] {
  const { texts, end } = readAlternatives(text, 0);
  if (end !== text.length) throw new Error(`The row "${row}" of a lexicon closes a group that it never opens.`);
  return [...new Set(texts)];
}

/** Reads alternatives up to the closing sign or the end. */
function readAlternatives(text: string, start: number): { texts: string[]; end: number } {
  const all: string[] = [];
  let current = [''];
  let place = start;
  while (place < text.length) {
    const sign = text[place] ?? '';
    if (sign === ')' || sign === '}') break;
    if (sign === '|') {
      all.push(...current);
      current = [''];
      place += 1;
      continue;
    }
    let parts = [sign];
    place += 1;
    if (sign === '(' || sign === '{') {
      const group = readAlternatives(text, place);
      parts = group.texts;
      place = group.end + 1;
    }
    if (text[place] === '?') {
      parts = [...parts, ''];
      place += 1;
    }
    current = current.flatMap((before) => parts.map((part) => before + part));
  }
  return { texts: [...all, ...current], end: place };
}
