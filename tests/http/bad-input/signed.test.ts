import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamKey } from '../../../src/events/streams.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { TEST_SECRETS } from '../../testkit/app.ts';
import { takeLogged } from '../../testkit/logs.ts';
import { seedStore } from '../../testkit/scene.ts';
import { type Listening, listen } from '../listen.ts';
import { hostileText, hostileValue, storm, toJson } from './hostile.ts';

let server: Listening;
let storeId: string;

beforeAll(async () => {
  server = await listen({ LOG_LEVEL: 'warn' });
  ({ storeId } = await seedStore(server.app.pool));
});
afterAll(() => server[Symbol.asyncDispose]());

const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text);
const levels = () => takeLogged().map(({ level }) => level);

// What is longer is refused by the server before any door.
const shortText = hostileText.map((text) => text.slice(0, 200));
/** What a header can carry at all. */
const headerText = fc.oneof(
  fc.string({
    unit: fc
      .integer({ min: 0x21, max: 0xff })
      .filter((code) => code !== 0x7f)
      .map((code) => String.fromCharCode(code)),
    maxLength: 40,
  }),
  fc.constantFrom('', 'x'.repeat(3_000), 'a, b', '%00'),
);

/** A notice of Mercado Pago with a signature that fits. */
function notify(given: { query: Record<string, string>; requestId: string; body: Uint8Array; spaces: number }) {
  const dataId = given.query['data.id'];
  const manifest = `${dataId ? `id:${dataId};` : ''}${given.requestId ? `request-id:${given.requestId};` : ''}ts:1742505638683;`;
  const v1 = hmac(TEST_SECRETS.MERCADOPAGO_WEBHOOK_SECRET, manifest).digest('hex');
  const headers = {
    'x-signature': `ts=1742505638683,${' '.repeat(given.spaces)}v1=${v1}`,
    'x-request-id': given.requestId,
  };
  const query = new URLSearchParams(given.query);
  return fetch(`${server.url}/api/v1/webhooks/payments/mercadopago?${query}`, {
    method: 'POST',
    headers,
    body: Buffer.from(given.body),
  });
}

test('a signed notice of a payment is stored whatever its body is, and refused only for its address', async () => {
  const isId = (text: string) => /^[\w-]{1,64}$/.test(text);
  let storedCount = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        store: fc.oneof(fc.constant('own'), shortText),
        'data.id': fc.oneof(fc.constantFrom('77000111222', 'a-b_c'), shortText),
        type: fc.oneof({ weight: 4, arbitrary: fc.constant('payment') }, { weight: 1, arbitrary: shortText }),
        action: shortText,
      }),
      headerText,
      fc.uint8Array({ maxLength: 100 }),
      fc.constantFrom(0, 1, 4_000),
      async (given, requestId, body, spaces) => {
        takeLogged();
        const query = { ...given, store: given.store === 'own' ? storeId : given.store };
        const response = await notify({ query, requestId, body, spaces });
        const isWhole = query.store === storeId && isId(query['data.id'].toWellFormed());
        const isPayment = query.type === 'payment';

        expect(response.status).toBe(!isPayment || isWhole ? 200 : 422);
        expect(levels()).toEqual(isPayment && !isWhole ? [40] : []);
        if (isPayment && isWhole) storedCount += 1;
      },
    ),
    storm(150),
  );
  expect(storedCount).toBeGreaterThan(10);
});

test('after all of it a good notice is stored and told', async () => {
  await rowsOf(server.app.pool, 'DELETE FROM inbox');
  await server.app.redis.del(streamKey(server.app.keyPrefix, 'paymentEvents'));
  const query = { store: storeId, 'data.id': '77000111222', type: 'payment' };
  const response = await notify({ query, requestId: randomUUID(), body: Buffer.from('{'), spaces: 0 });

  expect([response.status, await response.json()]).toEqual([200, { received: true }]);
  expect(await rowsOf(server.app.pool, 'SELECT id FROM inbox')).toHaveLength(1);
  expect(await server.app.redis.xlen(streamKey(server.app.keyPrefix, 'paymentEvents'))).toBe(1);
});

/** Posts a payload to a callback of Facebook Login, signed with the secret of the app. */
function call(route: string, payload: Uint8Array | string) {
  const text = Buffer.from(payload).toString('base64url');
  const signature = hmac(TEST_SECRETS.FB_APP_SECRET, text).digest('base64url');
  const body = new URLSearchParams({ signed_request: `${signature}.${text}` });
  return fetch(`${server.url}/api/v1/facebook/${route}`, { method: 'POST', body });
}

function namesPerson(payload: Uint8Array | string): boolean {
  const [, id] = /^\{"algorithm":"HMAC-SHA256","user_id":"((?:[!-~]|\\.)+)"\}$/.exec(String(payload)) ?? [];
  return id !== undefined && /^[!-~]{1,100}$/.test(JSON.parse(`"${id}"`) as string);
}

test.each(['deauthorize', 'data-deletion'])(
  'a payload that no person stands in is refused by %s, and said once',
  async (route) => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .oneof(
            fc.uint8Array({ minLength: 1, maxLength: 100 }),
            hostileValue.map(toJson),
            fc.record({ algorithm: fc.constantFrom('HMAC-SHA256', 'none'), user_id: hostileValue }).map(toJson),
          )
          .filter((payload) => payload.length < 2_000),
        async (payload) => {
          takeLogged();
          const { status } = await call(route, payload);
          const expected = namesPerson(payload) ? 200 : 400;

          expect([status, levels()]).toEqual([expected, expected === 400 ? [40] : []]);
        },
      ),
      storm(80),
    );
    const good = await call(route, JSON.stringify({ algorithm: 'HMAC-SHA256', user_id: '1234567890', issued_at: 1 }));
    expect(good.status).toBe(200);
  },
);

test.each(['deauthorize', 'data-deletion'])('a body of %s that is no form is refused', async (route) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), hostileText, async (bytes, contentType) => {
      const headers = { 'content-type': /^[\x20-\x7e]*$/.test(contentType) ? contentType : 'multipart/form-data' };
      const response = await fetch(`${server.url}/api/v1/facebook/${route}`, {
        method: 'POST',
        headers,
        body: Buffer.from(bytes),
      });

      expect(response.status).toBe(400);
    }),
    storm(40),
  );
  expect(levels()).toEqual([]);
});
