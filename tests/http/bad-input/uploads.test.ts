import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Listening, listen, signInWithStore } from '../listen.ts';

let server: Listening;
let authorization: string;

beforeAll(async () => {
  server = await listen();
  authorization = `Bearer ${(await signInWithStore(server)).api.token}`;
});
afterAll(() => server[Symbol.asyncDispose]());

/** A picture as a form of a browser sends it, in the way of the GraphQL multipart request specification. */
function picture(): FormData {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query: 'mutation ($f: Upload!) { x(f: $f) }', variables: { f: null } }));
  form.set('map', JSON.stringify({ 0: ['variables.f'] }));
  form.set('0', new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47])], { type: 'image/png' }), 'polera.png');
  return form;
}

test.each(['/api/v1/orders/create', '/api/auth/update-user', '/graphql'])(
  '%s takes no files: 415 says what to send',
  async (path) => {
    for (const headers of [{ authorization }, { authorization, origin: server.url }]) {
      const response = await fetch(server.url + path, { method: 'POST', headers, body: picture() });
      const text = await response.text();

      expect([response.status, text]).toEqual([415, expect.stringContaining('application/json')]);
      expect(response.headers.get('content-type')).toMatch(/json/);
    }
  },
);

test('what is too long is refused, and nothing more is taken on its connection', async () => {
  const body = JSON.stringify({ query: ' '.repeat(200_000) });
  const paths = [
    '/graphql',
    '/api/v1/orders/create',
    '/api/auth/sign-in/email',
    '/api/v1/webhooks/payments/mercadopago',
  ];
  for (const path of paths) {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(server.url + path, { method: 'POST', headers, body });

    expect([path, response.status, response.headers.get('connection')]).toEqual([path, 413, 'close']);
  }
});
