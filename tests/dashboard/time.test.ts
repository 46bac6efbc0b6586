import { expect, test } from 'vitest';
import { batchFrames } from '../../dashboard/src/lib/batch-frames.ts';
import { formatCountdown } from '../../dashboard/src/lib/clock.ts';

const NOW = Date.parse('2026-05-01T20:00:00Z');

test('a countdown shows minutes and seconds, and nothing once it is over', () => {
  expect(formatCountdown('2026-05-01T20:29:59.500Z', NOW)).toBe('30:00');
  expect(formatCountdown('2026-05-01T20:00:09Z', NOW)).toBe('00:09');
  expect(formatCountdown('2026-05-01T22:05:00Z', NOW)).toBe('125:00');
  expect(formatCountdown('2026-05-01T20:00:00Z', NOW)).toBeNull();
  expect(formatCountdown('no date', NOW)).toBeNull();
});

function collect() {
  const flushed: (readonly number[])[] = [];
  const frames: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const push = batchFrames<number>((items) => void flushed.push(items), {
    nextFrame: (run) => void frames.push(run),
    later: (run) => void timers.push(run),
  });
  return { flushed, frames, timers, push };
}

test('whatever arrives before the next frame is handed over at once, in its order', () => {
  const { flushed, frames, timers, push } = collect();
  for (const item of [1, 2, 3]) push(item);
  expect(frames).toHaveLength(1);
  frames[0]?.();
  timers[0]?.();
  expect(flushed).toEqual([[1, 2, 3]]);
  push(4);
  frames[1]?.();
  expect(flushed).toEqual([[1, 2, 3], [4]]);
});

test('a hidden tab draws no frame, and the timer hands over instead', () => {
  const { flushed, timers, push } = collect();
  push(1);
  timers[0]?.();
  expect(flushed).toEqual([[1]]);
});
