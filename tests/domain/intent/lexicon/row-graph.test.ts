import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandRow, readRow } from '../../../../src/domain/intent/lexicon/expand-row.ts';
import { createRowGraph, type Step } from '../../../../src/domain/intent/lexicon/row-graph.ts';

const MACROS = { i: '(i|we)?', want: 'want|(would|do) like' };
const ROWS = [
  '<i> (want|need) (a|the|this)?',
  'sold( to me)?',
  '(i|we)? (will|ll)? take _ (one|it)',
  'want to know|ask* about',
  '<want> it',
];

function graphOf(rows: readonly string[]) {
  const graph = createRowGraph();
  for (const row of rows) for (const slots of readRow(row, MACROS)) graph.add(slots, ['en', row]);
  return graph;
}

function follow(start: Step, words: readonly string[]): readonly string[] {
  let here: Step | null = start;
  for (const word of words) here = word === '_' ? (here?.gap() ?? null) : (here?.follow(word) ?? null);
  return here?.ends.map(([, row]) => row) ?? [];
}

test('a row ends after each of the phrases that it stands for, and after no others', () => {
  const start = graphOf(ROWS).start();
  const said = fc.array(fc.constantFrom(...new Set(ROWS.flatMap((row) => expandRow(row, MACROS).flat())), 'nothing'), {
    minLength: 1,
    maxLength: 6,
  });
  const phrases = ROWS.map((row) => [row, new Set(expandRow(row, MACROS).map((words) => words.join(' ')))] as const);
  for (const [row, all] of phrases)
    for (const phrase of all) expect(follow(start, phrase.replace('*', 'ing').split(' '))).toContain(row);
  fc.assert(
    fc.property(said, (words) => {
      const text = words.join(' ');
      expect(follow(start, words)).toEqual(phrases.filter(([, all]) => all.has(text)).map(([row]) => row));
    }),
  );
});

test('a word is known by its beginning, and a group that is never closed names its row', () => {
  expect(follow(graphOf(ROWS).start(), ['asking', 'about'])).toEqual(['want to know|ask* about']);
  expect(() => graphOf(['sold) to me'])).toThrow('"sold) to me"');
});
