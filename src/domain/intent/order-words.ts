import type { Signal } from './lexicon/find-signals.ts';
import type { Reading } from './read-comment.ts';

// "guárdame", "sepáremelo", "put me down", "mettez-moi", "احجزلي": told to the seller, where "me llevo" may tell anything.
const ORDER_WORD =
  /(?:[aei]n?(?:me|mel[oa]s?|nos|nosl[oa]s?)$)|^(?:put|add|count|lock|pack|send|ship|hold|save|keep|gimme|give|book|throw|toss|pop|chuck|mark|sign|ring|bag|set|manda|mande|separa|separe|guarda|guarde|reserva|reserve|anota|anote|bota|bote|coloca|coloque|mete|poe|ponha|embrulha|embrulhe|mettez|mets|gardez|garde|envoyez|envoie|emballez|notez|ajoutez|rajoutez|comptez|leg|pack|schick|mettimi|mandami|tienimi|segnami)$|(?:لي|ني|هالي|هولي)$/;

/** Whether a signal of buying is an order to the seller. */
export function isOrder(reading: Reading, { name, places }: Signal): boolean {
  if (name === 'reserve' || name === 'request') return true;
  return name === 'claim' && places.some((place) => ORDER_WORD.test(reading.tokens[place]?.text ?? ''));
}
