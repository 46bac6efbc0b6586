import { expect, test } from 'vitest';
import { pageTokenSeal } from '../../src/domain/identity/page-seal.ts';
import { pauseBot } from '../../src/domain/messaging/pause-bot.ts';
import { queueMessages } from '../../src/domain/messaging/queue-messages.ts';
import { rowsOf, withTransaction } from '../../src/platform/db/transaction.ts';
import type { Entry } from '../../src/redis-streams-lite/types.ts';
import { createDeliverMessage } from '../../src/workers/message-queued.deliver-message.ts';
import { openChat } from '../domain/messaging/chat.ts';
import { createFake } from '../journeys/fakes/fake-server.ts';
import { createTestApp } from '../testkit/app.ts';
import { until } from '../testkit/until.ts';

/** A Facebook that can be dead, a chat, and the worker that delivers into it. */
async function startScene() {
  const facebook = { isDead: false, calls: 0 };
  const fake = await createFake(() => {
    facebook.calls += 1;
    return facebook.isDead
      ? { status: 500, body: { error: { code: 2, message: 'down' } } }
      : { status: 200, body: { id: 'reply-1', message_id: 'm_1', recipient_id: 'psid-1' } };
  });
  const app = await createTestApp('workers', { META_GRAPH_URL: fake.url });
  const chat = await openChat(app.pool);
  // A public answer to an old comment is not sent at all.
  await rowsOf(app.pool, 'UPDATE comments SET commented_at = now() WHERE tienda_id = $1', [chat.storeId]);
  const sealed = await app.vault.encrypt(app.pool, 'token-of-the-page', pageTokenSeal(chat.storeId));
  await rowsOf(app.pool, 'INSERT INTO fb_sessions (tienda_id, page_access_token_enc) VALUES ($1, $2)', [
    chat.storeId,
    sealed,
  ]);
  const deliver = createDeliverMessage(app);
  const entryOf = (id: string): Entry => ({
    id: '1-0',
    stream: 'notification_delivery',
    attempt: 1,
    publishedAtMs: 0,
    body: JSON.stringify({ message_id: id }),
  });
  return {
    app,
    chat,
    facebook,
    queue: (count: number) =>
      queueMessages(
        app.pool,
        Array.from({ length: count }, () => chat.message('public_reply')),
      ),
    deliver: async (ids: readonly string[]) => (await deliver(ids.map(entryOf))).map((outcome) => outcome.kind),
    states: () =>
      rowsOf<{ state: string; count: number }>(
        app.pool,
        'SELECT state, count(*)::int AS count FROM messages WHERE tienda_id = $1 GROUP BY 1 ORDER BY 1',
        [chat.storeId],
      ),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await fake.close();
    },
  };
}

test('while Facebook is dead messages wait without a counted try, nobody is asked, and they leave once it is back', async () => {
  await using scene = await startScene();
  scene.facebook.isDead = true;
  const ids = await scene.queue(8);
  expect(await scene.deliver(ids)).toEqual(ids.map(() => 'again'));
  const asked = scene.facebook.calls;

  expect(await scene.deliver(ids)).toEqual(ids.map(() => 'later'));
  expect(scene.facebook.calls).toBe(asked);
  expect(await scene.states()).toEqual([{ state: 'queued', count: 8 }]);
  expect(await scene.app.circuits.read()).toMatchObject([{ vendor: 'facebook', state: 'open' }, { state: 'closed' }]);

  scene.facebook.isDead = false;
  await until('all have left', async () => (await scene.deliver(ids)).every((outcome) => outcome === 'done'));
  expect(await scene.states()).toEqual([{ state: 'sent', count: 8 }]);
  expect(scene.facebook.calls).toBe(asked + 8);
});

test('a message that may have left is not withheld for later: nobody could say whether it left', async () => {
  await using scene = await startScene();
  const [id = ''] = await scene.queue(1);
  await rowsOf(scene.app.pool, `UPDATE messages SET state = 'sending', claimed_at = NULL WHERE id = $1`, [id]);
  await withTransaction(scene.app.pool, (sql) =>
    pauseBot(sql, { storeId: scene.chat.storeId, liveEventId: null, reason: 'seller', by: null }),
  );

  expect(await scene.deliver([id])).toEqual(['done']);
  expect(await scene.states()).toEqual([{ state: 'unknown', count: 1 }]);
  expect(scene.facebook.calls).toBe(0);
});
