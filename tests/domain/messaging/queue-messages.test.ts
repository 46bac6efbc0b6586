import { expect, test } from 'vitest';
import { claimMessages } from '../../../src/domain/messaging/claim-messages.ts';
import { queueMessages } from '../../../src/domain/messaging/queue-messages.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { sharedDatabase } from '../shop.ts';
import { messageRow, openChat, queueAndClaim } from './chat.ts';

const database = sharedDatabase();

test('a message is written once, whoever queues it again: in one batch, later, or ten at once', async () => {
  const { pool } = database;
  const { message } = await openChat(pool);
  const [first, second] = [message('private_reply'), message('public_reply')];

  const answers = await Promise.all(
    Array.from({ length: 10 }, () => queueMessages(pool, [second, first, first, second])),
  );
  const again = await queueMessages(pool, [first]);

  expect(new Set(answers.flat()).size).toBe(2);
  expect(answers.every((ids) => ids.length === 2)).toBe(true);
  expect(answers[0]).toContain(again[0]);
});

test('one that is on its way or sent is not queued again', async () => {
  const { pool } = database;
  const { message } = await openChat(pool);
  const one = message('public_reply');
  const [sent] = await queueAndClaim(pool, [one]);

  expect(await queueMessages(pool, [one])).toEqual([]);
  expect(await messageRow(pool, sent?.id ?? '')).toMatchObject({ state: 'sending' });
});

test('nothing to queue asks nothing, and all messages of a buyer are one conversation', async () => {
  const { pool } = database;
  const { message, buyerId } = await openChat(pool);

  expect(await queueMessages(pool, [])).toEqual([]);
  await queueMessages(pool, [message('public_reply'), message('private_reply')]);
  await queueMessages(pool, [message('receipt')]);

  const rows = await rowsOf(
    pool,
    `SELECT count(DISTINCT c.id)::int AS chats, count(m.id)::int AS messages
     FROM conversations c JOIN messages m ON m.conversation_id = c.id WHERE c.buyer_id = $1`,
    [buyerId],
  );
  expect(rows).toEqual([{ chats: 1, messages: 3 }]);
});

test('of ten who claim the same messages at once each message goes to one', async () => {
  const { pool } = database;
  const { message } = await openChat(pool);
  const ids = await queueMessages(
    pool,
    Array.from({ length: 20 }, () => message('public_reply')),
  );

  const claims = await Promise.all(Array.from({ length: 10 }, () => claimMessages(pool, [...ids].reverse())));

  const claimed = claims.flat();
  expect(claimed.map((one) => one.id).sort()).toEqual([...ids].sort());
  expect(claimed.every((one) => !one.isDoubtful)).toBe(true);
});

test('a message left by a dead process is taken over later, in doubt whether it was sent', async () => {
  const { pool } = database;
  const { message } = await openChat(pool);
  const [claimed] = await queueAndClaim(pool, [message('public_reply')]);
  const id = claimed?.id ?? '';
  expect(await claimMessages(pool, [id])).toEqual([]);
  await rowsOf(pool, `UPDATE messages SET claimed_at = claimed_at - interval '1 minute' WHERE id = $1`, [id]);

  const takeOvers = await Promise.all([1, 2, 3].map(() => claimMessages(pool, [id])));

  expect(takeOvers.flat().map((one) => [one.id, one.isDoubtful])).toEqual([[id, true]]);
});

test('a claim brings all that sending takes', async () => {
  const { pool } = database;
  const { message, storeId, buyerId, commentId, liveEventId } = await openChat(pool);
  await rowsOf(pool, `UPDATE buyers SET psid = 'psid-9', locale = 'pt-BR' WHERE id = $1`, [buyerId]);
  const body = { text: 'Hola', buttons: [{ kind: 'tap', title: 'Sí', payload: 'P' }] } as const;

  const [claimed] = await queueAndClaim(pool, [message('private_reply', { body })]);

  expect(claimed).toMatchObject({ storeId, buyerId, commentId, liveEventId, kind: 'private_reply', body });
  expect(claimed).toMatchObject({ psid: 'psid-9', locale: 'pt-BR', lastInboundAtMs: null, pageTokenSealed: null });
  expect(claimed?.commentedAtMs).toBe(Date.parse('2026-01-01T10:00:00.000Z'));
  expect(Math.abs((claimed?.nowMs ?? 0) - Date.now())).toBeLessThan(60_000);
});
