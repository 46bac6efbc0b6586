import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { freePort } from '../../scripts/lib/free-port.ts';
import { clientAddress } from '../../src/http/client-address.ts';
import { type RunningHttp, startHttp } from '../../src/http/main.ts';
import { type Answer, codesOf, connectSocket } from '../resolvers/scene.ts';
import { type Api, signIn } from '../testkit/api.ts';
import { createTestApp } from '../testkit/app.ts';

const RATES = { apiPerSecond: 1, apiBurst: 3, invalidWebhooksPerSecond: 2 };

let app: Awaited<ReturnType<typeof createTestApp<'http'>>>;
let http: RunningHttp;
let api: Api;

beforeAll(async () => {
  const port = await freePort(20_000 + Math.floor(Math.random() * 10_000));
  const url = `http://127.0.0.1:${port}`;
  app = await createTestApp('http', { BASE_URL: url, PORT: String(port) });
  const { limits } = app.config;
  const narrow = { ...limits, rates: { ...limits.rates, ...RATES }, sockets: { perPerson: 2, perAddress: 3 } };
  http = await startHttp({ ...app, config: { ...app.config, limits: narrow } });
  api = await signIn(http.url, { email: 'ana@test.example', password: 'a-long-password-1', name: 'Ana' });
});
afterAll(async () => {
  await http.close();
  await app[Symbol.asyncDispose]();
});

function post(token?: string): Promise<Response> {
  return fetch(`${http.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: '{"query":"{ __typename }"}',
  });
}

test('who calls too often is answered 429 with Retry-After, and the next person is not', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => post(api.token)));
  const late = answers.find((answer) => answer.status === 429);

  expect(answers.filter((answer) => answer.status === 200).length).toBeLessThanOrEqual(RATES.apiBurst + 1);
  expect(Number(late?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(late?.headers.get('ratelimit-remaining')).toBe('0');
  expect(await late?.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect((await post()).status).toBe(200);
});

test('operations over a socket draw on the same budget as calls over HTTP', async () => {
  const { token } = await signIn(http.url, { email: 'eva@test.example', password: 'a-long-password-1', name: 'Eva' });
  const client = connectSocket(http, token);
  onTestFinished(async () => void (await client.dispose()));
  const answers: unknown[] = [];
  for (let operations = 0; operations <= RATES.apiBurst + 2; operations += 1) {
    const first = client.iterate({ query: '{ __typename }' }).next();
    answers.push(
      await first.then(
        () => 'data',
        (errors: Answer['errors']) => codesOf({ errors: errors ?? [] })[0],
      ),
    );
  }

  expect(answers.slice(0, RATES.apiBurst)).toEqual(Array(RATES.apiBurst).fill('data'));
  expect(answers).toContain('RATE_LIMITED');
  expect((await post(token)).status).toBe(429);
});

test.each(['facebook', 'payments/mercadopago'])(
  'posts to %s that nobody signed are limited by address, 403 first and 429 with Retry-After then',
  async (door) => {
    const forged = () =>
      fetch(`${http.url}/api/v1/webhooks/${door}`, {
        method: 'POST',
        headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}`, 'x-signature': 'ts=1,v1=00' },
        body: '{}',
      });
    await app.redis.del(`${app.keyPrefix}rate:webhook:127.0.0.1`);
    const answers = await Promise.all(Array.from({ length: 8 }, forged));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403, 429]));
    for (const answer of answers) expect(answer.headers.get('retry-after')).toBe(answer.status === 429 ? '1' : null);
  },
);

async function openSocket(): Promise<{ socket: WebSocket; answer: string | number }> {
  const socket = new WebSocket(`${http.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const refused = once(socket, 'unexpected-response').then(([, { statusCode }]) => statusCode as number);
  socket.on('error', () => undefined);
  const opened = await Promise.race([once(socket, 'open').then(() => 'open'), refused]);
  if (opened !== 'open') return { socket, answer: opened };
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${api.token}` } }));
  const message = once(socket, 'message').then(() => 'ack');
  return { socket, answer: await Promise.race([message, once(socket, 'close').then(([code]) => code as number)]) };
}

test('one person and one address hold a limited number of sockets', async () => {
  const [first, second, third] = [await openSocket(), await openSocket(), await openSocket()];
  const stranger = new WebSocket(`${http.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(stranger, 'open');
  const fourth = await openSocket();
  for (const { socket } of [first, second, third, fourth]) socket.terminate();
  stranger.terminate();

  expect([first.answer, second.answer, third.answer, fourth.answer]).toEqual(['ack', 'ack', 4429, 429]);
});

test('the address of a caller is read behind as many proxies as are ours, and no further', () => {
  const incoming = new IncomingMessage(new Socket());
  Object.defineProperty(incoming.socket, 'remoteAddress', { value: '10.0.0.1' });
  incoming.headers['x-forwarded-for'] = '6.6.6.6, 203.0.113.7, 10.0.0.2';

  expect([0, 1, 2].map((hops) => clientAddress(incoming, hops))).toEqual(['10.0.0.1', '10.0.0.2', '203.0.113.7']);
  delete incoming.headers['x-forwarded-for'];
  expect(clientAddress(incoming, 2)).toBe('10.0.0.1');
});
