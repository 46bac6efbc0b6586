import { expect, test } from 'vitest';
import { buildUsage } from '../../dashboard/src/features/ai/build-usage.ts';

const USAGE = {
  commentCount: 2_000,
  askedCount: 10,
  cachedCount: 4,
  leftOpenCount: 1,
  callCount: 6,
  tokens: 1_000,
  tokenLimit: 100_000,
  costMicroUsd: '3000',
  costLimitMicroUsd: '500000',
  usualMicroUsd: '2000',
  isUnusual: false,
  isSpent: false,
  providers: [],
};

test('costs are told in dollars and for a thousand comments', () => {
  expect(buildUsage(USAGE)).toEqual({
    costUsd: 0.003,
    limitUsd: 0.5,
    usualUsd: 0.002,
    spentShare: 0.01,
    callsPer1000: 3,
    costPer1000Usd: 0.0015,
    notice: null,
  });
});

test('whichever limit comes first fills the bar, and a spent day outranks an unusual one', () => {
  const { spentShare, notice } = buildUsage({ ...USAGE, tokens: 250_000, isUnusual: true, isSpent: true });

  expect({ spentShare, notice }).toEqual({ spentShare: 1, notice: 'spent' });
});

test('before the first comment nothing is divided', () => {
  expect(buildUsage({ ...USAGE, commentCount: 0, usualMicroUsd: null })).toMatchObject({
    callsPer1000: null,
    costPer1000Usd: null,
    usualUsd: null,
  });
});
