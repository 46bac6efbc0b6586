import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { CatalogueIndex } from './catalogue/compile-catalogue.ts';
import { squeeze } from './catalogue/compile-catalogue.ts';
import type { Line } from './items/build-lines.ts';
import { namesProduct, saysVariant } from './items/build-lines.ts';
import { resolveLine } from './items/resolve-line.ts';
import { expandRow } from './lexicon/expand-row.ts';
import { goodsOf, type Reading, readComment } from './read-comment.ts';
import type { Token } from './text/tokenise.ts';

export const TOPICS = ['price', 'stock', 'size', 'color', 'shipping'] as const;
export type Topic = (typeof TOPICS)[number];

/** What a question is about: the topics that the catalogue can answer, and the SKUs meant, the one on screen first. */
export type Question = { readonly topics: readonly Topic[]; readonly skus: readonly string[]; readonly lang: string };

const rows = z.array(z.string());
const topicsModel = z.record(
  z.string(),
  z.strictObject({ price: rows, stock: rows, size: rows, color: rows, shipping: rows, else: rows }),
);
type Phrase = { readonly topic: Topic | 'else'; readonly words: readonly string[] };
const PHRASES = loadPhrases();

const SKUS_MAX = 30;
const TOPICS_MAX = 2;

/**
 * Reads a comment that is known to ask. Null when it asks for something that the catalogue does not know, or when it is
 * not clear which product is meant: then a person answers.
 */
export function readQuestion(
  index: CatalogueIndex,
  comment: { readonly text: string; readonly showingSku: string | null },
): Question | null {
  const showing = comment.showingSku === null ? null : (index.bySku.get(squeeze(comment.showingSku)) ?? null);
  const reading = readComment(index, comment.text, showing);
  const said = topicsOf(reading.tokens);
  if (said.has('else') || said.size === 0) return null;
  // "¿Cuántas quedan?" asks for no price, and what is asked about the way to the buyer is about nothing else.
  if (said.has('shipping')) return { topics: ['shipping'], skus: [], lang: reading.lang };
  if (said.has('stock') && !said.has('size') && !said.has('color')) said.delete('price');
  const topics = TOPICS.filter((topic) => said.has(topic)).slice(0, TOPICS_MAX);
  const skus = skusOf(reading, topics);
  return skus.length > 0 && topics.length > 0 ? { topics, skus, lang: reading.lang } : null;
}

function topicsOf(tokens: readonly Token[]): Set<Topic | 'else'> {
  return new Set(PHRASES.filter(({ words }) => says(tokens, words)).map(({ topic }) => topic));
}

function says(tokens: readonly Token[], words: readonly string[]): boolean {
  const fits = (word: string, text: string | undefined) =>
    word.endsWith('*') ? text?.startsWith(word.slice(0, -1)) === true : text === word;
  return tokens.some((_, start) => words.every((word, place) => fits(word, tokens[start + place]?.text)));
}

/** The SKUs of what is named, else of what is on screen; every variant when sizes or colours are asked for. */
function skusOf(reading: Reading, topics: readonly Topic[]): readonly string[] {
  const named = goodsOf(reading).filter((line) => namesProduct(line) || saysVariant(line));
  const isAboutVariants = topics.includes('size') || topics.includes('color');
  const skus =
    named.length > 0
      ? named.flatMap((line) => skusOfLine(reading, line, isAboutVariants))
      : isAboutVariants
        ? familyOf(reading, reading.showing?.model)
        : reading.showing
          ? [reading.showing.sku]
          : [];
  return skus.length > SKUS_MAX ? [] : [...new Set(skus)];
}

function skusOfLine(reading: Reading, line: Line, isAboutVariants: boolean): readonly string[] {
  const resolved = resolveLine({ index: reading.index, showing: reading.showing }, line);
  if (resolved.model === null) return [];
  const isOne = resolved.missing === null && !isAboutVariants;
  return isOne ? resolved.items.map(({ sku }) => sku) : familyOf(reading, resolved.model);
}

function familyOf(reading: Reading, model: number | undefined): readonly string[] {
  return (reading.index.models[model ?? -1]?.skus ?? []).map(({ sku }) => sku);
}

function loadPhrases(): readonly Phrase[] {
  const file = new URL('./question-topics.yaml', import.meta.url);
  const languages = topicsModel.parse(parse(readFileSync(file, 'utf8')));
  return Object.values(languages).flatMap((topics) =>
    (Object.entries(topics) as [Topic | 'else', string[]][]).flatMap(([topic, list]) =>
      list.flatMap((row) => expandRow(row, {}).map((words) => ({ topic, words }))),
    ),
  );
}
