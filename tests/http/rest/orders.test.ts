import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { createApi } from '../../testkit/api.ts';
import { seedProduct, seedStore, stockProblems } from '../../testkit/scene.ts';
import { listen, signInWithStore } from '../listen.ts';

const server = await listen();
afterAll(() => server[Symbol.asyncDispose]());
const { api, storeId } = await signInWithStore(server);
await seedProduct(server.app.pool, { storeId, sku: 'RED-M', units: 3, priceMinor: 15_000n });

const create = (body: unknown, as = api) =>
  as.rest<Record<string, unknown>>('/api/v1/orders/create', { method: 'POST', body });
const order = (over: Record<string, unknown> = {}) => ({
  tienda_id: storeId,
  customer_fb_id: randomUUID(),
  items: [{ sku: 'RED-M', qty: 1 }],
  ...over,
});

test('an order is answered 201 with exactly the fields of the plan, and its link opens the checkout', async () => {
  const { status, body } = await create(order({ gateway: 'flow' }));
  const checkout = await fetch(String(body['payment_url']));

  expect([status, Object.keys(body)]).toEqual([201, ['order_id', 'payment_url', 'status']]);
  expect(body).toEqual({
    order_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    payment_url: expect.stringContaining(`${server.url}/checkout/`),
    status: 'pending',
  });
  expect([checkout.status, await checkout.text()]).toEqual([200, expect.stringContaining('15.000')]);
});

test('a JWT opens the door too', async () => {
  const { body } = await api.rest<{ token: string }>('/api/auth/token');

  expect((await create(order(), createApi(server.url, body.token))).status).toBe(201);
});

test('more than there is: 400 OUT_OF_STOCK that says what is left, and nothing is held', async () => {
  const { status, body } = await create(order({ items: [{ sku: 'RED-M', qty: 500 }] }));

  expect([status, body['title'], body['detail']]).toEqual([
    400,
    'OUT_OF_STOCK',
    expect.stringMatching(/Only \d units of RED-M are free/),
  ]);
  expect(await stockProblems(server.app.pool)).toEqual([]);
});

test.each([
  ['no items', { items: [] }],
  ['no units', { items: [{ sku: 'RED-M', qty: 0 }] }],
  ['half a unit', { items: [{ sku: 'RED-M', qty: 0.5 }] }],
  ['units in words', { items: [{ sku: 'RED-M', qty: '1' }] }],
  ['a buyer without name', { customer_fb_id: '  ' }],
  ['a gateway that does not exist', { gateway: 'barter' }],
  ['a SKU that the store does not have', { items: [{ sku: 'NONE', qty: 1 }] }],
])('%s: 422 naming the field', async (_, over) => {
  const { status, body } = await create(order(over));

  expect([status, body['title']]).toEqual([422, 'INVALID_INPUT']);
  expect(body['fields']).toEqual([
    { path: expect.stringMatching(/^(items|customer_fb_id|gateway)/), message: expect.any(String) },
  ]);
});

test('a body that is no JSON is 400, one without type or too long is refused, and none of them shows our insides', async () => {
  const send = (body: string, type = 'application/json') =>
    fetch(`${server.url}/api/v1/orders/create`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.token}`, 'content-type': type },
      body,
    });
  const answers = [
    await send('{"tienda_id":'),
    await send('{}', 'text/plain'),
    await send(`{"x":"${'x'.repeat(102_400)}"}`),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([400, 415, 413]);
  for (const answer of answers) {
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.text()).not.toMatch(/node_modules|at \w+ \(|Error:/);
  }
});

test('nobody signed in: 401; a foreign store: 404, as if it did not exist', async () => {
  const foreign = (await seedStore(server.app.pool)).storeId;

  expect((await create(order(), createApi(server.url, 'nonsense'))).status).toBe(401);
  expect((await create(order({ tienda_id: foreign }))).status).toBe(404);
  expect((await create(order({ tienda_id: randomUUID() }))).status).toBe(404);
});
