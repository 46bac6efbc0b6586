import { expect, test } from 'vitest';
import { signMetaBody } from '../../sandbox/meta/webhooks.ts';
import { parseMetaWebhook } from '../../src/integrations/meta/parse-webhook.ts';
import { isMetaSignature } from '../../src/integrations/meta/signature.ts';
import { APP_SECRET, PAGE, startScene } from './scene.ts';

test('a comment of the viewer page reaches our server as a signed feed event that it understands', async () => {
  const scene = await startScene();
  const sent = await scene.call('POST', `/api/live/${PAGE}/comments`, {
    body: { author: { name: 'Ana Núñez' }, text: '¡Lo quiero! 🙋', createdTimeMs: 1_760_000_000_999 },
  });
  expect(sent.body['status']).toBe(200);
  const [webhook] = scene.received;
  expect(webhook?.url.pathname).toBe('/api/v1/webhooks/facebook');
  expect(webhook?.body).toMatch(/^[ -~]+$/);
  const signature = webhook?.headers['x-hub-signature-256'] as string;
  expect(signature).toBe(signMetaBody(APP_SECRET, webhook?.body ?? ''));
  expect(isMetaSignature({ appSecret: APP_SECRET, signature, body: Buffer.from(webhook?.body ?? '') })).toBe(true);
  expect(parseMetaWebhook(webhook?.body ?? '', new Date()).incoming).toMatchObject([
    {
      event: 'feed_comment',
      timestamp: '2025-10-09T08:53:20.000Z',
      data: { page_id: PAGE, comment_id: sent.body['commentId'], author_name: 'Ana Núñez', text: '¡Lo quiero! 🙋' },
    },
  ]);
});

test('messages and taps come as Messenger events of a person whose id differs from the commenter', async () => {
  const scene = await startScene();
  const author = { name: 'Ana' };
  await scene.comment('quiero una', author);
  await scene.call('POST', `/api/live/${PAGE}/messages`, { body: { author, text: '¿llegó?' } });
  await scene.call('POST', `/api/live/${PAGE}/taps`, { body: { author, title: 'Confirmar', payload: 'ORDER:1:OK' } });
  const [comment, message, tap] = scene.received.flatMap(
    (webhook) => parseMetaWebhook(webhook.body, new Date()).incoming,
  );
  expect(message).toMatchObject({ event: 'message', data: { text: '¿llegó?' } });
  expect(tap).toMatchObject({ event: 'tap', data: { text: 'Confirmar' } });
  const psid = message?.event === 'message' ? message.data.psid : '';
  expect(tap?.data).toMatchObject({ psid });
  expect(comment?.data).toMatchObject({ author_id: expect.not.stringMatching(psid) });
});

test('duplicates are delivered as asked, and a server in trouble is tried again', async () => {
  const scene = await startScene({ statuses: [503, 200, 200] });
  const sent = await scene.call('POST', `/api/live/${PAGE}/comments`, {
    body: { author: { name: 'Ana' }, text: 'quiero una', times: 2 },
  });
  expect(sent.body['status']).toBe(200);
  expect(scene.received).toHaveLength(3);
  expect(new Set(scene.received.map((webhook) => webhook.body)).size).toBe(1);
});

test('a refused signature is not tried again, and the caller hears of it', async () => {
  const scene = await startScene({ statuses: [403] });
  const sent = await scene.call('POST', `/api/live/${PAGE}/comments`, {
    body: { author: { name: 'Ana' }, text: 'hola' },
  });
  expect(sent.body['status']).toBe(403);
  expect(scene.received).toHaveLength(1);
});

test('a body that is no JSON by its type is refused, so that a foreign page cannot post', async () => {
  const scene = await startScene();
  const response = await fetch(`${scene.url}/api/live/${PAGE}/comments`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify({ author: { name: 'Ana' }, text: 'hola' }),
  });
  expect(response.status).toBe(422);
  expect(scene.received).toEqual([]);
});

test('the feed shows comments with their replies and the chat of the named buyer only', async () => {
  const scene = await startScene();
  const commentId = await scene.comment('quiero una');
  await scene.graph('POST', `${commentId}/comments`, { message: '¡Listo!' });
  await scene.graph('POST', `${PAGE}/messages`, {
    recipient: { comment_id: commentId },
    message: { text: 'Hola Ana' },
  });
  const feed = async (query: string) => (await scene.call('GET', `/api/live/${PAGE}/feed?${query}`)).body;
  const all = await feed('author=ana');
  expect(all['comments']).toMatchObject([{ id: commentId, text: 'quiero una', replies: [{ text: '¡Listo!' }] }]);
  expect(all['chat']).toMatchObject([{ from: 'page', text: 'Hola Ana' }]);
  expect((await feed('author=Beto'))['chat']).toBeNull();
  expect(await feed(`author=ana&after=${all['seq']}`)).toMatchObject({ comments: [], chat: null });
});
