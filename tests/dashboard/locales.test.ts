import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const FOLDER = path.join(import.meta.dirname, '../../dashboard/src/locales');
const SOURCES = path.join(FOLDER, '..');
const LANGUAGES = ['ar', 'en', 'es', 'fr', 'pt'];

type Texts = { readonly [key: string]: string | Texts };

const read = (language: string): Texts => JSON.parse(readFileSync(path.join(FOLDER, `${language}.json`), 'utf8'));

function flatten(texts: Texts, before = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[`${before}${key}`, text] as [string, string]] : flatten(text, `${before}${key}.`),
  );
}

const english = new Map(flatten(read('en')));
const placesOf = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([place]) => place).sort();

test('there is one file for each language', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(LANGUAGES.map((language) => `${language}.json`));
});

describe.each(LANGUAGES)('%s', (language) => {
  const texts = new Map(flatten(read(language)));

  test('has the same keys as English, and no empty text', () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('fills the same places in each text', () => {
    for (const [key, text] of texts) expect([key, placesOf(text)]).toEqual([key, placesOf(english.get(key) ?? '')]);
  });
});

test('every text is used, and no page says anything that is not in the files', () => {
  const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('generated'))
    .map((file) => readFileSync(path.join(SOURCES, file), 'utf8'))
    .join('\n');
  const used = new Set([...sources.matchAll(/\bt\('([\w.-]+)'/g)].map(([, key]) => key ?? ''));
  const prefixes = [...sources.matchAll(/\bt\(`([\w.-]+\.)\$\{/g)].map(([, prefix]) => prefix ?? '');
  expect([...used].filter((key) => !english.has(key))).toEqual([]);
  expect(
    [...english.keys()].filter((key) => !used.has(key) && !prefixes.some((prefix) => key.startsWith(prefix))),
  ).toEqual([]);
});
