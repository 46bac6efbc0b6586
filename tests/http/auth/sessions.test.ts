import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { createBrowserLike, PASSWORD } from '../auth-client.ts';
import { type Listening, listen } from '../listen.ts';

let server: Listening;

beforeAll(async () => {
  server = await listen();
});
afterAll(() => server[Symbol.asyncDispose]());

const VIEWER = '{ viewer { id } }';

async function signUp() {
  const email = `${randomUUID()}@test.example`;
  const browser = createBrowserLike(server.url);
  const { token } = await browser.auth('/sign-up/email', { email, password: PASSWORD, name: 'Ana' });
  return { email, browser, token };
}

async function asBearer(token: string) {
  const answer = await createBrowserLike(server.url, { authorization: `Bearer ${token}` }).graphql(VIEWER);
  return answer.errors?.[0]?.extensions.code ?? 'ok';
}

test('signing out everywhere ends every session, JWT and socket of the person at once', async () => {
  const { email, browser, token } = await signUp();
  const other = createBrowserLike(server.url);
  await other.auth('/sign-in/email', { email, password: PASSWORD });
  const jwt = ((await (await other.call('/api/auth/token')).json()) as { token: string }).token;
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${jwt}` } }));
  await once(socket, 'message');
  const closed = once(socket, 'close');

  expect([await asBearer(token), await asBearer(jwt), (await other.graphql(VIEWER)).data?.['viewer']]).toEqual([
    'ok',
    'ok',
    expect.anything(),
  ]);
  expect((await browser.auth('/revoke-sessions', {})).status).toBe(200);
  expect([await asBearer(token), await asBearer(jwt)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  expect((await other.graphql(VIEWER)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect((await closed)[0]).toBe(4403);
});

test('what the table of sessions holds opens no door without our signature', async () => {
  const { token } = await signUp();
  const [stored = ''] = token.split('.');
  const rows = await rowsOf(server.app.pool, 'SELECT 1 FROM sessions WHERE token = $1', [stored]);

  expect(rows).toHaveLength(1);
  expect([await asBearer(token), await asBearer(stored)]).toEqual(['ok', 'UNAUTHENTICATED']);
});

test('the token in the body of a sign-in is the one that opens the door', async () => {
  const { email } = await signUp();
  const { answer, token } = await createBrowserLike(server.url).auth('/sign-in/email', { email, password: PASSWORD });

  expect(answer['token']).toBe(token);
  expect(await asBearer(String(answer['token']))).toBe('ok');
});

test('wrong passwords make the next try wait, the right one too, and all of it is written down', async () => {
  const { email } = await signUp();
  const attempt = (password: string) => createBrowserLike(server.url).auth('/sign-in/email', { email, password });
  const statuses: number[] = [];
  for (let tries = 0; tries < server.app.config.limits.logins.accountTries; tries += 1) {
    statuses.push((await attempt(`wrong-password-${tries}`)).status);
  }
  const locked = await attempt(PASSWORD);
  const log = await rowsOf<{ outcome: string; ip: string | null; entries: number }>(
    server.app.pool,
    `SELECT l.outcome, l.ip_address AS ip, count(*)::int AS entries FROM login_log l JOIN vendedores v ON v.id = l.seller_id
     WHERE v.email = $1 GROUP BY 1, 2 ORDER BY 1`,
    [email],
  );

  expect(statuses).toEqual([401, 401, 401, 401, 401]);
  expect([locked.status, locked.answer['code']]).toEqual([429, 'TOO_MANY_TRIES']);
  expect(log).toEqual([
    { outcome: 'locked', ip: '127.0.0.1', entries: 1 },
    { outcome: 'refused', ip: '127.0.0.1', entries: 5 },
    { outcome: 'signed-in', ip: '127.0.0.1', entries: 1 },
  ]);
});
