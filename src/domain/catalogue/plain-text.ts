// Elements whose content is no text either.
const UNSEEN = /<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
const TAG = /<!--[\s\S]*?-->|<\/?[a-z][^>]*>/gi;
// Control and direction-changing characters; tabs and line ends stay.
const HIDDEN = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A text of a shop as people read it: catalogues copied from web pages carry markup, and messages and pages must not. */
export function plainText(text: string): string {
  let plain = text.replace(UNSEEN, '');
  // Taking a tag out can join what stood around it to another one.
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(TAG, '');
  }
  return plain.replace(HIDDEN, (char) => (char === '\0' ? char : ''));
}
