import { interrogativeAt, laughs, saysPrice, startsAsking } from './decide-talk.ts';
import { type Line, namesProduct, saysVariant } from './items/build-lines.ts';
import type { Signal } from './lexicon/find-signals.ts';
import { LEXICON } from './lexicon/load-lexicon.ts';
import { isOrder } from './order-words.ts';
import { type Clause, FOR, goodsOf, type Reading } from './read-comment.ts';
import { conditionOf } from './read-condition.ts';
import { tells } from './tells.ts';

export const STRONG = ['claim', 'request', 'reserve'] as const;

/** Whether the author buys, and why; null when nothing says so. */
export function buys(reading: Reading): string | null {
  const { names } = reading;
  const has = (name: string) => names.has(name);
  const strong = strongClause(reading);
  const condition = conditionOf(reading);
  if (condition === 'terms' || condition === 'wish') return null;
  if (has('joke') || has('haggle')) return null;
  if (has('status') && !strong) return null;
  if (has('hesitate') || (has('look') && !strong)) return null;
  if (has('later') && !has('reserve') && !ordersNow(reading)) return null;
  if (has('wish') && !strong) return null;
  if (concludes(reading)) return 'bare-count';
  if ((has('past') || has('third')) && !(strong && !laughs(reading))) return null;
  if (strong) return isLost(reading) ? null : `${strong}`;
  if (has('third') || has('past') || has('wish') || tellsWish(reading) || turnsDown(reading)) return null;
  const isQuestion = asksOnly(reading, condition === 'stock');
  if (isQuestion) return null;
  const goods = goodsOf(reading);
  const wants = wantsThing(reading);
  if (wants !== null) return wants ? 'want' : null;
  if (condition === 'stock' && (goods.length > 0 || reading.showing)) return 'stock';
  if (endsCounting(reading)) return 'bare-count';
  const spare = reading.unknown;
  if (has('self') || has('more')) {
    if (laughs(reading) && spare > 1) return null;
    const room = goods.some((line) => namesProduct(line) || saysVariant(line)) ? 3 : 1;
    const isTalk = tells(reading) || ['praise', 'greet', 'thanks', 'bye'].some(has);
    if (hasOwnWish(reading)) return 'self';
    return spare <= room && !isTalk ? 'self' : null;
  }
  return bare(reading, goods);
}

const WHEN = /^(?:cuando|apenas|si|when|once|after|if|quando|assim|logo|quand|des|wenn|sobald|appena|لما|بعد|لو)$/;

/** "anótame dos, cuando cobre te deposito", "I'm broke but I'll take it": bought before, or whatever, the money comes. */
function ordersNow(reading: Reading): boolean {
  const later = reading.signals.filter(({ name }) => name === 'later');
  const isBeside = later.every(({ start }) => !WHEN.test(reading.tokens[start]?.text ?? ''));
  return reading.clauses.some(({ start, end, names }) => {
    const strong = reading.signals.filter(
      (one) => STRONG.some((name) => name === one.name) && one.start >= start && one.end <= end,
    );
    return (
      strong.some((one) => isOrder(reading, one) && later.every((other) => other.start > one.start)) ||
      (isBeside && strong.length > 0 && !names.has('later') && !names.has('past'))
    );
  });
}

/** "got it, then 2.8 for me": a clause with goods and the author, whatever is told beside it. */
function hasOwnWish(reading: Reading): boolean {
  return reading.clauses.some(
    ({ start, end, names, isAsked }) =>
      !isAsked &&
      (names.has('self') || names.has('more')) &&
      !['tells', 'praise', 'greet', 'thanks', 'third', 'past'].some((name) => names.has(name)) &&
      reading.mentions.some((mention) => mention.start >= start && mention.end <= end && mention.dim !== 'more') &&
      reading.unknownPlaces.filter((place) => place >= start && place < end).length <= 1,
  );
}

function strongClause(reading: Reading): string | null {
  for (const name of STRONG)
    if (
      reading.clauses.some(
        (clause) =>
          clause.names.has(name) &&
          !isWeak(reading, clause, name) &&
          !clause.names.has('past') &&
          !clause.names.has('third') &&
          !clause.names.has('complain') &&
          !(clause.isAsked && asksAbout(clause, name)) &&
          !asksBefore(reading, clause, name),
      )
    )
      return name;
  return null;
}

const PARTICIPLE =
  /^(?:sold|claim(?:ed|ing)?|bought|buying|adopted|deal|vendid[oa]|comprad[oa]|vendue?|verkauft|gekauft|venduto|venduta)$/;

/** "claimed the couch for tonight": one word of claiming among words about something else. */
function isWeak(reading: Reading, clause: Clause, name: string): boolean {
  const mine = reading.signals.filter(
    (signal) => signal.name === name && signal.start >= clause.start && signal.end <= clause.end,
  );
  if (mine.every(({ end }) => isOther(reading, end))) return true;
  // "tenho 37 largo, serve" asks; after a question of one's own it takes: "só tem 36? serve".
  const isVerb = ({ start, places }: Signal) =>
    places.length === 1 && reading.signals.some((other) => other.name === 'askstart' && other.start === start);
  if (!reading.isAsked && mine.every(isVerb)) return true;
  if (reading.unknown < 2 || reading.lines.some((line) => namesProduct(line) || saysVariant(line))) return false;
  return mine.every(({ places, start }) => places.length === 1 && PARTICIPLE.test(reading.tokens[start]?.text ?? ''));
}

const ASKING_VERB = /^(?:is|are|was|does|do|did|will|has|hay|tienen|tienes|tem|est|sont|هل)$/;

/** "how do I order", "quantas levo": a claim after a question word asks, also without a question mark. */
function asksBefore(reading: Reading, clause: Clause, name: string): boolean {
  const isOpened = name === 'claim' && ASKING_VERB.test(reading.tokens[clause.start]?.text ?? '');
  const place = isOpened ? clause.start : interrogativeAt(reading, clause);
  return (
    place !== null &&
    reading.signals.some((signal) => signal.name === name && signal.start > place && signal.end <= clause.end)
  );
}

// "¿es mío?", "¿cuál me llevo?" ask; "¿me guardas una?" orders.
function asksAbout(clause: Clause, name: string): boolean {
  if (clause.names.has('status')) return true;
  const isQuestion =
    clause.names.has('ask') || clause.names.has('hesitate') || clause.names.has('haggle') || clause.names.has('look');
  return name === 'claim'
    ? isQuestion || clause.names.has('askstart')
    : clause.names.has('status') || clause.names.has('haggle');
}

function asksOnly(reading: Reading, isCondition: boolean): boolean {
  if (isCondition) return false;
  const asking = reading.clauses.filter((clause) => clause.isAsked || clause.names.has('ask'));
  if (asking.length === 0) return startsAsking(reading) && !reading.names.has('want');
  // A piece named after the question stands by itself: "¿la bege solo tiene 36? sirve".
  const rest = reading.clauses.filter((clause) => !asking.includes(clause));
  const isLater = ({ start }: Clause) => !startsAsking(reading) || start > (asking.at(-1)?.start ?? 0);
  const decides = rest.some((clause) => isLater(clause) && WANTS.some((name) => clause.names.has(name)));
  return !decides;
}

const WANTS = ['want', 'self', 'more'];

// "esa es mía, me la robaron del tendedero jajaja": a claim drowned in laughter and words about something else.
function isLost(reading: Reading): boolean {
  return (
    laughs(reading) &&
    goodsOf(reading).filter((line) => namesProduct(line) || line.sizes.length > 0).length === 0 &&
    reading.unknown >= 3
  );
}

/** After "quiero": a thing, a verb, or something else? null when nothing is wanted. */
function wantsThing(reading: Reading): boolean | null {
  const want = reading.signals.find(({ name }) => name === 'want');
  if (!want) return null;
  const goods = goodsOf(reading);
  const next = reading.tokens.slice(want.end).find(({ kind }) => kind !== 'emoji');
  const isVerb =
    next !== undefined &&
    next.kind === 'word' &&
    isInfinitive(next.text) &&
    !reading.mentions.some(({ start }) => reading.tokens[start] === next);
  if (isOther(reading, want.end)) return false;
  if (isVerb || next?.text === 'que' || next?.text === 'q' || next?.text === 'to') return false;
  if (goods.length > 0)
    return (
      !(laughs(reading) && saysPrice(reading)) &&
      !(laughs(reading) && reading.unknown > 1 && !goods.some((line) => namesProduct(line)))
    );
  if (laughs(reading) && reading.unknown > 0) return false;
  return reading.unknown <= 3;
}

const ARTICLE =
  /^(?:a|an|the|my|un|una|um|uma|une|el|la|los|las|o|os|as|le|les|mi|de|meu|minha|mon|ma|al|esta|este|ein|eine|einen)$/;

/** "I need a bigger house", "quiero a esta muchacha": an article, and then a word that names nothing of the shop. */
function isOther(reading: Reading, from: number): boolean {
  if (reading.lines.some((line) => namesProduct(line) || line.colors.length + line.sizes.length > 0)) return false;
  let place = from;
  while (ARTICLE.test(reading.tokens[place]?.text ?? '')) place += 1;
  const isThing = ({ start, end }: { start: number; end: number }) => start <= place && end > place;
  const word = reading.tokens[place];
  return (
    place > from &&
    word?.kind === 'word' &&
    word.text.length > 2 &&
    !LEXICON.fillers.has(word.text) &&
    !reading.mentions.some(isThing) &&
    !reading.signals.some((signal) => isThing(signal) && signal.name !== 'pitch' && signal.name !== 'terms')
  );
}

function isInfinitive(text: string): boolean {
  return (
    /^(?:[a-z]+(?:ar|er)|[a-z]*ir)(?:me|te|se|lo|la|los|las|le|nos|melo|mela)?$/.test(text) &&
    !/^(?:color|mujer|ayer|primer|collar|par|lugar|mar|tercer|hogar|celular|regular|militar|similar|escolar)$/.test(
      text,
    )
  );
}

/** No word of buying, only goods: a code, a variant, a number. Too many other words mean something else is said. */
function bare(reading: Reading, goods: readonly Line[]): string | null {
  const { names } = reading;
  if (tells(reading)) return null;
  if (
    ['praise', 'bye', 'thanks', 'paid', 'status', 'complain', 'share', 'ask', 'drop', 'cancel'].some((name) =>
      names.has(name),
    ) &&
    !hasCode(goods) &&
    !hasOwnClause(reading) &&
    !thanksAfter(reading, goods)
  )
    return null;
  const counts = reading.lines.some((line) => line.quantity !== null);
  const spare = reading.unknown;
  const named = goods.filter((line) => namesProduct(line));
  if (names.has('greet') && !counts && !goods.some(saysVariant)) return null;
  const variants = goods.filter(
    (line) =>
      line.sizes.length > 0 ||
      line.colors.length > 0 ||
      line.relative !== null ||
      line.each !== null ||
      line.both !== null,
  );
  const isPlain = variants.length === 0 && !counts && named.length < 2;
  if (hasCode(goods)) return spare <= 1 || (spare <= 3 && (counts || variants.length > 0)) ? 'bare-code' : null;
  if (named.length > 0)
    return spare <= (isPlain ? 0 : 1 + Math.floor(reading.mentions.length / 2)) && !(laughs(reading) && spare > 0)
      ? 'bare-name'
      : null;
  if (!reading.showing) return null;
  if (variants.length > 0) {
    const isExact = counts || reading.mentions.length > 1 || variants.some(({ sizes }) => sizes.length > 0);
    return spare <= (isExact ? 2 : Number(reading.words <= 2)) ? 'bare-variant' : null;
  }
  if (startsCounting(reading)) return spare <= COUNTED_UNKNOWN_MAX ? 'bare-count' : null;
  if (goods.length > 0 && spare === 0 && reading.words <= 4) return 'bare-this';
  return counts && spare === 0 && reading.words <= 6 ? 'bare-count' : null;
}

const POLITE = ['thanks', 'praise'];
const AGAINST = ['bye', 'paid', 'status', 'complain', 'share', 'ask', 'drop', 'cancel'];

/** "a carrot cake and a malva thanks": goods first, two of them or counted, and then nothing but thanks. */
function thanksAfter(reading: Reading, goods: readonly Line[]): boolean {
  const [first] = reading.mentions;
  const last = reading.mentions.at(-1);
  if (!first || !last || first.start > 1 || reading.unknown > 0 || AGAINST.some((name) => reading.names.has(name)))
    return false;
  const named = goods.filter(namesProduct);
  const isOrder = named.length > 1 || (named.length > 0 && first.dim === 'quantity');
  return isOrder && reading.signals.every(({ name, start }) => !POLITE.includes(name) || start >= last.end);
}

/** "ok you win, one for me": the last clause is nothing but a count of the piece on screen. */
function endsCounting(reading: Reading): boolean {
  const last = reading.clauses.at(-1);
  return last !== undefined && reading.clauses.length > 1 && countsFrom(reading, last.start);
}

const SO = /^(?:so|entonces|entao|donc|quindi)$/;
const SAID_SO = /^(?:said|say|says|told|think|thought|hope|guess|or|not|even|just)$/;

/** "she keeps asking so 2 of them": what is told before "so" is the reason. */
function concludes(reading: Reading): boolean {
  const so = reading.tokens.findLastIndex(({ text }) => SO.test(text));
  const isReason = so > 0 && !SAID_SO.test(reading.tokens[so - 1]?.text ?? '');
  return isReason && !reading.names.has('ask') && countsFrom(reading, so + 1);
}

function countsFrom(reading: Reading, from: number): boolean {
  const last = reading.clauses.at(-1);
  if (!reading.showing || !last || from < last.start || last.isAsked || reading.names.has('complain')) return false;
  const places = reading.tokens.map((_, place) => place).slice(from, last.end);
  const isIn = (place: number) => (one: { start: number; end: number }) => one.start <= place && one.end > place;
  return (
    reading.mentions.some(
      ({ dim, start, quantity }) => dim === 'quantity' && start === from && (quantity ?? 99) < 10,
    ) &&
    places.every(
      (place) =>
        reading.mentions.some((one) => isIn(place)(one) && (one.dim === 'quantity' || one.dim === 'this')) ||
        reading.signals.some((one) => isIn(place)(one) && one.name === 'self') ||
        MANNERS.test(reading.tokens[place]?.text ?? '') ||
        OF_THEM.test(reading.tokens[place]?.text ?? ''),
    )
  );
}

const OF_THEM = /^(?:of|them|de|d|di|von|davon)$/;

export const MANNERS = /^(?:please|pls|plz|plis|porfa|porfis|favor|xfa|svp|stp|plait|pfv|bitte|grazie|gracias|thanks)$/;

const COUNT_MAX = 12;
const COUNTED_UNKNOWN_MAX = 2;

/** "three balls please", "duas destas, é pra sala": first how many, then manners, "of these" or whom they are for. */
function startsCounting(reading: Reading): boolean {
  const [first] = reading.mentions;
  if (first?.dim !== 'quantity' || first.start > 1 || (first.quantity ?? COUNT_MAX + 1) > COUNT_MAX) return false;
  if (first.start === 1 && !LEXICON.fillers.has(reading.tokens[0]?.text ?? '')) return false;
  const rest = reading.tokens.slice(first.end);
  return (
    rest.some(({ text }) => MANNERS.test(text)) ||
    reading.mentions.some(({ dim, start }) => dim === 'this' && start - first.end <= 1) ||
    rest.slice(0, 2).some(({ text }) => FOR.test(text))
  );
}

// "mi mamá estaría feliz con esa": the conditional of Spanish, Portuguese and French wishes, it does not order.
function tellsWish(reading: Reading): boolean {
  return reading.tokens.some(
    ({ text, kind }) =>
      kind === 'word' &&
      text.length > 5 &&
      /[aei]r(?:ia|ias|ian|iamos|iam|iais)$/.test(text) &&
      !/^(?:podria|gustaria|querria|seria|libreria|joyeria)/.test(text),
  );
}

/** "La quiero pero no me da": what is wanted and then refused is not ordered. */
function turnsDown(reading: Reading): boolean {
  if (reading.names.has('unsure')) return false;
  const but = reading.signals.find(({ name }) => name === 'but');
  return (
    but !== undefined &&
    reading.signals.some(
      ({ name, start }) => (name === 'not' || name === 'later') && start >= but.end && start - but.end <= 3,
    )
  );
}

/** "me late el negro, 27": a clause with nothing but a variant is a claim, whatever is said beside it. */
function hasOwnClause(reading: Reading): boolean {
  return reading.clauses.some(({ start, end, isAsked }) => {
    const inside = reading.mentions.filter((mention) => mention.start >= start && mention.end <= end);
    const covered = inside.reduce((sum, mention) => sum + mention.end - mention.start, 0);
    const fillers = reading.tokens
      .slice(start, end)
      .filter(({ text }) => text.length <= 3 || LEXICON.fillers.has(text)).length;
    return (
      !isAsked &&
      reading.clauses.length > 1 &&
      inside.some(({ dim }) => dim === 'size' || dim === 'code') &&
      covered + fillers >= end - start
    );
  });
}

function hasCode(goods: readonly Line[]): boolean {
  return goods.some((line) => line.skus !== null);
}
