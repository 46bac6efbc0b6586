import type { Reading } from './read-comment.ts';

/** What a condition in the comment depends on: the stock, terms of the seller, or a wish. */
export function conditionOf(reading: Reading): 'stock' | 'terms' | 'wish' | null {
  if (reading.names.has('haggle') && !reading.names.has('if')) return null;
  if (!reading.names.has('past') && offersPrice(reading)) return 'terms';
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
      return isOfLife(reading, end) ? 'wish' : 'terms';
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

const LIFE =
  /^(?:i|id|ive|my|our|we|wed|she|shed|he|hed|they|yo|mi|eu|minha|meu|je|j|ma|mon|io|mio|mia|ich|mein|meine|hubiera|hubiese|pudiera|tuviera|fuera|viviera|ganara|tivesse|pudesse|fosse|avais|etais|avessi|fossi)$/;

/** "se minha irmã aceitar", "if I'd more room": what depends on the author's own life is no term of the sale. */
function isOfLife(reading: Reading, from: number): boolean {
  // "je" is "you" in Dutch.
  const isLife = (text: string) => LIFE.test(text) && (text !== 'je' || reading.lang === 'fr');
  return !reading.isAsked && reading.tokens.slice(from, from + 2).some(({ text }) => isLife(text));
}

const FOR_PRICE = /^(?:por|x|for|pour|per|fur)$/;
const PRICE_MIN = 5;

/** "por 40 me lo llevo": a price of the author's own, that is no piece and no number of pieces, is an offer. */
function offersPrice(reading: Reading): boolean {
  const [first] = reading.tokens;
  const then = reading.signals.find(({ name, start }) => name === 'claim' && (start === 1 || start === 2));
  // "280 y me lo llevo"
  if (
    first &&
    isLoosePrice(reading, 0) &&
    then &&
    (then.start === 1 || /^(?:y|and|e|et|then)$/.test(reading.tokens[1]?.text ?? ''))
  )
    return true;
  return reading.tokens.some(({ kind, value }, place) => {
    if (kind !== 'number' || value === undefined) return false;
    const isPrice =
      value >= PRICE_MIN || reading.signals.some(({ name, start }) => name === 'money' && start === place + 1);
    const isPiece = reading.mentions.some(
      ({ start, end, dim }) => start <= place && end > place && dim !== 'quantity' && dim !== 'name',
    );
    const next = reading.signals.some(
      ({ name, start }) => start === place + 1 && (name === 'claim' || name === 'money'),
    );
    const before = reading.tokens[place - 1]?.text ?? '';
    if (!isPrice || isPiece) return false;
    // "pepper steak x 6" counts.
    if (before === 'x' && reading.mentions.some(({ end }) => end === place - 1)) return false;
    if (FOR_PRICE.test(before)) return next || reading.tokens.length === place + 1 || thenTakes(reading, place + 1);
    // "a 10 mil me llevo tres"
    return AT_PRICE.test(before) && isLoosePrice(reading, place) && takesAfter(reading, place);
  });
}

const AT_PRICE = /^(?:a|at|en|em)$/;
const TAKES = ['claim', 'want'];

/** "por 50 e fecho três": what is taken at the price. */
function thenTakes(reading: Reading, place: number): boolean {
  return (
    /^(?:y|and|e|et|then|que|ill|eu|yo)$/.test(reading.tokens[place]?.text ?? '') &&
    reading.signals.some(({ name, start }) => TAKES.includes(name) && start >= place && start <= place + 2)
  );
}

function takesAfter(reading: Reading, place: number): boolean {
  return reading.signals.some(({ name, start }) => TAKES.includes(name) && start > place && start - place <= 3);
}

const PRICE_SURE_MIN = 100;

/** A number too large to count or to be a size here, or one with a sign or word of money. */
export function isLoosePrice(reading: Reading, place: number): boolean {
  const token = reading.tokens[place];
  if (token?.kind === 'price') return true;
  if (token?.kind !== 'number') return false;
  const isMoney = reading.signals.some(({ name, start }) => name === 'money' && start === place + 1);
  const isGoods = reading.mentions.some(({ start, end }) => start <= place && end > place);
  return isMoney || ((token.value ?? 0) >= PRICE_SURE_MIN && !isGoods);
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
  // "s il vous plait" is a word of manners.
  if (text === 's') return reading.lang === 'fr' && reading.tokens[place + 3]?.text !== 'plait';
  // So is "se faz favor".
  if (text === 'se' && reading.tokens[place + 2]?.text === 'favor') return false;
  return text === 'se' ? reading.lang === 'pt' || reading.lang === 'it' : true;
}
