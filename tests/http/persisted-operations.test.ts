import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPersistedOperations } from '../../src/http/graphql/persisted-operations.ts';

const ID = 'sha256:1';
const TEXT = '{ viewer { id } }';

function create(isDemanded: boolean, texts: object = { [ID]: TEXT }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'operations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'operations.json');
  writeFileSync(file, JSON.stringify(texts));
  return createPersistedOperations({ file, isDemanded });
}

const byId = (sha256Hash: string) => ({ query: '', extensions: { persistedQuery: { version: 1, sha256Hash } } });
const codeOf = (act: () => unknown) => {
  try {
    return act();
  } catch (error) {
    return (error as { extensions: { code: string } }).extensions.code;
  }
};

test('an id stands for the text that was built with the dashboard, and the variables stay', () => {
  const { resolve } = create(false);

  expect(resolve({ ...byId(ID), variables: { a: 1 } }, undefined)).toMatchObject({ query: TEXT, variables: { a: 1 } });
  expect(codeOf(() => resolve(byId('sha256:2'), undefined))).toBe('PERSISTED_QUERY_NOT_IN_LIST');
  expect(codeOf(() => resolve({}, undefined))).toBe('BAD_REQUEST');
  expect(resolve({ query: '{ other }' }, undefined)).toMatchObject({ query: '{ other }' });
});

test('where it is demanded a page sends ids only, and a program with a token or key what it likes', () => {
  const { resolve } = create(true);

  expect(codeOf(() => resolve({ query: TEXT }, undefined))).toBe('PERSISTED_QUERY_ONLY');
  expect(resolve(byId(ID), undefined)).toMatchObject({ query: TEXT });
  expect(resolve({ query: '{ other }' }, 'Bearer lss_key')).toMatchObject({ query: '{ other }' });
});

test('a server that demands ids does not start without their list', () => {
  expect(() => create(true, {})).toThrow('Build the dashboard');
});
