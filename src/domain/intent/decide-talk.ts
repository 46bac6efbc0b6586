import { namesProduct, saysVariant } from './items/build-lines.ts';
import type { Clause, Reading } from './read-comment.ts';
import { conditionOf, isLoosePrice } from './read-condition.ts';
import { tells } from './tells.ts';
import { talk, type Verdict } from './verdict.ts';

const NEAR_WORDS = 7;

/** Comments that are about no goods whatever else they say: advertising, erasing of data, no more messages. */
export function decideDuty(reading: Reading): Verdict | null {
  const { names, tokens, signals } = reading;
  const has = (name: string) => names.has(name);
  const hasLink = tokens.some(({ kind }) => kind === 'link');
  const hasPhone = tokens.some(({ kind }) => kind === 'phone');
  const pitches = signals.filter(({ name }) => name === 'pitch').length;
  const isOwnTrouble = has('complain') || has('claim') || has('request');
  if (near(reading, 'erase', 'personal') || near(reading, 'personal', 'erase'))
    return talk('data_deletion', 'data_deletion:erase+personal');
  if (
    (has('optout') && !(has('drop') || (has('cancel') && reading.mentions.length > 0))) ||
    (has('optout') && has('messages'))
  )
    return talk('opt_out', 'opt_out:words');
  if (has('optalone') && reading.words <= 2 && isOnly(reading, 'optalone')) return talk('opt_out', 'opt_out:alone');
  if (near(reading, 'stop', 'messages') && !laughs(reading) && !has('complain'))
    return talk('opt_out', 'opt_out:stop+messages');
  if (hasLink && !has('complain')) return talk('spam', 'spam:link');
  if (has('spam') && !isOwnTrouble && !isShortClaim(reading)) return talk('spam', 'spam:words');
  if (has('spam') && (pitches > 1 || hasPhone)) return talk('spam', 'spam:words');
  if (hasPhone && pitches > 0 && !isOwnTrouble) return talk('spam', 'spam:phone');
  return null;
}

function near(reading: Reading, one: string, other: string): boolean {
  const places = (name: string) => reading.signals.filter((signal) => signal.name === name);
  return places(one).some((first) =>
    places(other).some(
      (second) =>
        second.end > first.start &&
        second.start >= first.start &&
        second.start - first.end <= NEAR_WORDS &&
        second.end > first.end,
    ),
  );
}

function isOnly(reading: Reading, name: string): boolean {
  return (
    reading.signals.some((signal) => signal.name === name && signal.end - signal.start >= reading.words - 1) &&
    !reading.names.has('laugh')
  );
}

// "me siguen faltando dos" is no advertisement; a few words about goods are a claim.
function isShortClaim(reading: Reading): boolean {
  return reading.words <= 4 && reading.mentions.length > 0;
}

/** Whether the author mocks a price or is unhappy without mocking. */
export function isUnhappy(reading: Reading): string | null {
  const { names, emoji } = reading;
  const isMocking = emoji.has('sarcasm') || names.has('sarcasm');
  const isLaughing = emoji.has('laugh') || laughs(reading);
  // "18 bucks a piece, sure, give me 50 😂 daylight robbery" orders nothing.
  if (names.has('complain'))
    return isLaughing && saysPrice(reading) && names.has('claim') ? 'complaint:sarcasm' : 'complaint:words';
  if (judgesPrice(reading)) return 'complaint:price';
  // "si me la dejas en 10 la agarro" offers, it does not compare.
  if (names.has('overprice') && !(names.has('haggle') && names.has('if'))) return 'complaint:price';
  if (
    isMocking &&
    (names.has('bad') || saysPrice(reading) || names.has('claim') || names.has('want') || emoji.has('sarcasm'))
  )
    return 'complaint:sarcasm';
  if (saysPrice(reading) && isLaughing && (names.has('want') || names.has('claim') || names.has('bad')))
    return 'complaint:sarcasm';
  if (names.has('bad') && (emoji.has('angry') || emoji.has('sad'))) return 'complaint:mood';
  return emoji.has('angry') && !names.has('claim') ? 'complaint:mood' : null;
}

const PRICE_OF = /^(?:por|for|pour|per|fur|cada|each|chaque)$/;
const PRICE_FAR = 5;

/** "9500 por un A15, dame 5 😒", "380?? ni que taladrara solo 😒": a comment that opens with a price only judges it. */
function judgesPrice(reading: Reading): boolean {
  const { names, emoji, tokens } = reading;
  if (names.has('haggle') || names.has('if') || names.has('ask') || names.has('paid')) return false;
  const place = tokens.findIndex((_, at) => at < PRICE_FAR && isLoosePrice(reading, at));
  if (place < 0 || reading.mentions.some(({ end }) => end <= place)) return false;
  const next = tokens[place + (names.has('money') && tokens[place]?.kind === 'number' ? 2 : 1)];
  const isMood = ['sad', 'angry', 'sarcasm'].some((name) => emoji.has(name));
  const isThing = PRICE_OF.test(next?.text ?? '');
  return isMood || (isThing && !reading.isAsked && tokens[place + 2]?.kind === 'word');
}

export function saysPrice(reading: Reading): boolean {
  return reading.tokens.some(({ kind }) => kind === 'price') || reading.names.has('money');
}

const LAUGH =
  /^(?:(?:ja|ha|je|he|ji|hi|ka|ah|aj){2,}[jhas]*|k{2,}|(?:rs){1,}|lo+l|lmao|xd+|mdr|jsjs\w*|hahah?\w*|jaja\w*|ههه+)$/;

export function laughs(reading: Reading): boolean {
  return reading.emoji.has('laugh') || reading.tokens.some(({ text }) => LAUGH.test(text));
}

/** Questions, greetings and all the rest. */
export function decideTalk(reading: Reading): Verdict {
  const { names } = reading;
  const has = (name: string) => names.has(name);
  if (reading.words === 0)
    return talk(reading.tokens.some(({ text }) => text === '?') ? 'question' : 'other', 'other:no-words');
  if (reading.tokens.some(({ kind }) => kind === 'tag') && !reading.isAsked) return talk('other', 'other:tag');
  if (has('paid') && !reading.isAsked) return talk('other', 'other:paid');
  if (has('status')) return talk('question', 'question:status');
  if (has('joke') && (laughs(reading) || !reading.isAsked)) return talk('other', 'other:wish');
  // "cuando me paguen le doy" waits for money, it names no price.
  if (has('haggle') && !(has('later') && !reading.isAsked)) return talk('question', 'question:price');
  const condition = conditionOf(reading);
  if (condition === 'terms') return talk('question', 'question:condition');
  if (condition === 'wish' || (laughs(reading) && (has('later') || has('joke')) && !reading.isAsked))
    return talk('other', 'other:wish');
  if (has('look') || has('hesitate')) return talk('question', 'question:look');
  const isAbout = has('past') || has('third') || has('joke') || has('wish') || has('later');
  if (reading.isAsked && !greetsApart(reading)) return talk('question', 'question:mark');
  if (has('ask') && (!isAbout || opensAsking(reading))) return talk('question', 'question:word');
  if (startsAsking(reading) && !isAbout && !has('praise')) return talk('question', 'question:verb');
  if (isAbout) return talk('other', 'other:about');
  if (has('share')) return talk('other', 'other:share');
  if (has('bye') && !laughs(reading)) return talk('greeting', 'greeting:bye');
  if ((has('greet') || has('bye')) && !(has('praise') || has('thanks') || laughs(reading)))
    return talk('greeting', 'greeting:words');
  if (
    (has('greet') || has('bye')) &&
    reading.clauses.some(({ names: said }) => said.has('greet') || said.has('bye')) &&
    opens(reading)
  )
    return talk('greeting', 'greeting:opens');
  if (has('praise') || has('thanks')) return talk('other', 'other:praise');
  if (has('ask') || (has('askstart') && startsAsking(reading))) return talk('question', 'question:word');
  if (laughs(reading)) return talk('other', 'other:laugh');
  if (has('bad')) return talk('complaint', 'complaint:bad');
  if (tells(reading) && reading.lang !== 'und') return talk('other', 'other:about');
  // A piece that is named in words we do not know may be a sale: better silent than wrong either way.
  if (reading.lines.some((line) => namesProduct(line) || saysVariant(line))) return talk('abstain', 'abstain:goods');
  if (reading.lang === 'und' && reading.unknown > 2) return talk('abstain', 'abstain:language');
  return talk('other', 'other:nothing');
}

// "hola, qué lindo" greets; "qué lindo, hola" too; praise that fills the comment does not.
function opens(reading: Reading): boolean {
  const first = reading.signals
    .filter(({ name }) => name === 'greet' || name === 'bye' || name === 'praise' || name === 'thanks')
    .sort((one, other) => one.start - other.start)[0];
  return first?.name === 'greet' || first?.name === 'bye';
}

const INTERROGATIVE =
  /^(?:who|whos|quien|quienes|quem|qui|chi|wer|how|what|whats|which|where|when|why|cuant[oa]s?|cual|cuales|donde|quant[oaie]s?|qual|quais|quale|quali|onde|combien|comment|quel|quels|quelle|quelles|lequel|laquelle|wie|wieviel|welche[rsn]?|wo|كم|بكم|كيف|ازاي)$/;

/** Where a clause has a question word that asks; null when it has none. */
export function interrogativeAt(reading: Reading, clause: Clause): number | null {
  const ask = reading.signals.find(
    ({ name, start, end }) =>
      name === 'ask' &&
      start >= clause.start &&
      end <= clause.end &&
      INTERROGATIVE.test(reading.tokens[start]?.text ?? ''),
  );
  return ask?.start ?? null;
}

function opensAsking(reading: Reading): boolean {
  return reading.clauses.some((clause) => interrogativeAt(reading, clause) === clause.start);
}

const BEFORE_QUESTION = new Set(['filler', 'greet', 'and', 'person', 'this', 'praise', 'half']);
// Who speaks of himself, or tells of something, does not ask.
const TELLING =
  /^(?:aqui|aca|meu|minha|mio|mia|soy|yo|me|mi|ya|solo|que|q|k|i|im|my|eu|ja|je|j|uno|una|um|uma|one|انا)$/;

/** Whether a clause begins with a verb as questions do: "tienen en rojo", "se puede lavar". */
export function startsAsking(reading: Reading): boolean {
  return reading.clauses.some(({ start, end }) => {
    const opener = reading.signals.find(
      (signal) =>
        signal.name === 'askstart' &&
        signal.start >= start &&
        signal.start < end &&
        isOpen(reading, start, signal.start),
    );
    return opener !== undefined;
  });
}

function isOpen(reading: Reading, from: number, to: number): boolean {
  for (let place = from; place < to; place += 1) {
    if (TELLING.test(reading.tokens[place]?.text ?? '')) return false;
    const covered = reading.signals.some(
      ({ name, start, end }) => BEFORE_QUESTION.has(name) && start <= place && end > place,
    );
    const goods = reading.mentions.some(
      ({ start, end, dim }) => start <= place && end > place && (dim === 'this' || dim === 'name' || dim === 'code'),
    );
    if (!covered && !goods) return false;
  }
  return true;
}

// "ya llegué, ¿empezaron sin mí?": a greeting and a few words that ask nothing the seller could look up.
function greetsApart(reading: Reading): boolean {
  if (reading.names.has('ask') || reading.names.has('askstart') || reading.mentions.length > 0) return false;
  const asked = reading.clauses.filter(({ isAsked }) => isAsked);
  return (
    asked.every(({ start, end, names }) => names.has('greet') || end - start <= 3) &&
    reading.clauses.some(({ names }) => names.has('greet'))
  );
}
