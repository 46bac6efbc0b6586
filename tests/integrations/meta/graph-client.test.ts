import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { SendError } from '../../../src/domain/messaging/graph.ts';
import { createMetaGraph } from '../../../src/integrations/meta/graph-client.ts';
import { createFake, type FakeAnswer, type FakeRequest } from '../../journeys/fakes/fake-server.ts';
import { testBreaker } from '../../testkit/breaker.ts';

let answer: FakeAnswer = { status: 200, body: {} };
const asked: FakeRequest[] = [];
const fake = await createFake((request) => {
  asked.push(request);
  return answer;
});
afterAll(() => fake.close());
beforeEach(() => void asked.splice(0));

const options = { baseUrl: fake.url, version: 'v26.0', appSecret: null, timeoutMs: 2_000, breaker: testBreaker() };
const graph = createMetaGraph(options);
const page = { pageId: '100', accessToken: 'EAA-page-token' };

test('a public reply is posted under the comment', async () => {
  answer = { status: 200, body: { id: '55_78' } };

  expect(await graph.replyPublicly(page, { commentId: '55_77', text: '¡Apartado!' })).toEqual({ id: '55_78' });
  expect(asked[0]).toMatchObject({ method: 'POST', path: '/v26.0/55_77/comments', body: { message: '¡Apartado!' } });
  expect(asked[0]?.headers['authorization']).toBe('Bearer EAA-page-token');
});

test('a private reply names the comment, shows link and tap target, and teaches the Messenger id', async () => {
  answer = { status: 200, body: { recipient_id: 'PSID', message_id: 'm_1' } };
  const message = {
    text: 'x'.repeat(700),
    buttons: [
      { kind: 'link', title: 'A title longer than twenty', url: 'https://shop.example/c' },
      { kind: 'tap', title: 'Confirmar', payload: 'ORDER:9:OK' },
    ],
  } as const;

  expect(await graph.replyPrivately(page, { commentId: '55_77', message, outboxId: '8812' })).toEqual({
    recipientId: 'PSID',
    messageId: 'm_1',
  });
  expect(asked[0]).toMatchObject({
    path: '/v26.0/100/messages',
    body: {
      recipient: { comment_id: '55_77' },
      message: {
        metadata: 'outbox:8812',
        attachment: {
          type: 'template',
          payload: {
            template_type: 'button',
            text: 'x'.repeat(640),
            buttons: [
              { type: 'web_url', url: 'https://shop.example/c', title: 'A title longer than ' },
              { type: 'postback', title: 'Confirmar', payload: 'ORDER:9:OK' },
            ],
          },
        },
      },
    },
  });
});

test('a message inside the window is a response, one outside is a template with its named values', async () => {
  answer = { status: 200, body: { message_id: 'm_2' } };
  await graph.send(page, { psid: 'PSID', message: { text: 'Hola' }, outboxId: '8812' });
  await graph.sendUtility(page, {
    psid: 'PSID',
    outboxId: '8813',
    template: { name: 'receipt', language: 'es', parameters: { total: '$ 30.000' } },
  });

  expect(asked.map((request) => request.body)).toMatchObject([
    { recipient: { id: 'PSID' }, messaging_type: 'RESPONSE', message: { text: 'Hola', metadata: 'outbox:8812' } },
    {
      messaging_type: 'UTILITY',
      message: {
        template: {
          name: 'receipt',
          language: { code: 'es' },
          components: [{ type: 'body', parameters: [{ type: 'text', parameter_name: 'total', text: '$ 30.000' }] }],
        },
      },
    },
  ]);
});

test('the own reply under a comment is found by Page and words', async () => {
  answer = {
    status: 200,
    body: {
      data: [
        { id: '1', message: 'Apartado', from: { id: '9' } },
        { id: '2', message: 'Apartado', from: { id: '100' } },
        { id: '3' },
      ],
    },
  };

  expect(await graph.findOwnReply(page, { commentId: '55_77', text: 'Apartado' })).toEqual({ id: '2' });
  expect(await graph.findOwnReply(page, { commentId: '55_77', text: 'Otro' })).toBeNull();
});

test('the running live is the one that Facebook calls live', async () => {
  answer = {
    status: 200,
    body: {
      data: [
        { id: '1', status: 'VOD' },
        { id: '2', status: 'LIVE', post_id: '100_55' },
      ],
    },
  };
  expect(await graph.findRunningLive(page)).toEqual({ liveId: '2', postId: '100_55' });
  expect(asked[0]?.path).toBe('/v26.0/100/live_videos');

  answer = { status: 200, body: { data: [] } };
  expect(await graph.findRunningLive(page)).toBeNull();
});

test('a role that knows the app secret proves it with every call', async () => {
  answer = { status: 200, body: { id: '1' } };
  await createMetaGraph({ ...options, appSecret: 'test_app_secret' }).replyPublicly(page, {
    commentId: '5',
    text: 'x',
  });

  expect(asked[0]?.query.get('appsecret_proof')).toBe(
    createHmac('sha256', 'test_app_secret').update('EAA-page-token').digest('hex'),
  );
});

const refusal = (code: number, error_subcode?: number, over: object = {}) => ({
  error: { code, error_subcode, message: 'no', ...over },
});

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const page_ = (cause: string, forMs: number | null) => ({ scope: 'page', cause, forMs });
const action = (cause: string, forMs: number | null) => ({ scope: 'action', cause, forMs });

// The table of the reference, line by line.
test.each<readonly [status: number, body: object | string, verdict: string, stop: object | null]>([
  ...[undefined, 458, 459, 460, 463, 464, 467, 492].map(
    (subcode) => [400, refusal(190, subcode), 'later', page_('token', null)] as const,
  ),
  ...([[10], [200], [200, 2_018_028], [3], [299]] as const).map(
    ([code, subcode]) => [400, refusal(code, subcode), 'later', action('permission', null)] as const,
  ),
  ...[2_018_278, 2_534_022, 2_018_065].map((subcode) => [400, refusal(10, subcode), 'window-closed', null] as const),
  ...([[10, 2_018_108], [551], [551, 1_545_041], [200, 1_545_041], [100, 2_018_001]] as const).map(
    ([code, subcode]) => [400, refusal(code, subcode), 'never', null] as const,
  ),
  [400, refusal(10, 1_893_063), 'later', page_('restricted', 4 * HOUR_MS)],
  ...([[613], [613, 2_534_040], [4], [17], [80_001], [80_006], [80_014]] as const).map(
    ([code, subcode]) => [400, refusal(code, subcode), 'later', page_('rate', MINUTE_MS)] as const,
  ),
  [400, refusal(32), 'later', page_('rate', 2 * HOUR_MS)],
  [400, refusal(613, 2_018_338), 'later', { scope: 'pace', cause: 'abuse', forMs: 2 * HOUR_MS }],
  [400, refusal(368), 'later', action('abuse', 6 * HOUR_MS)],
  [400, refusal(2022), 'later', action('restricted', 12 * HOUR_MS)],
  [400, refusal(100), 'never', null],
  [400, refusal(100, 33), 'never', null],
  [400, refusal(10_900), 'already-done', null],
  [400, refusal(10_902), 'never', null],
  [400, refusal(10_903), 'never', null],
  [400, refusal(1), 'again', null],
  [400, refusal(2), 'again', null],
  [400, refusal(1_200), 'again', null],
  [400, refusal(2_018_300), 'later', null],
  [400, refusal(10, 2_018_300), 'later', null],
  [400, refusal(100, 2_018_321), 'later', null],
  [500, refusal(77_777), 'again', null],
  [400, refusal(77_777, undefined, { is_transient: true }), 'again', null],
  [400, refusal(77_777), 'never', null],
  [503, 'gateway down', 'again', null],
  [502, 'bad gateway', 'no-answer', null],
  [504, 'gateway time-out', 'no-answer', null],
  [429, {}, 'again', null],
  [404, {}, 'never', null],
])('HTTP %i with %j means: %s, stops %j', async (status, body, verdict, stop) => {
  answer = { status, body };
  const error = await graph
    .send(page, { psid: 'PSID', message: { text: 'Hola' }, outboxId: '1' })
    .catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(SendError);
  expect(error).toMatchObject({ verdict, stop, reason: expect.stringMatching(/^[A-Z].*\.?$/) });
  expect(String((error as SendError).reason)).not.toContain('EAA');
});

test('what was perhaps done is not called undone: no answer, half an answer, and one in another form', async () => {
  const slow = createServer(() => undefined);
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const address = slow.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const send = (baseUrl: string) =>
    createMetaGraph({ ...options, baseUrl, timeoutMs: 100 }).send(page, {
      psid: 'P',
      message: { text: 'x' },
      outboxId: '1',
    });
  answer = { status: 200, body: { surprise: true } };

  for (const baseUrl of [url, fake.url]) await expect(send(baseUrl)).rejects.toMatchObject({ verdict: 'no-answer' });
  slow.closeAllConnections();
  await new Promise((resolve) => slow.close(resolve));
  // Where no connection was made, nothing can have been done.
  await expect(send(url)).rejects.toMatchObject({ verdict: 'again' });
});
