import type { Reading } from './read-comment.ts';

const IS = /^(?:es|son|era|eran|is|are|was|eh|sao|est|sont|ist|sind)$/;
const FOR = /^(?:do|da|de|del|dela|dele|para|pra|pa|for|pour|fur)$/;
const WHICH = /^(?:que|q|k|qui|that|which|was)$/;

/** "La S6 está preciosa", "my H5 came torn": goods that are told of. "Es la M", "era talla 38", "el que es azul" say which. */
export function tells(reading: Reading): boolean {
  return reading.signals.some(({ name, start, end }) => {
    if (name !== 'tells') return false;
    const word = reading.tokens[start]?.text ?? '';
    // English "ta" at the end thanks.
    if (word === 'ta' && end === reading.tokens.length) return false;
    const isGoods = reading.mentions.some(
      ({ start: from, end: to, dim }) =>
        from <= start && to > start && (dim !== 'this' || !reading.names.has('praise')),
    );
    const saysWhich =
      (start === 0 && IS.test(word)) ||
      WHICH.test(reading.tokens[start - 1]?.text ?? '') ||
      FOR.test(reading.tokens[end]?.text ?? '') ||
      reading.signals.some(
        (label) =>
          label.name === 'sizeword' && label.start - end <= 1 && label.start >= end && isLong(reading, label.start),
      );
    const clause = reading.clauses.find((one) => start >= one.start && start < one.end);
    const isBeside =
      reading.mentions.length === 0 ||
      reading.mentions.some((mention) => clause && mention.start >= clause.start && mention.start < clause.end);
    return !isGoods && !saysWhich && isBeside;
  });
}

function isLong(reading: Reading, place: number): boolean {
  return (reading.tokens[place]?.text.length ?? 0) > 2;
}
