import { expect, test } from 'vitest';
import { plainText } from '../../../src/domain/catalogue/plain-text.ts';

test.each([
  ['<b>Polera</b> roja', 'Polera roja'],
  ['Polera<script>alert(1)</script>', 'Polera'],
  ['<scr<b>ipt>alert(1)', 'ipt>alert(1)'],
  ['menos de 3 < 5 > 2 <3', 'menos de 3 < 5 > 2 <3'],
  ['una\nlínea\u202e y\u0007 otra', 'una\nlínea y otra'],
])('%j is kept as %j', (given, kept) => {
  expect(plainText(given)).toBe(kept);
});
