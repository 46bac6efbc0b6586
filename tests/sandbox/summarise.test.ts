import { expect, test } from 'vitest';
import type { GraphCall } from '../../sandbox/meta/history.ts';
import type { PlayedComment } from '../../scripts/rehearse/play-comments.ts';
import type { SaleEvent } from '../../scripts/rehearse/seller-api.ts';
import { isClean, summarise } from '../../scripts/rehearse/summarise.ts';

const played = (id: string, text = 'quiero una'): PlayedComment => ({
  id,
  authorId: `author-${id}`,
  authorName: 'Ana',
  text,
  createdAtMs: 1_000,
  sentAtMs: 1_000,
  isAccepted: true,
});
const understood = (commentId: string, text = 'quiero una'): SaleEvent => ({
  __typename: 'CommentUnderstoodEvent',
  commentId,
  authorName: 'Ana',
  text,
});
const held = (commentId: string, productId = 'p1'): SaleEvent => ({
  __typename: 'HoldPlacedEvent',
  commentId,
  productId,
});
const call = (kind: GraphCall['kind'], commentId: string, changes: Partial<GraphCall> = {}): GraphCall => ({
  seq: 1,
  atMs: 1_200,
  kind,
  pageId: '1',
  commentId,
  psid: null,
  text: 'Hola',
  outcome: 'accepted',
  id: 'm_1',
  code: null,
  subcode: null,
  ...changes,
});

test('a sale with its two messages is clean, and the time runs from the post', () => {
  const figures = summarise({
    played: [played('1_1'), played('1_2', 'hola')],
    events: [understood('c1'), understood('c2', 'hola'), held('c1')],
    calls: [call('private_reply', '1_1'), call('public_reply', '1_1')],
  });
  expect(isClean(figures)).toBe(true);
  expect(figures).toMatchObject({
    comments: { sent: 2, accepted: 2, stored: 2 },
    sales: { holds: 1, comments: 1 },
    messages: { private: 1, public: 1 },
    latencyMs: { p50: 200, p95: 200, max: 200 },
  });
});

test('comments and messages that are missing count as lost; a comment of somebody else fills no gap', () => {
  const figures = summarise({
    played: [played('1_1'), played('1_2', 'hola')],
    events: [understood('c1'), { ...understood('c2', 'hola'), authorName: 'Beto' }, held('c1')],
    calls: [call('private_reply', '9_9'), call('public_reply', '1_1', { outcome: 'refused', code: 368 })],
  });
  expect(figures.lost).toEqual({ comments: 1, privateMessages: 1, publicReplies: 1 });
  expect(isClean(figures)).toBe(false);
});

test('a message that was refused with a reason is no lost one', () => {
  const figures = summarise({
    played: [played('1_1')],
    events: [understood('c1'), held('c1'), { __typename: 'MessageRefusedEvent', commentId: 'c1' }],
    calls: [call('public_reply', '1_1')],
  });
  expect(figures.lost.privateMessages).toBe(0);
  expect(figures.messages.refused).toBe(1);
});

test('a second private reply, a repeated public one, a second hold and a comment stored twice are doubles', () => {
  const doublesOf = (more: { events?: SaleEvent[]; calls?: GraphCall[] }) =>
    summarise({
      played: [played('1_1')],
      events: [understood('c1'), held('c1'), ...(more.events ?? [])],
      calls: [call('private_reply', '1_1'), call('public_reply', '1_1'), ...(more.calls ?? [])],
    }).doubles;
  expect(doublesOf({})).toBe(0);
  expect(doublesOf({ calls: [call('private_reply', '1_1', { outcome: 'refused', code: 10_900 })] })).toBe(1);
  expect(doublesOf({ calls: [call('public_reply', '1_1')] })).toBe(1);
  expect(doublesOf({ calls: [call('public_reply', '1_1', { text: 'another' })] })).toBe(0);
  expect(doublesOf({ events: [held('c1')] })).toBe(1);
  expect(doublesOf({ events: [held('c1', 'p2')] })).toBe(0);
  expect(doublesOf({ events: [understood('c2')] })).toBe(1);
});
