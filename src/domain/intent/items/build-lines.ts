import type { IndexedSku } from '../catalogue/compile-catalogue.ts';
import type { Mention } from './mention.ts';

/** One line of an order as far as a comment says it: which goods, which variant, how many. */
export type Line = {
  quantity: number | null;
  skus: readonly IndexedSku[] | null;
  names: string[];
  colors: string[];
  sizes: string[];
  notNames: string[];
  notColors: string[];
  notSizes: string[];
  notSkus: readonly IndexedSku[];
  isThis: boolean;
  each: string | null;
  both: string | null;
  relative: 'small' | 'large' | null;
  isSameSize: boolean;
  isUnknown: boolean;
  isMore: boolean;
  start: number;
  end: number;
};

/** A line that says nothing yet. */
export function emptyLine(start = 0): Line {
  return {
    quantity: null,
    skus: null,
    names: [],
    colors: [],
    sizes: [],
    notNames: [],
    notColors: [],
    notSizes: [],
    notSkus: [],
    isThis: false,
    each: null,
    both: null,
    relative: null,
    isSameSize: false,
    isUnknown: false,
    isMore: false,
    start,
    end: start,
  };
}

/** Whether the line says which goods, not only how many. */
export function saysGoods(line: Line): boolean {
  return line.skus !== null || line.names.length > 0 || saysVariant(line) || line.isThis;
}

export function saysVariant(line: Line): boolean {
  return line.colors.length > 0 || line.sizes.length > 0 || line.relative !== null || line.isUnknown;
}

export function namesProduct(line: Line): boolean {
  return line.skus !== null || line.names.length > 0;
}

/** Gathers mentions into lines: "2 negras L y 1 gris" are two, "negra y blanca en S" share the size. */
export function buildLines(mentions: readonly Mention[]): readonly Line[] {
  const lines: Line[] = [];
  for (const [place, mention] of mentions.entries()) {
    const current = lines.at(-1);
    if (mention.isNot && mention.dim === 'quantity' && (mention.quantity ?? 0) > 1) continue;
    if (mention.isNot && mention.dim !== 'quantity' && mention.dim !== 'this') {
      exclude(current ?? add(lines, mention.start), mention);
      continue;
    }
    const next = mentions[place + 1];
    const previous = mentions[place - 1];
    const isApart = previous !== undefined && previous.end < mention.start;
    const line = !current || opensLine(current, mention, { next, isApart }) ? add(lines, mention.start) : current;
    fill(line, mention);
    line.end = mention.end;
  }
  const isRecap = lines.length > 1 && lines.some(({ both }) => both !== null);
  return share(withoutRecaps(lines), isRecap);
}

function add(lines: Line[], start: number): Line {
  const line = emptyLine(start);
  lines.push(line);
  return line;
}

function opensLine(line: Line, mention: Mention, given: { next: Mention | undefined; isApart: boolean }): boolean {
  const { dim, text, isJoined } = mention;
  switch (dim) {
    case 'quantity':
      if (mention.isTimes || line.quantity !== null)
        return !mention.isTimes && given.next !== undefined && !given.next.isJoined;
      return (
        saysGoods(line) &&
        (isJoined || !line.isThis || saysVariant(line)) &&
        given.next !== undefined &&
        !given.next.isJoined &&
        isGoods(given.next)
      );
    case 'code':
      return line.skus !== null
        ? !isSame(line.skus, mention.skus ?? []) || (isJoined && saysVariant(line))
        : (line.names.length > 0 || line.isThis) && isJoined;
    case 'name':
      return isJoined && (namesProduct(line) || line.isThis || saysVariant(line));
    case 'color':
      return (
        line.colors.length > 0 &&
        (isJoined
          ? line.sizes.length > 0 || !line.colors.includes(text)
          : !line.colors.includes(text) && (given.isApart || line.sizes.length > 0))
      );
    case 'size':
      return line.sizes.length > 0 && !line.sizes.includes(text);
    case 'this':
      return isJoined && namesProduct(line);
    default:
      return false;
  }
}

function isGoods(mention: Mention): boolean {
  return !['same', 'more', 'this'].includes(mention.dim) && !(mention.dim === 'quantity');
}

function isSame(one: readonly IndexedSku[], other: readonly IndexedSku[]): boolean {
  return one[0]?.sku === other[0]?.sku;
}

function fill(line: Line, mention: Mention): void {
  const { dim, text } = mention;
  if (dim === 'quantity') line.quantity ??= mention.quantity ?? null;
  else if (dim === 'code') line.skus = mention.skus ?? null;
  else if (dim === 'name') line.names.push(text);
  else if (dim === 'color') line.colors.push(text);
  else if (dim === 'size') {
    line.sizes.push(text);
    if (mention.isUnknown) line.isUnknown = true;
  } else if (dim === 'this') line.isThis = true;
  else if (dim === 'each') line.each = text;
  else if (dim === 'both') line.both = text;
  else if (dim === 'small' || dim === 'large') line.relative = dim;
  else if (dim === 'same') line.isSameSize = true;
  else line.isMore = true;
}

function exclude(line: Line, mention: Mention): void {
  if (mention.dim === 'name') line.notNames.push(mention.text);
  if (mention.dim === 'color') line.notColors.push(mention.text);
  if (mention.dim === 'size') line.notSizes.push(mention.text);
  if (mention.dim === 'code') line.notSkus = mention.skus ?? [];
}

/** "uno pa mi y uno pa mi hermana" after "los dos en M", and "los dos míos" after two pieces, say nothing new. */
function withoutRecaps(lines: readonly Line[]): readonly Line[] {
  const isWhole = lines.some((line) => line.each !== null || line.both !== null);
  // "red and blue, one of each" has two pieces, not three.
  const isListed = lines.filter((line) => namesProduct(line) || saysVariant(line)).length > 1;
  const goods = lines.filter(
    (line) => saysGoods(line) || (line.each !== null && !isListed) || (line.both !== null && lines.length === 1),
  );
  for (const line of goods) if (goods.length > 1 && line.both !== null) line.both = null;
  if (goods.length === 0) return lines.slice(0, 1);
  const kept = lines.filter((line) => goods.includes(line) || (line.both !== null && goods.length < 2));
  const counted = lines.find((line) => !goods.includes(line) && line.quantity !== null && line.quantity > 1);
  // A count that stands apart belongs to the only piece: "la negra en M, dos".
  if (counted && kept.length === 1 && kept[0] && kept[0].quantity === null && !isWhole)
    kept[0].quantity = counted.quantity;
  return kept;
}

/** A size said once at the end is the size of all pieces before it that have none; a product said first is that of all. */
function share(lines: readonly Line[], isRecap: boolean): readonly Line[] {
  const [last] = lines.slice(-1);
  if (isRecap && last && last.colors.length > 0)
    for (const line of lines) if (line.colors.length === 0) line.colors.push(...last.colors);
  for (let place = lines.length - 2; place >= 0; place -= 1) {
    const [line, next] = [lines[place], lines[place + 1]];
    if (!line || !next || line.sizes.length > 0 || next.sizes.length === 0 || next.isUnknown) continue;
    if (namesProduct(next) && namesProduct(line)) continue;
    if (line.colors.length > 0) line.sizes.push(...next.sizes);
  }
  return lines;
}
