/** Lower case, no accents, no emoji, letters repeated for emphasis brought back to one ("holaaa" is "hola"). */
export function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .replace(/[^\p{L}\p{N}?+\-\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a normalised text; question marks are words of their own. */
export function wordsOf(normalised: string): readonly string[] {
  return normalised.replaceAll('?', ' ? ').split(' ').filter(Boolean);
}
