import { expect, test } from 'vitest';
import { buildPageNotices } from '../../dashboard/src/features/page-stops/build-page-notices.ts';

const NOW_MS = Date.parse('2026-11-25T12:00:00Z');
const ago = (hours: number) => new Date(NOW_MS - hours * 3_600_000).toISOString();
const spam = { type: 'SPAM', description: 'High volume.', url: 'https://transparency.example/spam' };
const api = (over: object = {}) => ({
  feature: 'page_messaging_api',
  description: 'No messages for a day',
  isLifted: false,
  endsAt: ago(-20),
  ...over,
});
const notice = (hours: number, over: object = {}) => ({
  violations: [],
  restrictions: [],
  toldAt: ago(hours),
  ...over,
});

test('a restriction is shown while it holds, a violation for three days, each once', () => {
  const notices = [notice(1, { violations: [spam], restrictions: [api()] }), notice(2, { violations: [spam] })];

  expect(buildPageNotices(notices, NOW_MS)).toEqual([
    { kind: 'restriction', feature: 'page_messaging_api', description: 'No messages for a day', endsAt: ago(-20) },
    { kind: 'violation', ...spam },
  ]);
  expect(buildPageNotices([notice(73, { violations: [spam] })], NOW_MS)).toEqual([]);
});

test.each([
  [
    'lifted by a later notice',
    [notice(1, { restrictions: [api({ isLifted: true })] }), notice(5, { restrictions: [api()] })],
  ],
  ['over by its time', [notice(30, { restrictions: [api({ endsAt: ago(1) })] })]],
  ['without an end and old', [notice(80, { restrictions: [api({ endsAt: null })] })]],
])('a restriction that is %s is not shown', (_, notices) => {
  expect(buildPageNotices(notices, NOW_MS)).toEqual([]);
});

test('one that came after an earlier one was lifted is shown', () => {
  const again = notice(1, { restrictions: [api()] });
  const lifted = notice(5, { restrictions: [api({ isLifted: true })] });

  expect(buildPageNotices([again, lifted, notice(9, { restrictions: [api()] })], NOW_MS)).toHaveLength(1);
});
