import type { Topic } from '../intent/read-question.ts';
import { formatMoney } from '../payments/money.ts';

/** A SKU as the catalogue has it at this instant. `freeUnits`: not held by anybody. */
export type ProductFacts = {
  readonly name: string;
  readonly priceMinor: bigint;
  readonly currency: string;
  readonly freeUnits: number;
  readonly size: string | null;
  readonly color: string | null;
};

type AnswerTexts = {
  readonly price: (name: string, price: string) => string;
  readonly few: (name: string, units: number) => string;
  readonly some: (name: string) => string;
  readonly none: (name: string) => string;
  readonly sizes: (list: string) => string;
  readonly colors: (list: string) => string;
};

const BY_LANGUAGE: Readonly<Record<string, AnswerTexts>> = {
  es: {
    price: (name, price) => `${name}: ${price}`,
    few: (name, units) => `Quedan ${units} de ${name}.`,
    some: (name) => `Sí, hay ${name}.`,
    none: (name) => `${name} está agotado por ahora.`,
    sizes: (list) => `Tallas disponibles: ${list}.`,
    colors: (list) => `Colores disponibles: ${list}.`,
  },
  en: {
    price: (name, price) => `${name}: ${price}`,
    few: (name, units) => `${units} left of ${name}.`,
    some: (name) => `Yes, we have ${name}.`,
    none: (name) => `${name} is sold out for now.`,
    sizes: (list) => `Sizes we have: ${list}.`,
    colors: (list) => `Colors we have: ${list}.`,
  },
  pt: {
    price: (name, price) => `${name}: ${price}`,
    few: (name, units) => `Restam ${units} de ${name}.`,
    some: (name) => `Sim, temos ${name}.`,
    none: (name) => `${name} esgotou por enquanto.`,
    sizes: (list) => `Tamanhos disponíveis: ${list}.`,
    colors: (list) => `Cores disponíveis: ${list}.`,
  },
  fr: {
    price: (name, price) => `${name} : ${price}`,
    few: (name, units) => `Il reste ${units} ${name}.`,
    some: (name) => `Oui, nous avons ${name}.`,
    none: (name) => `${name} est épuisé pour l’instant.`,
    sizes: (list) => `Tailles disponibles : ${list}.`,
    colors: (list) => `Couleurs disponibles : ${list}.`,
  },
  ar: {
    price: (name, price) => `${name}: ${price}`,
    few: (name, units) => `بقي ${units} من ${name}.`,
    some: (name) => `نعم، ${name} متوفر.`,
    none: (name) => `${name} نفد حالياً.`,
    sizes: (list) => `المقاسات المتوفرة: ${list}.`,
    colors: (list) => `الألوان المتوفرة: ${list}.`,
  },
};

/** Up to this many units the number itself is said; above it only that there are some. */
const FEW_UNITS = 5;
const LINES_MAX = 3;

/**
 * Answers from the catalogue alone, a line for each thing asked. Null when there is nothing true to say, as when sizes
 * are asked of goods that have none.
 */
export function answerText(given: {
  readonly topics: readonly Topic[];
  readonly products: readonly ProductFacts[];
  readonly shippingNote: string | null;
  readonly locale: string;
}): string | null {
  const { topics, products, locale } = given;
  const texts = BY_LANGUAGE[locale.slice(0, 2).toLowerCase()] ?? (BY_LANGUAGE['en'] as AnswerTexts);
  const lines = topics.flatMap((topic): readonly (string | null)[] => {
    if (topic === 'shipping') return [given.shippingNote];
    if (topic === 'size') return [listOf(products, 'size', texts.sizes)];
    if (topic === 'color') return [listOf(products, 'color', texts.colors)];
    if (topic === 'price') return pricesOf(products, locale, texts);
    return products.map((product) => stockOf(product, texts));
  });
  const said = [...new Set(lines.filter((line) => line !== null))].slice(0, LINES_MAX);
  return said.length > 0 ? said.join('\n') : null;
}

/** One line when all variants cost the same. */
function pricesOf(products: readonly ProductFacts[], locale: string, texts: AnswerTexts): readonly string[] {
  const priced = products.map(({ name, priceMinor, currency }) =>
    texts.price(name, formatMoney({ amountMinor: priceMinor, currency, locale })),
  );
  return new Set(products.map(({ priceMinor }) => priceMinor)).size === 1 ? priced.slice(0, 1) : priced;
}

function stockOf({ name, freeUnits }: ProductFacts, texts: AnswerTexts): string {
  if (freeUnits <= 0) return texts.none(name);
  return freeUnits <= FEW_UNITS ? texts.few(name, freeUnits) : texts.some(name);
}

function listOf(
  products: readonly ProductFacts[],
  dimension: 'size' | 'color',
  say: (list: string) => string,
): string | null {
  const values = products.filter(({ freeUnits }) => freeUnits > 0).flatMap((product) => product[dimension] ?? []);
  return values.length > 0 ? say([...new Set(values)].join(', ')) : null;
}
