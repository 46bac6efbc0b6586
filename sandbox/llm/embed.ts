import { createHash } from 'node:crypto';

// Words that mean the same to the scripted model, in any language; each row begins with the word they are taken for.
const SAME = [
  ['camiseta', 'polera', 'remera', 'playera', 'franela', 'tshirt', 'shirt', 'tee'],
  ['zapatilla', 'tenis', 'sneaker', 'sneakers', 'championes', 'zapatillas'],
  ['bufanda', 'chalina', 'scarf', 'cachecol', 'echarpe'],
  ['collar', 'colgante', 'gargantilla', 'necklace', 'collier', 'colar'],
  ['vela', 'candle', 'bougie', 'veladora'],
  ['gorro', 'beanie', 'chullo', 'touca', 'bonnet'],
];
const CANONICAL = new Map(SAME.flatMap(([first = '', ...others]) => others.map((word) => [word, first] as const)));
const GRAM = 3;

/** What a passable embedding model would answer: words that mean or look the same point the same way. Always the same. */
export function embedText(text: string, dimensions: number): readonly number[] {
  const values = new Array<number>(dimensions).fill(0);
  for (const word of wordsOf(text)) {
    const padded = `^${CANONICAL.get(word) ?? word}$`;
    for (let at = 0; at + GRAM <= padded.length; at += 1) {
      const hash = createHash('md5')
        .update(padded.slice(at, at + GRAM))
        .digest();
      const place = hash.readUInt32LE(0) % dimensions;
      values[place] = (values[place] ?? 0) + ((hash[4] ?? 0) % 2 === 0 ? 1 : -1);
    }
  }
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
