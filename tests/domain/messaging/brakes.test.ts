import { expect, test } from 'vitest';
import { takeOverConversation } from '../../../src/domain/messaging/lead-conversation.ts';
import { pauseBot } from '../../../src/domain/messaging/pause-bot.ts';
import { queueMessages } from '../../../src/domain/messaging/queue-messages.ts';
import { resumeBot } from '../../../src/domain/messaging/resume-bot.ts';
import { stopOnErrors } from '../../../src/domain/messaging/stop-on-errors.ts';
import { writeMessage } from '../../../src/domain/messaging/write-message.ts';
import { rowOf, rowsOf, withTransaction } from '../../../src/platform/db/transaction.ts';
import { eventsOf, sharedDatabase } from '../shop.ts';
import { openChat } from './chat.ts';

const database = sharedDatabase();
const LIMITS = { errorWindowMs: 60_000, errorMinCount: 10, errorShare: 0.5 };

async function chatWith(given: { failed: number; sent: number }) {
  const { pool } = database;
  const chat = await openChat(pool);
  const ids = await queueMessages(
    pool,
    Array.from({ length: given.failed + given.sent }, () => chat.message('public_reply')),
  );
  await rowsOf(
    pool,
    `UPDATE messages SET state = CASE WHEN id = ANY($1) THEN 'refused' ELSE 'sent' END, tried_at = clock_timestamp()
     WHERE tienda_id = $2`,
    [ids.slice(0, given.failed), chat.storeId],
  );
  const pause = () =>
    withTransaction(pool, (sql) =>
      pauseBot(sql, { storeId: chat.storeId, liveEventId: null, reason: 'seller', by: null }),
    );
  return { pool, pause, ...chat };
}

test('stopping twice is one pause and one event; going on twice is refused', async () => {
  const { pool, storeId, pause } = await chatWith({ failed: 0, sent: 0 });
  const { id: by } = await rowOf<{ id: string }>(pool, 'SELECT vendedor_id AS id FROM tiendas WHERE id = $1', [
    storeId,
  ]);
  const resume = () => resumeBot({ pool }, { storeId, liveEventId: null, by, dropAll: true, dropMessageIds: [] });
  const pauses = await Promise.all([pause(), pause(), pause()]);

  expect(new Set(pauses).size).toBe(1);
  expect(await eventsOf(pool, storeId, 'bot-paused')).toHaveLength(1);
  await resume();
  await expect(resume()).rejects.toThrow('The bot is not stopped here.');
});

test('the bot stops by itself where half of many messages fail, and not where few do or the failures are old', async () => {
  const bad = await chatWith({ failed: 5, sent: 5 });
  const good = await chatWith({ failed: 4, sent: 8 });
  const few = await chatWith({ failed: 9, sent: 0 });
  const old = await chatWith({ failed: 20, sent: 0 });
  await rowsOf(bad.pool, `UPDATE messages SET tried_at = now() - interval '2 minutes' WHERE tienda_id = $1`, [
    old.storeId,
  ]);

  const stopped = await stopOnErrors(bad, LIMITS);

  expect(stopped).toContain(bad.storeId);
  for (const { storeId } of [good, few, old]) expect(stopped).not.toContain(storeId);
  expect(await eventsOf(bad.pool, bad.storeId, 'bot-paused')).toMatchObject([
    { reason: 'errors', detail: '5 of the last 10 messages were refused or lost.' },
  ]);
});

test('once a person let it go on, errors of before stop it no more', async () => {
  const { pool, storeId } = await chatWith({ failed: 10, sent: 0 });
  const { id: by } = await rowOf<{ id: string }>(pool, 'SELECT vendedor_id AS id FROM tiendas WHERE id = $1', [
    storeId,
  ]);
  expect(await stopOnErrors({ pool }, LIMITS)).toContain(storeId);
  await resumeBot({ pool }, { storeId, liveEventId: null, by, dropAll: false, dropMessageIds: [] });

  expect(await stopOnErrors({ pool }, LIMITS)).not.toContain(storeId);
});

test('a person cannot write to who wants silence, has no chat, or has been away for 7 days; between one and 7 days they can', async () => {
  const { pool, storeId, buyerId, message } = await chatWith({ failed: 0, sent: 0 });
  await queueMessages(pool, [message('notice')]);
  const { id: conversationId, by } = await rowOf<{ id: string; by: string }>(
    pool,
    'SELECT v.id, t.vendedor_id AS by FROM conversations v JOIN tiendas t ON t.id = v.tienda_id WHERE v.buyer_id = $1',
    [buyerId],
  );
  const write = (clientKey: string) =>
    writeMessage({ pool, takeOverMs: 60_000 }, { storeId, conversationId, text: 'Hola', clientKey, by });
  const lastWrote = (ago: string) =>
    rowsOf(pool, `UPDATE conversations SET last_inbound_at = now() - $2::interval WHERE id = $1`, [
      conversationId,
      ago,
    ]);
  await expect(write('a')).rejects.toThrow('no chat');
  await rowsOf(pool, `UPDATE buyers SET psid = 'psid-of-brakes' WHERE id = $1`, [buyerId]);
  await lastWrote('8 days');
  await expect(write('b')).rejects.toThrow('7 days');
  await lastWrote('3 days');
  expect(await write('c')).toBe(await write('c'));
  await rowsOf(pool, 'UPDATE buyers SET opted_out_at = now() WHERE id = $1', [buyerId]);
  await expect(write('d')).rejects.toThrow('no more messages');

  expect(await eventsOf(pool, storeId, 'message-written')).toHaveLength(1);
  await withTransaction(pool, (sql) => takeOverConversation(sql, { conversationId, by, takeOverMs: 60_000 }));
  expect(await eventsOf(pool, storeId, 'conversation-taken-over')).toHaveLength(1);
});
