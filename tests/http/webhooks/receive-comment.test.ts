import { request } from 'node:http';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { listen } from '../listen.ts';
import { comment, PATH, page, post, sign, takeIncoming } from './facebook-post.ts';

const server = await listen();
afterAll(() => server[Symbol.asyncDispose]());

const ask = (query: string) => fetch(`${server.url}${PATH}?${query}`);

test('the handshake with the right token answers the challenge as plain text', async () => {
  const response = await ask('hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=test-verify-token');

  expect([response.status, await response.text()]).toEqual([200, '1158201444']);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
});

test('the handshake with another token, or another mode, is refused', async () => {
  for (const query of [
    'hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong',
    'hub.mode=ask&hub.challenge=1&hub.verify_token=test-verify-token',
    '',
  ])
    expect((await ask(query)).status).toBe(403);
});

test('a comment is in the stream, with its key and in the envelope, before it is answered 200', async () => {
  const response = await post(server.url, page({ id: '100', time: 1_760_000_001, changes: [comment('55_1')] }));

  expect([response.status, await response.text()]).toEqual([200, 'EVENT_RECEIVED']);
  expect(await takeIncoming(server.app)).toEqual([
    {
      key: '55_1',
      event: {
        event: 'feed_comment',
        timestamp: '2025-10-09T08:53:20.000Z',
        data: {
          page_id: '100',
          post_id: '100_55',
          comment_id: '55_1',
          author_id: '7001',
          author_name: 'Ana P.',
          text: 'Quiero el 12 talla M',
          received_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        },
      },
    },
  ]);
});

// Vectors of Meta's rule: the signature covers the bytes on the wire, not what they mean.
const VECTORS = [
  ['{"object":"page","entry":[]}', '5da47c9c7409e70d7a1851f0cfd9bc27786bd99587a9bf1dd5b51e23a2de03cf'],
  [
    '{"object":"page","entry":[{"id":"100","time":1760000000,"changes":[{"field":"feed","value":{"message":"\\u00a1Lo quiero! \\ud83d\\ude4b"}}]}]}',
    'a0ffe9469352a0872223c1285919fc01f5ca332d2c301756d470634344bbc7b4',
  ],
  [
    '{"object":"page","entry":[{"id":"100","time":1760000000,"changes":[{"field":"feed","value":{"message":"¡Lo quiero! 🙋"}}]}]}',
    '24c6edb577b3e12aac5de8d01f12d4fc8285d8ec2d26371f33888dc6076770f8',
  ],
] as const;

test.each(VECTORS)('the signature is checked over the raw bytes: %s', async (body, hex) => {
  expect((await post(server.url, body, `sha256=${hex}`)).status).toBe(200);
});

test('escaped and raw text mean the same and have different signatures', async () => {
  const [, escaped, raw] = VECTORS;

  expect(JSON.parse(escaped[0])).toEqual(JSON.parse(raw[0]));
  expect((await post(server.url, escaped[0], `sha256=${raw[1]}`)).status).toBe(403);
});

test.each([
  ['of another secret', sign('{"object":"page","entry":[]}', 'another-secret')],
  ['in capitals', sign('{"object":"page","entry":[]}').toUpperCase()],
  ['cut short', sign('{"object":"page","entry":[]}').slice(0, -2)],
  ['of SHA-1', 'sha1=5da47c9c7409e70d7a1851f0cfd9bc27786bd995'],
  ['that is empty', ''],
])('a signature %s is refused', async (_, signature) => {
  const response = await post(server.url, '{"object":"page","entry":[]}', signature);

  expect([response.status, response.headers.get('content-type')]).toEqual([403, 'application/problem+json']);
  expect(await takeIncoming(server.app)).toEqual([]);
});

test('without a signature a post is refused', async () => {
  expect((await fetch(`${server.url}${PATH}`, { method: 'POST', body: '{"object":"page","entry":[]}' })).status).toBe(
    403,
  );
});

test('a body is not parsed before its signature was right', async () => {
  expect((await post(server.url, 'no json', 'sha256=00')).status).toBe(403);
  expect((await post(server.url, 'no json')).status).toBe(400);
});

test.each(['[]', '{}', '{"object":"page"}', '{"object":"page","entry":{}}', 'null', ''])(
  '%s is signed and no webhook: 400',
  async (body) => {
    expect((await post(server.url, body)).status).toBe(400);
  },
);

test('a thousand updates of several Pages in one post are all stored, in their order', async () => {
  const entries = Array.from({ length: 1_000 }, (_, place) => ({
    id: `page-${place % 7}`,
    changes: [comment(`55_${place}`)],
  }));
  const response = await post(server.url, page(...entries));
  const stored = await takeIncoming(server.app);

  expect(response.status).toBe(200);
  expect(stored.map((entry) => entry.key)).toEqual(entries.map((_, place) => `55_${place}`));
  expect(new Set(stored.map((entry) => entry.event.data['page_id'])).size).toBe(7);
});

test('the Page’s own comments are dropped, and of what it wrote in a chat only its own echo is kept', async () => {
  const echo = {
    sender: { id: '100' },
    recipient: { id: '9' },
    timestamp: 1_760_000_000_000,
    message: { is_echo: true, mid: 'm_1', text: 'Hola' },
  };
  const own = comment('55_2', { from: { id: '100', name: 'The Page' } });
  const response = await post(
    server.url,
    page({ id: '100', changes: [own], messaging: [echo, { ...echo, sender: { id: '8' } }] }),
  );

  expect([response.status, await takeIncoming(server.app)]).toMatchObject([
    200,
    [{ key: 'm_1', event: { event: 'echo', data: { psid: '9', message_id: 'm_1', outbox_id: null } } }],
  ]);
});

test('unknown fields, items, verbs and objects are answered 200 and leave nothing', async () => {
  const bodies = [
    page({ id: '100', changes: [{ field: 'mention', value: { id: '1', verb: 'add' } }] }),
    page({
      id: '100',
      changes: [comment('1', { verb: 'remove', message: undefined }), comment('2', { item: 'reaction' })],
    }),
    page({ id: '100', changes: [comment('3', { verb: 'a-verb-of-tomorrow' })], standby: [{}] }),
    page({ id: '100', messaging: [{ sender: { id: '9' }, read: { watermark: 1 } }] }),
    JSON.stringify({ object: 'instagram', entry: [{ id: '100', changes: [comment('4')] }] }),
  ];
  for (const body of bodies) expect((await post(server.url, body)).status).toBe(200);
  expect(await takeIncoming(server.app)).toEqual([]);
});

test('the Messenger shape of the plan, without id and time, is stored once however often it is posted', async () => {
  const body =
    '{"object":"page","entry":[{"id":"PAGE_ID","messaging":[{"sender":{"id":"PSID"},"message":{"text":"Quiero 2 de la polera roja"}}]}]}';
  await post(server.url, body);
  await post(server.url, body);
  const [first, second] = await takeIncoming(server.app);

  expect(first?.event).toMatchObject({
    event: 'message',
    data: { page_id: 'PAGE_ID', psid: 'PSID', text: 'Quiero 2 de la polera roja' },
  });
  expect(first?.key).toMatch(/^[0-9a-f]{40}$/);
  expect(second?.key).toBe(first?.key);
});

test('odd entries spoil none of the others', async () => {
  const good = {
    id: '100',
    changes: [null, 7, { field: 'feed' }, comment('55_3'), comment('bad id\n')],
    messaging: [{}, null],
  };
  const response = await post(server.url, page(null, 'x', { id: 5 }, { id: '100', changes: 'x' }, good));

  expect(response.status).toBe(200);
  expect((await takeIncoming(server.app)).map((entry) => entry.key)).toEqual(['55_3']);
});

/** Sends a body in chunks without saying its length; answers the status, or null when the line was cut. */
function postChunks(chunks: number, chunk: Buffer): Promise<{ status: number | null; sentBytes: number }> {
  return new Promise((resolve) => {
    let sentBytes = 0;
    const sending = request(`${server.url}${PATH}`, { method: 'POST', headers: { 'x-hub-signature-256': 'sha256=0' } });
    sending.on('response', (response) => {
      resolve({ status: response.statusCode ?? null, sentBytes });
      response.resume();
      sending.destroy();
    });
    sending.on('error', () => resolve({ status: null, sentBytes }));
    const next = () => {
      if (sentBytes >= chunks * chunk.byteLength) return sending.end();
      sentBytes += chunk.byteLength;
      sending.write(chunk, (error) => error || setImmediate(next));
    };
    next();
  });
}

test('a body that says it is longer than the limit is answered 413 before it is read', async () => {
  const status = await new Promise((resolve) => {
    const headers = { 'content-length': String(4_194_305), 'x-hub-signature-256': 'sha256=0' };
    const sending = request(`${server.url}${PATH}`, { method: 'POST', headers }, (response) =>
      resolve(response.statusCode),
    );
    sending.on('error', () => undefined);
    sending.flushHeaders();
    onTestFinished(() => void sending.destroy());
  });

  expect(status).toBe(413);
});

test('a chunked body is cut at the limit', async () => {
  const { status, sentBytes } = await postChunks(1_000, Buffer.alloc(64 * 1_024, 32));

  expect(status).toBe(413);
  expect(sentBytes).toBeLessThan(40 * 1_024 * 1_024);
});

test('a body that comes byte by byte is read whole, and one that is cut off disturbs nobody', async () => {
  const body = page({ id: '100', changes: [comment('55_4')] });
  const status = await new Promise((resolve, reject) => {
    const headers = { 'x-hub-signature-256': sign(body) };
    const sending = request(`${server.url}${PATH}`, { method: 'POST', headers }, (response) =>
      resolve(response.resume().statusCode),
    );
    sending.on('error', reject);
    for (const byte of Buffer.from(body)) sending.write(Buffer.of(byte));
    sending.end();
  });
  const cut = request(`${server.url}${PATH}`, { method: 'POST', headers: { 'content-length': '1000' } });
  cut.on('error', () => undefined);
  cut.write('{"object"', () => cut.destroy());
  await new Promise((resolve) => cut.on('close', resolve));

  expect(status).toBe(200);
  expect((await takeIncoming(server.app)).map((entry) => entry.key)).toEqual(['55_4']);
  expect((await post(server.url, '{"object":"page","entry":[]}')).status).toBe(200);
});
