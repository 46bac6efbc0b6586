import { expect, test } from 'vitest';
import type { Claim } from '../../../src/domain/inventory/place-holds.ts';
import type { Revision } from '../../../src/domain/inventory/plan-revision.ts';
import { roundsOf } from '../../../src/domain/inventory/rounds-of.ts';

const claim = (buyerId: string) => ({ buyerId }) as Claim;
const change = (buyerId: string) => ({ buyerId, intent: 'change' }) as Revision;
const shape = (wishes: readonly (Claim | Revision)[]) =>
  roundsOf(wishes).map(({ claims, revisions }) => [
    claims.map((one) => one.buyerId).join(''),
    revisions.map((one) => one.buyerId).join(''),
  ]);

test('a batch without revisions is one round, and revisions of others ride along', () => {
  expect(shape([claim('a'), claim('b'), claim('a')])).toEqual([['aba', '']]);
  expect(shape([claim('a'), change('b'), claim('c'), change('d')])).toEqual([['ac', 'bd']]);
  expect(shape([])).toEqual([['', '']]);
});

test('a revision comes after the claims of its buyer and before what follows', () => {
  expect(shape([claim('a'), change('a'), claim('a'), claim('b')])).toEqual([
    ['a', ''],
    ['', 'a'],
    ['ab', ''],
  ]);
  expect(shape([change('a'), change('a')])).toEqual([
    ['', 'a'],
    ['', 'a'],
  ]);
});
