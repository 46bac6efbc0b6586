import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { envExample } from '../../src/config/env-example.ts';
import { allVariables, roleModels } from '../../src/config/load-config.ts';
import { problemsOf } from './given.ts';

const text = readFileSync('.env.example', 'utf8');
const withoutMarks = text.replaceAll(/^# (?=[A-Z_0-9]+=)/gm, '');

test('.env.example is what the models say today; `npm run env:example` writes it', () => {
  expect(text).toBe(envExample());
});

test('.env.example names every variable once and no other', () => {
  const names = [...withoutMarks.matchAll(/^([A-Z_0-9]+)=/gm)].map(([, name]) => name);

  expect(names.toSorted()).toEqual(Object.keys(allVariables).toSorted());
});

test('as it stands, with its marks taken away, it starts every role against the sandbox', () => {
  const env = parseEnv(withoutMarks);

  for (const role of Object.keys(roleModels) as (keyof typeof roleModels)[]) expect(problemsOf(env, role)).toEqual([]);
});
