import type { Reading } from './read-comment.ts';

/** What a condition in the comment depends on: the stock, terms of the seller, or a wish. */
export function conditionOf(reading: Reading): 'stock' | 'terms' | 'wish' | null {
  if (reading.names.has('haggle') && !reading.names.has('if')) return null;
  for (const { end } of reading.signals.filter((signal) => signal.name === 'if' && isIf(reading, signal.start))) {
    const after = (name: string, words = 4) =>
      reading.signals.some((signal) => signal.name === name && signal.start >= end - 1 && signal.start - end <= words);
    if (after('haggle') || (reading.names.has('haggle') && after('terms'))) return 'terms';
    const isDenied = reading.signals.some(
      (not) =>
        not.name === 'not' &&
        not.start >= end &&
        not.start - end <= 1 &&
        !reading.signals.some(({ name, start, end: last }) => name === 'stock' && start <= not.start && last > not.end),
    );
    // "se tiver frete grátis": there being stock of something else is a term.
    if (after('stock', 2) && !isDenied && !isAboutTerms(reading, end)) return 'stock';
    if (after('terms', 3)) return 'terms';
    if (after('stock', 5) && !isDenied) return 'stock';
    if (after('wish') || after('later')) return reading.names.has('reserve') ? 'stock' : 'wish';
    if (after('askstart', 0)) return 'terms';
    if (
      opensClause(reading, end - 1) &&
      reading.tokens[end]?.kind === 'word' &&
      !/^(?:cuando|unless|quando|ojala)$/.test(reading.tokens[end - 1]?.text ?? '')
    )
      return 'terms';
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

const TERM_OF_SALE =
  /^(?:frete|envio|envios|despacho|descuento|desconto|rebaja|promo|promocion|promocao|livraison|reduction|remise|shipping|discount|gratis|gratuite?)$/;

function isAboutTerms(reading: Reading, from: number): boolean {
  return reading.tokens.slice(from, from + 3).some(({ text }) => TERM_OF_SALE.test(text));
}

/** Whether only "and" and the like stand before the word in its clause. */
function opensClause(reading: Reading, place: number): boolean {
  const clause = reading.clauses.find(({ start, end }) => place >= start && place < end);
  return (
    clause !== undefined &&
    reading.tokens
      .slice(clause.start, place)
      .every(({ text }) => /^(?:y|and|e|et|pero|but|mas|mais|solo|only)$/.test(text))
  );
}

// "se" is "if" in Portuguese only, "s" in French.
function isIf(reading: Reading, place: number): boolean {
  const text = reading.tokens[place]?.text;
  return text === 'se' ? reading.lang === 'pt' : text === 's' ? reading.lang === 'fr' : true;
}
