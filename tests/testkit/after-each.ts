import { afterEach, beforeEach, expect, onTestFailed, vi } from 'vitest';
import { printLogged, takeLogged } from './logs.ts';

const printed: string[] = [];

beforeEach(() => {
  takeLogged();
  onTestFailed(printLogged);
  printed.length = 0;
  vi.spyOn(console, 'error').mockImplementation((...words) => {
    printed.push(words.map(String).join(' '));
  });
});

// What a test did not expect to be printed as an error is a failure of the code, even when the answer was right.
afterEach(() => {
  vi.restoreAllMocks();
  expect(printed).toEqual([]);
});
