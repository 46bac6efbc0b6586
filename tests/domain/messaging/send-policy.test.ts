import { expect, test } from 'vitest';
import { decideSend, RULES, type SendQuestion } from '../../../src/domain/messaging/send-policy.ts';
import type { MessageTag } from '../../../src/integrations/meta/graph-client.ts';

// Meta's rules as of 2026-05-05; a change of theirs is a change of this table.
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.parse('2026-06-01T12:00:00Z');

const ASKED: SendQuestion = {
  kind: 'notice',
  nowMs: NOW_MS,
  commentedAtMs: null,
  lastInboundAtMs: null,
  isWindowClosed: false,
  hasTemplate: false,
  hasPsid: true,
};
const ago = (ms: number) => NOW_MS - ms;
const WINDOW_MS = DAY_MS - 5 * MINUTE_MS;

test.each<readonly [Partial<SendQuestion>, string, RegExp]>([
  [{ kind: 'public_reply', commentedAtMs: ago(15 * MINUTE_MS - 1), hasPsid: false }, 'comment', /public answer/],
  [{ kind: 'public_reply', commentedAtMs: ago(15 * MINUTE_MS) }, 'none', /older than 15 minutes/],
  [{ kind: 'private_reply', commentedAtMs: ago(7 * DAY_MS - 1), hasPsid: false }, 'comment', /one private reply/],
  [{ kind: 'private_reply', commentedAtMs: ago(7 * DAY_MS) }, 'none', /older than 7 days/],
  [{ kind: 'private_reply', lastInboundAtMs: NOW_MS }, 'none', /older than 7 days/],
  [{ lastInboundAtMs: NOW_MS, hasPsid: false }, 'none', /no chat/],
  [{ lastInboundAtMs: ago(WINDOW_MS - 1) }, 'free_text', /last 24 hours/],
  [{ lastInboundAtMs: ago(WINDOW_MS) }, 'human_only', /no free text.*Only a person/],
  [{ lastInboundAtMs: ago(WINDOW_MS), byHuman: true }, 'human_agent', /A person may answer/],
  [{ lastInboundAtMs: ago(8 * DAY_MS), byHuman: true }, 'none', /7 days.*not even a person/],
  [{ lastInboundAtMs: ago(8 * DAY_MS) }, 'none', /no free text/],
  [{ lastInboundAtMs: ago(8 * DAY_MS), hasTemplate: true }, 'utility_template', /approved template/],
  [{ hasTemplate: true }, 'utility_template', /approved template/],
  [{ lastInboundAtMs: ago(HOUR_MS), isWindowClosed: true }, 'human_only', /no free text/],
  [{ lastInboundAtMs: ago(HOUR_MS), isWindowClosed: true, hasTemplate: true }, 'utility_template', /approved/],
])('%o leaves as %s', (given, mode, reason) => {
  expect(decideSend({ ...ASKED, ...given })).toEqual({ mode, reason: expect.stringMatching(reason) });
});

test('a comment opens no window: only what the person writes or taps does', () => {
  expect(decideSend({ ...ASKED, commentedAtMs: NOW_MS }).mode).toBe('none');
});

test('a rule counts from its date, and the next of its kind replaces it', () => {
  const shorter = {
    what: 'free_text',
    validFrom: '2026-06-02',
    withinMs: HOUR_MS,
    source: 'a change of Meta',
  } as const;
  const asked = (nowMs: number) =>
    decideSend({ ...ASKED, nowMs, lastInboundAtMs: nowMs - 2 * HOUR_MS }, [...RULES, shorter]).mode;

  expect(asked(Date.parse('2026-06-01T23:59:59Z'))).toBe('free_text');
  expect(asked(Date.parse('2026-06-02T00:00:00Z'))).toBe('human_only');
  expect(decideSend({ ...ASKED, hasTemplate: true, nowMs: Date.parse('2026-03-12T00:00:00Z') }).mode).toBe('none');
});

test('a tag that Meta removed does not compile', () => {
  // @ts-expect-error: removed on 2026-04-27
  const removed: MessageTag = 'POST_PURCHASE_UPDATE';
  const left: MessageTag = 'HUMAN_AGENT';
  expect([removed, left]).toHaveLength(2);
});
