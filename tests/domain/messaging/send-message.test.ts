import { expect, test } from 'vitest';
import type { MessageToSend } from '../../../src/domain/messaging/claim-messages.ts';
import { SendError, type SendVerdict } from '../../../src/domain/messaging/graph.ts';
import { sendMessage } from '../../../src/domain/messaging/send-message.ts';
import { bookOfFacebook, PAGE } from './chat.ts';

const NOW_MS = Date.parse('2026-06-01T12:00:00Z');
const MESSAGE: MessageToSend = {
  id: 'm1',
  storeId: 's1',
  liveEventId: 'l1',
  orderId: null,
  commentId: 'c1',
  buyerId: 'b1',
  kind: 'public_reply',
  body: { text: 'Hola' },
  author: 'bot',
  isDoubtful: false,
  fbCommentId: 'fb-comment',
  commentedAtMs: NOW_MS - 1_000,
  receivedAtMs: NOW_MS - 900,
  psid: null,
  lastInboundAtMs: null,
  isWindowClosed: false,
  orderStatus: null,
  validUntilMs: null,
  createdAtMs: NOW_MS - 2_000,
  templates: [{ name: 'order_receipt_1', language: 'es', state: 'approved', reason: null }],
  locale: 'es-CL',
  pageId: 'page-1',
  pageTokenSealed: 'sealed',
  nowMs: NOW_MS,
};
const CHAT = { psid: 'psid-1', lastInboundAtMs: NOW_MS - 1_000 } as const;

const PAY = { text: 'Total', buttons: [{ kind: 'link', title: 'Pagar', url: 'https://shop.example/c' }] } as const;

/** A receipt and the values of its template. */
const PAID = { text: 'Hola', values: { total: '$ 15.000' } };
const template = (state: 'pending' | 'rejected', reason: string | null) => ({
  kind: 'receipt' as const,
  psid: 'psid-1',
  body: PAID,
  templates: [{ name: 'order_receipt_1', language: 'es', state, reason }],
});

const refusal = (verdict: SendVerdict) => new SendError({ verdict, reason: `Facebook said ${verdict}.` });

test.each([
  ['public_reply', {}, 'replyPublicly', { commentId: 'fb-comment', text: 'Hola' }, 'reply-1', null],
  [
    'private_reply',
    {},
    'replyPrivately',
    { commentId: 'fb-comment', message: { text: 'Hola' }, outboxId: 'm1' },
    'm_private',
    'psid-1',
  ],
  [
    'notice',
    CHAT,
    'send',
    { psid: 'psid-1', message: { text: 'Hola' }, outboxId: 'm1', asHuman: false },
    'm_text',
    null,
  ],
  [
    'receipt',
    CHAT,
    'send',
    { psid: 'psid-1', message: { text: 'Hola' }, outboxId: 'm1', asHuman: false },
    'm_text',
    null,
  ],
  [
    'receipt',
    { psid: 'psid-1', body: PAID },
    'sendUtility',
    {
      psid: 'psid-1',
      outboxId: 'm1',
      template: { name: 'order_receipt_1', language: 'es', parameters: { total: '$ 15.000' } },
    },
    'm_template',
    null,
  ],
  [
    'receipt',
    { body: PAID },
    'replyPrivately',
    { commentId: 'fb-comment', message: PAID, outboxId: 'm1' },
    'm_private',
    'psid-1',
  ],
] as const)('a %s with %o goes out by %s', async (kind, chat, what, input, externalId, psid) => {
  const { graph, calls } = bookOfFacebook();

  const result = await sendMessage({ graph, page: PAGE }, { ...MESSAGE, ...chat, kind });

  expect(result).toEqual({ state: 'sent', externalId, psid });
  expect(calls).toEqual([{ what, input }]);
});

test.each([
  ['no Page', { page: null }, {}],
  ['a comment that is gone', {}, { fbCommentId: null }],
  ['a notice without a chat', {}, { kind: 'notice' }],
  ['a private reply after 7 days', {}, { kind: 'private_reply', commentedAtMs: 0 }],
  ['a receipt outside the window and no template', {}, { kind: 'receipt', psid: 'p', body: PAID, templates: [] }],
  ['a receipt without a chat and a comment of last month', {}, { kind: 'receipt', body: PAID, commentedAtMs: 0 }],
  ['a receipt whose template is in another language', {}, { kind: 'receipt', psid: 'p', body: PAID, locale: 'pt-BR' }],
  ['a receipt whose template waits for a day', {}, { ...template('pending', null), createdAtMs: 0 }],
  ['a link to an order that is paid', {}, { kind: 'private_reply', orderStatus: 'paid', body: PAY }],
  ['a link to an order that has expired', {}, { ...CHAT, kind: 'notice', orderStatus: 'expired', body: PAY }],
  ['a reminder of an order that is cancelled', {}, { ...CHAT, kind: 'reminder', orderStatus: 'cancelled' }],
  ['a message whose time is over', {}, { ...CHAT, kind: 'reminder', validUntilMs: NOW_MS }],
] as const)('with %s nothing leaves', async (_, deps, given) => {
  const { graph, calls } = bookOfFacebook();

  const result = await sendMessage({ graph, page: PAGE, ...deps }, { ...MESSAGE, ...given });

  expect(result).toMatchObject({ state: 'refused', reason: expect.stringMatching(/\w/) });
  expect(calls).toEqual([]);
});

test.each([
  ['never', { state: 'refused', reason: 'Facebook said never.', byFacebook: true }],
  ['again', { state: 'again', reason: 'Facebook said again.', isDoubtful: false }],
  ['no-answer', { state: 'again', reason: 'Facebook said no-answer.', isDoubtful: true }],
  ['later', { state: 'later', reason: 'Facebook said later.', isDoubtful: false }],
  ['already-done', { state: 'refused', reason: 'Facebook said already-done.' }],
] as const)('when Facebook says %s, that is what became of the message', async (verdict, result) => {
  const { graph } = bookOfFacebook({ refusal: refusal(verdict) });

  expect(await sendMessage({ graph, page: PAGE }, { ...MESSAGE, kind: 'private_reply' })).toEqual(result);
});

test('a receipt waits, longer and longer, while Facebook looks at its template, and says why when it was refused', async () => {
  const { graph, calls } = bookOfFacebook();
  const sent = (given: Partial<MessageToSend>) => sendMessage({ graph, page: PAGE }, { ...MESSAGE, ...given });

  expect(await sent(template('pending', null))).toMatchObject({ state: 'later', isDoubtful: false, waitMs: 5_000 });
  const old = { ...template('pending', null), createdAtMs: NOW_MS - 60_000 };
  expect(await sent(old)).toMatchObject({ state: 'later', waitMs: 60_000 });
  expect(await sent(template('rejected', 'INVALID_FORMAT'))).toEqual({
    state: 'refused',
    reason: expect.stringMatching(/no free text\. The template is rejected\. INVALID_FORMAT$/),
  });
  expect(calls).toEqual([]);
});

test('that templates need a permission stops nothing else', async () => {
  const stop = { scope: 'action', cause: 'permission', forMs: null } as const;
  const { graph } = bookOfFacebook({ refusal: new SendError({ verdict: 'later', reason: 'No.', stop }) });
  const receipt = { ...MESSAGE, kind: 'receipt', psid: 'psid-1', body: PAID } as const;

  const result = await sendMessage({ graph, page: PAGE }, receipt);

  expect(result).toEqual({ state: 'refused', reason: expect.stringMatching(/templates .* grant all permissions/) });
});

test('what is no answer of Facebook travels on', async () => {
  const { graph } = bookOfFacebook();
  const broken = { ...graph, replyPublicly: () => Promise.reject(new TypeError('a fault of ours')) };

  await expect(sendMessage({ graph: broken, page: PAGE }, MESSAGE)).rejects.toThrow(TypeError);
});

test('a public reply whose answer was lost is looked for before it is said again', async () => {
  const facebook = bookOfFacebook({ refusal: refusal('no-answer'), isHeard: true });
  const first = await sendMessage({ graph: facebook.graph, page: PAGE }, MESSAGE);
  expect(first).toMatchObject({ state: 'again', isDoubtful: true });
  delete facebook.given.refusal;

  const second = await sendMessage({ graph: facebook.graph, page: PAGE }, { ...MESSAGE, isDoubtful: true });

  expect(second).toEqual({ state: 'sent', externalId: 'reply-1', psid: null });
  expect(facebook.replies).toHaveLength(1);
  expect(facebook.calls.map((call) => call.what)).toEqual(['replyPublicly', 'findOwnReply']);
});

test('a public reply that Facebook never heard is said again after a look', async () => {
  const { graph, calls } = bookOfFacebook();

  const result = await sendMessage({ graph, page: PAGE }, { ...MESSAGE, isDoubtful: true });

  expect(result).toMatchObject({ state: 'sent', externalId: 'reply-1' });
  expect(calls.map((call) => call.what)).toEqual(['findOwnReply', 'replyPublicly']);
});

test('a doubt outlives a refusal for now', async () => {
  const { graph } = bookOfFacebook({ refusal: refusal('again') });

  const result = await sendMessage({ graph, page: PAGE }, { ...MESSAGE, isDoubtful: true });

  expect(result).toMatchObject({ state: 'again', isDoubtful: true });
});

test.each(['notice', 'receipt'] as const)(
  'a %s whose answer was lost is not sent twice: a person looks',
  async (kind) => {
    const { graph, calls } = bookOfFacebook();

    const result = await sendMessage({ graph, page: PAGE }, { ...MESSAGE, ...CHAT, kind, isDoubtful: true });

    expect(result).toMatchObject({ state: 'unknown' });
    expect(calls).toEqual([]);
  },
);

test('a private reply whose answer was lost is sent again: Meta takes one per comment', async () => {
  const { graph, calls } = bookOfFacebook();

  await sendMessage({ graph, page: PAGE }, { ...MESSAGE, kind: 'private_reply', isDoubtful: true });

  expect(calls.map((call) => call.what)).toEqual(['replyPrivately']);
});

test('a private reply that is found done after a lost answer was ours', async () => {
  const { graph } = bookOfFacebook({ refusal: refusal('already-done') });

  expect(await sendMessage({ graph, page: PAGE }, { ...MESSAGE, kind: 'private_reply', isDoubtful: true })).toEqual({
    state: 'sent',
    externalId: null,
    psid: null,
  });
});

test.each([
  ['public_reply', 'page', 'all'],
  ['public_reply', 'action', 'public_reply'],
  ['private_reply', 'action', 'private'],
  ['private_reply', 'pace', 'pace'],
] as const)('a refusal of a %s that stops the %s of the Page orders: %s', async (kind, scope, action) => {
  const stop = { scope, cause: 'abuse', forMs: 60_000 } as const;
  const { graph } = bookOfFacebook({ refusal: new SendError({ verdict: 'later', reason: 'Too much.', stop }) });

  expect(await sendMessage({ graph, page: PAGE }, { ...MESSAGE, kind })).toMatchObject({
    state: 'later',
    stop: { storeId: 's1', action, cause: 'abuse', forMs: 60_000, reason: 'Too much.' },
  });
});

test('when Meta says that the window is closed, its answer beats our clock: a receipt goes as a template', async () => {
  const facebook = bookOfFacebook();
  const closed = () => Promise.reject(refusal('window-closed'));

  const receipt = await sendMessage(
    { graph: { ...facebook.graph, send: closed }, page: PAGE },
    { ...MESSAGE, ...CHAT, kind: 'receipt', body: PAID },
  );
  const notice = await sendMessage(
    { graph: { ...facebook.graph, send: closed }, page: PAGE },
    { ...MESSAGE, ...CHAT, kind: 'notice' },
  );

  expect(receipt).toEqual({ state: 'sent', externalId: 'm_template', psid: null, closedWindow: true });
  expect(notice).toMatchObject({ state: 'refused', closedWindow: true });
  expect(facebook.calls.map((call) => call.what)).toEqual(['sendUtility']);
});
