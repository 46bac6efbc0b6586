/**
 * The phrases that a row of the lexicon stands for, each as its words. `(a|b)` and `{a|b}` are alternatives, `?` after a
 * group makes it optional, `<name>` is replaced by the macro. A word may end in `*`; `_` stands for any word.
 */
export function expandRow(row: string, macros: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  const text = withMacros(row, macros);
  const { texts, end } = alternatives(text, 0);
  if (end !== text.length) throw new Error(`The row "${row}" of a lexicon closes a group that it never opens.`);
  const phrases = new Set(texts.map((phrase) => phrase.replace(/\s+/g, ' ').trim()).filter(Boolean));
  return [...phrases].map((phrase) => phrase.split(' '));
}

function withMacros(row: string, macros: Readonly<Record<string, string>>): string {
  return row.replace(/<(\w+)>/g, (_, name: string) => {
    const macro = macros[name];
    if (macro === undefined) throw new Error(`The row "${row}" of a lexicon names the unknown macro <${name}>.`);
    return withMacros(macro, macros);
  });
}

/** Reads alternatives up to the closing sign or the end. */
function alternatives(text: string, start: number): { texts: string[]; end: number } {
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
      const group = alternatives(text, place);
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
