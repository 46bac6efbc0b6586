import { connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { listen } from './listen.ts';

const CONNECTIONS = { headersMs: 300, requestMs: 600, idleMs: 300, checkEveryMs: 50 };
const server = await listen({}, (limits) => ({ ...limits, connections: CONNECTIONS }));
afterAll(() => server[Symbol.asyncDispose]());

/** Sends the beginning, then a byte again and again, until the server closes; answers all that it said. */
function dribble(beginning: string, more: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname, () => socket.write(beginning));
  let said = '';
  socket.on('data', (data) => {
    said += data;
  });
  const dripping = setInterval(() => more && socket.writable && socket.write(more), 20);
  // Writing to what the server has closed.
  socket.on('error', () => undefined);
  return new Promise((resolve) =>
    socket.once('close', () => {
      clearInterval(dripping);
      resolve(said);
    }),
  );
}

const HEAD = 'POST /api/v1/webhooks/facebook HTTP/1.1\r\nHost: test\r\n';

test.each([
  ['its headers byte by byte', HEAD, 'x'],
  ['no header at all after the first line', HEAD, ''],
  ['a body to the comment door byte by byte', `${HEAD}Content-Length: 100000\r\n\r\n`, '{'],
  [
    'a body to GraphQL byte by byte',
    'POST /graphql HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n',
    ' ',
  ],
  [
    'a body to REST byte by byte',
    'POST /api/v1/orders/create HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n',
    ' ',
  ],
])('a client that sends %s is cut off', async (_what, beginning, more) => {
  expect(await dribble(beginning, more)).toMatch(/^$|^HTTP\/1\.1 408 /);
});

test('a socket that stays idle after its answer is closed', async () => {
  expect(await dribble('GET /openapi.json HTTP/1.1\r\nHost: test\r\n\r\n', '')).toMatch(/^HTTP\/1\.1 200 /);
});

test('while they dribble everybody else is answered', async () => {
  const slow = Array.from({ length: 200 }, () => dribble(HEAD, 'x'));
  const answer = await fetch(`${server.url}/openapi.json`);
  await answer.arrayBuffer();
  await Promise.all(slow);

  expect(answer.status).toBe(200);
});
