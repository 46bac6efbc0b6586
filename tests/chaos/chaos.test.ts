import { describe, expect, it } from 'vitest';
import { playNight } from '../../scripts/chaos/play-night.ts';
import { SCENARIOS } from '../../scripts/chaos/scenarios.ts';
import { isHeld } from '../../scripts/chaos/verify.ts';

// The nights of `npm run chaos`, shorter: enough of each that every process dies, Redis goes away and webhooks repeat.
const SHORT = ['kill', 'redis-away', 'unruly-webhooks', 'llm-hangs'];
const MINUTES = 0.25;

describe('a bad night', () => {
  it.each(SCENARIOS.filter(({ name }) => SHORT.includes(name)))(
    'loses, doubles and oversells nothing: $name',
    async (scenario) => {
      const { verdict } = await playNight({ ...scenario, minutes: MINUTES });
      expect(verdict.notes['accepted']).toBe(verdict.notes['sent']);
      expect(verdict.notes['messages']).toBeGreaterThan(0);
      if (scenario.isPuzzling) expect(verdict.notes['while broken']).toBeGreaterThan(0);
      expect(verdict.broken).toEqual(Object.fromEntries(Object.keys(verdict.broken).map((what) => [what, 0])));
      expect(isHeld(verdict)).toBe(true);
    },
    300_000,
  );
});
