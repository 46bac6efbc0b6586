import { expect, test } from 'vitest';
import { claimMessages } from '../../../src/domain/messaging/claim-messages.ts';
import type { SendResult } from '../../../src/domain/messaging/send-message.ts';
import { settleMessages } from '../../../src/domain/messaging/settle-messages.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { comment, eventsOf, type Shop, sharedDatabase } from '../shop.ts';
import { messageRow, openChat, queueAndClaim } from './chat.ts';

const database = sharedDatabase();

async function claimed() {
  const { pool } = database;
  const chat = await openChat(pool);
  const [message] = await queueAndClaim(pool, [chat.message('private_reply')]);
  if (!message) throw new Error('The message was not claimed.');
  return { ...chat, one: message };
}
const settle = (message: Parameters<typeof settleMessages>[1][number]['message'], result: SendResult) =>
  settleMessages(database.pool, [{ message, result }]);

const SENT = { state: 'sent', externalId: 'm_1', psid: 'psid-of-sent' } as const;

test('a sent message keeps its id at Facebook, teaches who the buyer is, and the log says so', async () => {
  const { pool } = database;
  const { one, storeId, buyerId, commentId } = await claimed();

  await settle(one, SENT);

  expect(await messageRow(pool, one.id)).toEqual({ state: 'sent', external_id: 'm_1', failure: null, is_sent: true });
  expect(await rowsOf(pool, 'SELECT psid FROM buyers WHERE id = $1', [buyerId])).toEqual([{ psid: SENT.psid }]);
  expect(await eventsOf(pool, storeId, 'message-sent')).toEqual([
    { messageId: one.id, kind: 'private_reply', orderId: null, commentId },
  ]);
  expect(await claimMessages(pool, [one.id])).toEqual([]);
});

test.each(['refused', 'unknown'] as const)('a message that is %s ends with its reason', async (state) => {
  const { one, storeId } = await claimed();

  await settle(one, { state, reason: 'Facebook said no.' });

  expect(await messageRow(database.pool, one.id)).toMatchObject({
    state,
    failure: 'Facebook said no.',
    is_sent: false,
  });
  expect(await eventsOf(database.pool, storeId, 'message-refused')).toMatchObject([
    { messageId: one.id, reason: 'Facebook said no.' },
  ]);
  expect(await claimMessages(database.pool, [one.id])).toEqual([]);
});

test.each([false, true])('one to be tried again can be claimed at once and stays in doubt: %s', async (isDoubtful) => {
  const { one, storeId } = await claimed();

  await settle(one, { state: 'again', reason: 'Later.', isDoubtful });

  expect(await claimMessages(database.pool, [one.id])).toMatchObject([{ id: one.id, isDoubtful }]);
  expect(await eventsOf(database.pool, storeId, 'message-refused')).toEqual([]);
});

test('who settles too late changes nothing and tells nothing', async () => {
  const { one, storeId } = await claimed();
  await settle(one, SENT);

  await settle(one, { state: 'again', reason: 'Later.', isDoubtful: false });
  await settle(one, { state: 'refused', reason: 'No.' });
  await settle(one, SENT);

  expect(await messageRow(database.pool, one.id)).toMatchObject({ state: 'sent', failure: null });
  expect(await eventsOf(database.pool, storeId, 'message-sent')).toHaveLength(1);
  expect(await eventsOf(database.pool, storeId, 'message-refused')).toEqual([]);
});

test('a Messenger id that another buyer of the store has is left where it is, also within one batch', async () => {
  const { pool } = database;
  const { one, message, ...shop } = await claimed();
  const other = await comment(pool, shop as Shop);
  const [two] = await queueAndClaim(pool, [message('private_reply', other)]);
  const [three] = await queueAndClaim(pool, [message('private_reply', await comment(pool, shop as Shop))]);
  if (!two || !three) throw new Error('The messages were not claimed.');

  await settleMessages(pool, [
    { message: one, result: { ...SENT, psid: 'psid-shared' } },
    { message: two, result: { ...SENT, psid: 'psid-shared' } },
  ]);
  await settle(three, { ...SENT, psid: 'psid-shared' });

  const rows = await rowsOf(pool, `SELECT psid FROM buyers WHERE tienda_id = $1 AND psid IS NOT NULL`, [shop.storeId]);
  expect(rows).toEqual([{ psid: 'psid-shared' }]);
  expect(await eventsOf(pool, shop.storeId, 'message-sent')).toHaveLength(3);
});
