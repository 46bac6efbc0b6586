import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { authOptionsOf, createAuth } from '../../src/http/auth/create-auth.ts';
import { createRevocations } from '../../src/http/auth/revocations.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { Listening } from '../http/listen.ts';
import { type Answer, ask, codesOf, connectSocket, listen, openShop, type Shop, signUp } from './scene.ts';

const PARTNER = 'https://partner.example';

let server: Listening;
let shop: Shop;

beforeAll(async () => {
  server = await listen({ CORS_ORIGINS: PARTNER });
  shop = await openShop(server);
});
afterAll(() => server[Symbol.asyncDispose]());

const deep = (levels: number) => {
  const inner = 'liveEvents { edges { node { store {'.repeat(levels);
  return `{ store(id: "${shop.ids.store}") { ${inner} id ${'} } } }'.repeat(levels)} } }`;
};
const wide = (aliases: number) => `{ ${Array.from({ length: aliases }, (_, n) => `a${n}: viewer { id }`).join(' ')} }`;
const costly = () =>
  `{ liveEvents(storeId: "${shop.ids.store}", first: 100) { edges { node { orders(first: 100) { edges { node { items { id } } } } } } } }`;

/** Sends an operation over a socket and answers the first result or its errors. */
async function askOverSocket(query: string): Promise<Answer> {
  const client = connectSocket(server, shop.api.token);
  const first = client.iterate({ query }).next();
  const answer = await first.then(
    ({ value }) => value as Answer,
    (errors: Answer['errors']) => ({ errors }) as Answer,
  );
  await client.dispose();
  return answer;
}

describe.each([
  ['HTTP', (query: string) => ask(server, shop.api.token, { query })],
  ['a socket', askOverSocket],
])('over %s', (_way, send) => {
  test('an operation that is too deep is refused', async () => {
    expect(codesOf(await send(deep(2)))).toEqual([]);
    expect(codesOf(await send(deep(4)))).toEqual(['QUERY_TOO_LARGE']);
  });

  test('an operation that is too wide is refused', async () => {
    expect(new Set(codesOf(await send(wide(301))))).toEqual(new Set(['QUERY_TOO_LARGE']));
  });

  test('fragments that spread each other to millions of fields are refused', async () => {
    const chain = Array.from({ length: 30 }, (_, n) => `fragment f${n} on Viewer { ...f${n + 1} ...f${n + 1} }`).join(
      ' ',
    );

    expect(codesOf(await send(`{ viewer { ...f0 } } ${chain} fragment f30 on Viewer { id }`))).toEqual([
      'QUERY_TOO_LARGE',
    ]);
  });

  test('an operation with too many aliases or directives is refused', async () => {
    const aliases = Array.from({ length: 101 }, (_, n) => `a${n}: id`).join(' ');
    const directives = '@include(if: true) '.repeat(51);

    expect(codesOf(await send(`{ viewer { ${aliases} } }`))).toEqual(['QUERY_TOO_LARGE']);
    expect(codesOf(await send(`{ viewer { id ${directives} } }`))).toEqual(['QUERY_TOO_LARGE']);
  });

  test('an operation of too many words is refused before it is looked at', async () => {
    const answer = await send(wide(1_000));

    expect(answer.data ?? null).toBeNull();
    expect(answer.errors?.[0]?.message).toContain('Syntax Error');
  });

  test('an operation that asks for too large pages inside pages is refused', async () => {
    expect(codesOf(await send(costly()))).toEqual(['QUERY_TOO_LARGE']);
  });
});

test('an error that nobody expected is masked, over HTTP and a socket alike', async () => {
  await rowsOf(server.app.pool, 'ALTER TABLE conversations RENAME TO conversations_gone');
  const query = `{ conversations(storeId: "${shop.ids.store}") { edges { cursor } } }`;
  const answers = [await ask(server, shop.api.token, { query }), await askOverSocket(query)];
  await rowsOf(server.app.pool, 'ALTER TABLE conversations_gone RENAME TO conversations');

  for (const answer of answers) {
    expect(codesOf(answer)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(JSON.stringify(answer)).not.toMatch(/prisma|relation|table|stack/i);
  }
});

test('outside of debug the schema is neither told nor to be guessed, and there is no GraphiQL', async () => {
  await using own = await listen({ DEBUG: 'false' });
  const { token } = await signUp(own);
  const introspection = await ask(own, token, { query: '{ __schema { types { name } } }' });
  const misspelt = await ask(own, token, { query: '{ viewr { id } }' });
  const page = await fetch(`${own.url}/graphql`, { headers: { accept: 'text/html' } });

  expect(introspection.data ?? null).toBeNull();
  expect(JSON.stringify(misspelt)).not.toMatch(/did you mean|viewer/i);
  expect(await page.text()).not.toContain('YogaGraphiQL');
});

test('a body over the limit is refused with 413', async () => {
  const response = await post({ body: JSON.stringify({ query: `{ viewer { id } } #${'x'.repeat(110_000)}` }) });

  expect(response.status).toBe(413);
});

test.each(['[]', '[{"query":"{ viewer { id } }"}]', '{"query":1}', 'nonsense', ''])(
  'the body %s is refused with 400',
  async (body) => {
    expect((await post({ body })).status).toBe(400);
  },
);

test.each([
  ['application/x-www-form-urlencoded', 'query=mutation+%7B+__typename+%7D'],
  ['text/plain', '{"query":"mutation { __typename }"}'],
  ['multipart/form-data; boundary=x', '--x--'],
])('a form that a foreign page posts as %s is not executed', async (type, body) => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': type, origin: 'https://evil.example' },
    body,
  });

  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(await response.text()).not.toContain('__typename');
});

test('a link to the API is not executed without its header', async () => {
  const link = `${server.url}/graphql?query=${encodeURIComponent('{ __typename }')}`;

  expect((await fetch(link, { headers: { accept: 'application/json' } })).status).toBe(403);
  expect(await (await fetch(link, { headers: { accept: 'application/json', 'x-graphql-csrf': '1' } })).json()).toEqual({
    data: { __typename: 'Query' },
  });
});

test('GraphiQL is served in development and fetches nothing from elsewhere', async () => {
  const page = await (await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } })).text();

  expect(page).toContain('YogaGraphiQL.renderYogaGraphiQL');
  expect(page).not.toMatch(/<(?:script|link)[^>]+(?:src|href)="https?:/);
});

test('only pages of listed origins may read the answer', async () => {
  const partner = await post({ origin: PARTNER });
  const foreign = await post({ origin: 'https://evil.example' });

  expect(partner.headers.get('access-control-allow-origin')).toBe(PARTNER);
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});

test.each([
  ['a foreign origin', '/graphql', 'https://evil.example', 403],
  ['another path', '/elsewhere', undefined, 404],
])('a socket from %s is refused at the handshake', async (_what, path, origin, status) => {
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}${path}`,
    'graphql-transport-ws',
    origin ? { origin } : {},
  );
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  socket.on('error', () => undefined).terminate();

  expect(response.statusCode).toBe(status);
});

test('the cookie counts for our own pages only; everybody else needs a token', async () => {
  const cookie = await cookieOf();
  const own = await greet({ origin: server.url, cookie });
  const partner = await greet({ origin: PARTNER, cookie });
  const noBrowser = await greet({ cookie });
  const withHeader = await greet({ authorization: `Bearer ${shop.api.token}` });
  const withParams = await greet({ origin: PARTNER }, { authorization: `Bearer ${shop.api.token}` });

  expect([own, withHeader, withParams]).toEqual(['connection_ack', 'connection_ack', 'connection_ack']);
  expect([partner, noBrowser]).toEqual([4403, 4403]);
});

test('a socket ends with 4403 when its token expires', async () => {
  const headers = new Headers({ authorization: `Bearer ${await sessionOf()}` });
  const revocations = createRevocations(server.app);
  const options = { ...authOptionsOf(server.app.config), accessTokenTtlMs: 3_000 };
  const auth = createAuth({ ...server.app, revocations }, options);
  const { token } = await auth.api.getToken({ headers });
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  const [greeting] = (await once(socket, 'message')) as [Buffer];
  const [code] = (await once(socket, 'close')) as [number];

  expect(JSON.parse(String(greeting))).toEqual({ type: 'connection_ack' });
  expect(code).toBe(4403);
});

test('a message over 64 kB ends the socket', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('x'.repeat(70_000));
  const [code] = (await once(socket, 'close')) as [number];

  expect(code).toBe(1009);
});

function post(given: { body?: string; origin?: string }): Promise<Response> {
  return fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${shop.api.token}`,
      ...(given.origin ? { origin: given.origin } : {}),
    },
    body: given.body ?? '{"query":"{ __typename }"}',
  });
}

/** Opens a socket and answers the type of the first message, or the code with which it was closed. */
async function greet(headers: Record<string, string>, params?: object): Promise<string | number> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: params }));
  const message = once(socket, 'message').then(([data]) => (JSON.parse(String(data)) as { type: string }).type);
  const answer = await Promise.race([message, once(socket, 'close').then(([code]) => code as number)]);
  socket.terminate();
  return answer;
}

function signUpRaw(): Promise<Response> {
  return fetch(`${server.url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ email: `${randomUUID()}@test.example`, password: 'a-long-password-1', name: 'Ana' }),
  });
}

async function cookieOf(): Promise<string> {
  return ((await signUpRaw()).headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}

async function sessionOf(): Promise<string> {
  return (await signUpRaw()).headers.get('set-auth-token') ?? '';
}
