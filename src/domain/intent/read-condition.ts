import type { Reading } from './read-comment.ts';

/** What a condition in the comment depends on: the stock, terms of the seller, or a wish. */
export function conditionOf(reading: Reading): 'stock' | 'terms' | 'wish' | null {
  if (reading.names.has('haggle') && !reading.names.has('if')) return null;
  for (const { end } of reading.signals.filter(({ name }) => name === 'if')) {
    const after = (name: string, words = 4) =>
      reading.signals.some((signal) => signal.name === name && signal.start >= end - 1 && signal.start - end <= words);
    if (after('haggle') || (reading.names.has('haggle') && after('terms'))) return 'terms';
    if (after('stock', 2)) return 'stock';
    if (after('terms', 3)) return 'terms';
    if (after('wish') || after('later')) return reading.names.has('reserve') ? 'stock' : 'wish';
    if (after('askstart', 0)) return 'terms';
  }
  if (
    reading.names.has('wish') &&
    !reading.names.has('reserve') &&
    reading.signals.some(({ name, start }) => name === 'wish' && start === 0)
  )
    return 'wish';
  return reading.names.has('stock') &&
    !reading.isAsked &&
    /^(?:next|backup|tendo|tiendo|second)$/.test(reading.tokens[0]?.text ?? '')
    ? 'stock'
    : null;
}
