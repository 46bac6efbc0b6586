import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { createApi } from '../../testkit/api.ts';
import { seedProduct, seedStore } from '../../testkit/scene.ts';
import { listen, signInWithStore } from '../listen.ts';

const server = await listen();
afterAll(() => server[Symbol.asyncDispose]());
const { api, storeId } = await signInWithStore(server);
const path = (query: string) => `/api/v1/inventory/products?${query}`;

test('a product has exactly the fields of the plan, and its stock is what can be ordered now', async () => {
  const { storeId: own, api: owner } = await signInWithStore(server);
  const id = await seedProduct(server.app.pool, {
    storeId: own,
    sku: 'POL-ROJ-M',
    name: 'Polera Roja M',
    units: 15,
    priceMinor: 15_000n,
  });
  await owner.rest('/api/v1/orders/create', {
    method: 'POST',
    body: { tienda_id: own, customer_fb_id: '7001', items: [{ sku: 'POL-ROJ-M', qty: 4 }] },
  });

  expect(await owner.rest(path(`tienda_id=${own}`))).toEqual({
    status: 200,
    body: [{ id, sku: 'POL-ROJ-M', name: 'Polera Roja M', stock: 11, price: 15_000 }],
  });
});

test('limit and offset turn the pages, in the order of the SKU', async () => {
  for (const sku of ['C', 'A', 'E', 'B', 'D']) await seedProduct(server.app.pool, { storeId, sku });
  const skus = async (query: string) =>
    (await api.rest<{ sku: string }[]>(path(`tienda_id=${storeId}&${query}`))).body.map((product) => product.sku);

  expect(await skus('')).toEqual(['A', 'B', 'C', 'D', 'E']);
  expect(await skus('limit=2')).toEqual(['A', 'B']);
  expect(await skus('limit=2&offset=2')).toEqual(['C', 'D']);
  expect(await skus('limit=2&offset=5')).toEqual([]);
});

test('without a valid token the answer is 401 as a problem document', async () => {
  for (const headers of [{}, { authorization: 'Bearer nonsense' }, { authorization: `Bearer ${'a.b.c'}` }]) {
    const response = await fetch(server.url + path(`tienda_id=${storeId}`), { headers });

    expect([response.status, response.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
    expect(await response.json()).toMatchObject({
      type: 'urn:problem:unauthenticated',
      title: 'UNAUTHENTICATED',
      status: 401,
    });
  }
});

test('a foreign store, a store that does not exist and an id that is none answer alike', async () => {
  const foreign = (await seedStore(server.app.pool)).storeId;
  const answers = await Promise.all(
    [foreign, randomUUID(), 'no-uuid'].map(async (id) => {
      const { status, body } = await api.rest(path(`tienda_id=${id}`));
      return { status, body: JSON.stringify(body).replaceAll(id, '<id>') };
    }),
  );

  expect(answers[0]?.status).toBe(404);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test.each([
  '',
  `tienda_id=x&limit=0`,
  `tienda_id=x&limit=201`,
  `tienda_id=x&limit=many`,
  `tienda_id=x&offset=-1`,
  'tienda_id=x&offset=1.5',
])('the query "%s" does not fit: 422 naming the field', async (query) => {
  const { status, body } = await api.rest<{ title: string; fields: { path: string }[] }>(path(query));

  expect([status, body.title]).toEqual([422, 'INVALID_INPUT']);
  expect(body.fields[0]?.path).toMatch(/^(tienda_id|limit|offset)$/);
});

test('a JWT of /api/auth/token opens the same door as the session token, and a tampered one none', async () => {
  const { body } = await api.rest<{ token: string }>('/api/auth/token');
  const [head, payload, signature] = body.token.split('.');
  const forged = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()), sub: randomUUID() }),
  );

  expect((await createApi(server.url, body.token).rest(path(`tienda_id=${storeId}`))).status).toBe(200);
  expect(
    (
      await createApi(server.url, `${head}.${forged.toString('base64url')}.${signature}`).rest(
        path(`tienda_id=${storeId}`),
      )
    ).status,
  ).toBe(401);
});
