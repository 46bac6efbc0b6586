import { expect, test } from 'vitest';
import { decideSend } from '../../../src/domain/messaging/send-policy.ts';

// Meta's rules as of 2026-05-05; a change of theirs is a change of this table.
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.parse('2026-06-01T12:00:00Z');

const TOO_OLD = 'The comment is older than 7 days; Meta allows no private reply to it.';
const NO_CHAT = 'The buyer has no chat with the Page yet.';
const CLOSED = 'The buyer has not written or tapped in the last 24 hours; Meta allows no free text.';

type Case = readonly [
  kind: string,
  commentAgeMs: number | null,
  silenceMs: number | null,
  hasPsid: boolean,
  answer: string,
];
const CASES: readonly Case[] = [
  ['public_reply', 0, null, false, 'comment'],
  ['public_reply', 30 * DAY_MS, null, true, 'comment'],
  ['public_reply', null, 0, true, 'comment'],
  ['private_reply', 0, null, false, 'comment'],
  ['private_reply', 7 * DAY_MS - 1, null, false, 'comment'],
  ['private_reply', 7 * DAY_MS, null, false, TOO_OLD],
  ['private_reply', 7 * DAY_MS, 0, true, TOO_OLD],
  ['private_reply', null, 0, true, TOO_OLD],
  ['notice', null, 0, false, NO_CHAT],
  ['receipt', null, 0, false, NO_CHAT],
  ['notice', null, 0, true, 'free-text'],
  ['receipt', null, 0, true, 'free-text'],
  ['notice', 0, 24 * HOUR_MS - 5 * MINUTE_MS - 1, true, 'free-text'],
  ['receipt', 0, 24 * HOUR_MS - 5 * MINUTE_MS - 1, true, 'free-text'],
  ['notice', 0, 24 * HOUR_MS - 5 * MINUTE_MS, true, CLOSED],
  ['receipt', 0, 24 * HOUR_MS - 5 * MINUTE_MS, true, 'utility-template'],
  ['notice', 0, 2 * DAY_MS, true, CLOSED],
  ['receipt', 0, 2 * DAY_MS, true, 'utility-template'],
  ['notice', 0, null, true, CLOSED],
  ['receipt', 0, null, true, 'utility-template'],
];

test.each(CASES)(
  'a %s to a comment %s ms old, %s ms after the buyer last wrote, chat %s: %s',
  (kind, commentAgeMs, silenceMs, hasPsid, answer) => {
    const decision = decideSend({
      kind,
      nowMs: NOW_MS,
      commentedAtMs: commentAgeMs === null ? null : NOW_MS - commentAgeMs,
      lastInboundAtMs: silenceMs === null ? null : NOW_MS - silenceMs,
      hasPsid,
    });

    expect(decision.mode === 'none' ? decision.reason : decision.mode).toBe(answer);
  },
);

test('a comment opens no window: only what the person writes or taps does', () => {
  const decision = decideSend({
    kind: 'notice',
    nowMs: NOW_MS,
    commentedAtMs: NOW_MS,
    lastInboundAtMs: null,
    hasPsid: true,
  });

  expect(decision).toEqual({ mode: 'none', reason: CLOSED });
});
