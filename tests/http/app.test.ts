import { afterAll, expect, test } from 'vitest';
import { ROUTE_ACCESS } from '../../src/http/access.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { listen, signInWithStore } from './listen.ts';

const server = await listen();
afterAll(() => server[Symbol.asyncDispose]());

test.each(['/health', '/docs', '/checkout/none', '/nothing-here', '/openapi.json'])(
  '%s carries the headers that protect a browser',
  async (path) => {
    const { headers } = await fetch(server.url + path);

    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': expect.stringMatching(/default-src 'self'.*frame-ancestors 'none'.*object-src 'none'/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(headers.get('x-powered-by')).toBeNull();
  },
);

test('every route that is declared, and every file, answers with the headers that protect a browser', async () => {
  await using own = await listen({ DEBUG: 'false' }, (limits) => ({ ...limits, hsts: true }));
  const routes = Object.keys(ROUTE_ACCESS).map((route) => {
    const [method = 'GET', path = ''] = route.split(' ');
    return { method, path: path.replace(':gateway', 'mercadopago').replace(':token', 'none').replace('*', 'ok') };
  });
  const files = ['/', '/assets/none.js', '/docs/assets/swagger-ui.css', '/lives', '/api/v1/nowhere'];
  for (const { method, path } of [...routes, ...files.map((file) => ({ method: 'GET', path: file }))]) {
    const body = method === 'POST' ? { body: 'no json', headers: { 'content-type': 'application/json' } } : {};
    const { headers } = await fetch(own.url + path, { method, redirect: 'manual', ...body });

    expect(Object.fromEntries(headers), `${method} ${path}`).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  }
});

test('outside of debug no inline script runs', async () => {
  await using own = await listen({ DEBUG: 'false' });
  const policy = (headers: Headers) => headers.get('content-security-policy')?.match(/script-src [^;]+/)?.[0];

  expect(policy((await fetch(`${own.url}/docs`)).headers)).toBe("script-src 'self'");
});

test('the demo sign-in is told in debug only', async () => {
  await using own = await listen({ DEBUG: 'false' });

  expect((await fetch(`${server.url}/api/v1/demo`)).status).toBe(200);
  expect((await fetch(`${own.url}/api/v1/demo`)).status).toBe(404);
});

test('an origin reads answers in a browser only when it is in the list, and never with cookies', async () => {
  await using own = await listen({ CORS_ORIGINS: 'https://partner.example' });
  const ask = async (origin: string) => (await fetch(`${own.url}/health`, { headers: { origin } })).headers;

  expect((await ask('https://partner.example')).get('access-control-allow-origin')).toBe('https://partner.example');
  expect((await ask('https://partner.example')).get('access-control-allow-credentials')).toBeNull();
  expect((await ask('https://evil.example')).get('access-control-allow-origin')).toBeNull();
});

test('what fails inside is answered 500 without a word of it', async () => {
  await using own = await listen();
  const { api, storeId } = await signInWithStore(own);
  await rowsOf(own.app.pool, 'ALTER TABLE productos RENAME COLUMN sku TO sku_away');
  const { status, body } = await api.rest<Record<string, unknown>>(`/api/v1/inventory/products?tienda_id=${storeId}`);

  expect([status, body]).toEqual([
    500,
    {
      type: 'urn:problem:internal',
      title: 'INTERNAL',
      status: 500,
      detail: expect.stringMatching(/^Something failed here/),
    },
  ]);
});

test('a place that does not exist is 404 as a problem document', async () => {
  const response = await fetch(`${server.url}/api/v1/nothing`);

  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  expect(await response.json()).toMatchObject({ title: 'NOT_FOUND', detail: expect.stringContaining('/docs') });
});

test('who tries to sign in too often is stopped', async () => {
  await using own = await listen();
  const statuses: number[] = [];
  for (let tries = 0; tries <= own.app.config.limits.rates.signInPerMinute; tries += 1) {
    const body = JSON.stringify({ email: `nobody-${tries}@test.example`, password: `guess-number-${tries}` });
    const headers = { 'content-type': 'application/json', origin: own.url };
    statuses.push((await fetch(`${own.url}/api/auth/sign-in/email`, { method: 'POST', headers, body })).status);
  }

  expect(new Set(statuses.slice(0, -1))).toEqual(new Set([401]));
  expect(statuses.at(-1)).toBe(429);
});
