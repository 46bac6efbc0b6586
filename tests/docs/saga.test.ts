import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { printSaga } from '../../scripts/print-saga.ts';

test('docs/SAGA.md is what the code says', () => {
  expect(readFileSync('docs/SAGA.md', 'utf8')).toBe(printSaga());
});
