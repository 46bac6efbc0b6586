import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { understand } from '../../scripts/understand.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'understand-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, ...lines: readonly string[]): string {
  const full = path.join(directory, name);
  writeFileSync(full, `${lines.join('\n')}\n`);
  return full;
}

const CATALOGUE = file(
  'catalogue.jsonl',
  '{"sku":"V1","name":"Vela Coco","price":5,"keywords":["vela"],"claim_code":"7"}',
);

test('every comment gets one line, in order, whatever else its line holds', async () => {
  const comments = file(
    'comments.jsonl',
    '{"id":"a","text":"dos velas","expected":{"intent":"question"},"hard":"neg"}',
    '',
    '{"id":"b","text":"mía","context":{"showing_sku":"V1"}}',
    '{"id":"c","text":"precio?","context":{"showing_sku":"GONE"}}',
  );
  const out = path.join(directory, 'out.jsonl');

  await understand({ catalogue: CATALOGUE, comments, out });

  const lines = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ id, intent, items }) => ({ id, intent, items }))).toEqual([
    { id: 'a', intent: 'purchase', items: [{ sku: 'V1', qty: 2 }] },
    { id: 'b', intent: 'purchase', items: [{ sku: 'V1', qty: 1 }] },
    { id: 'c', intent: 'question', items: [] },
  ]);
  expect(Object.keys(lines[0] ?? {})).toEqual(['id', 'intent', 'items', 'ambiguous', 'confidence', 'by']);
});

test('a mistake in a file is told with file, line and field', async () => {
  const out = path.join(directory, 'none.jsonl');
  const wrong = file('wrong.jsonl', '{"id":"a","text":"hola"}', '{"id":"b","text":5}');
  const broken = file('broken.jsonl', '{"id":');
  const twice = file('twice.jsonl', '{"sku":"V1","name":"Vela"}', '{"sku":"V1","name":"Vela"}');

  await expect(understand({ catalogue: CATALOGUE, comments: wrong, out })).rejects.toThrow(
    /wrong\.jsonl, line 2: field text/,
  );
  await expect(understand({ catalogue: CATALOGUE, comments: broken, out })).rejects.toThrow(
    /broken\.jsonl, line 1: this is no JSON/,
  );
  await expect(understand({ catalogue: twice, comments: wrong, out })).rejects.toThrow(
    /twice\.jsonl, line 2: field sku/,
  );
  await expect(understand({ catalogue: path.join(directory, 'gone'), comments: wrong, out })).rejects.toThrow(
    /There is no file/,
  );
});
