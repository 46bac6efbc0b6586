import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageTokenSeal } from '../../src/domain/identity/page-seal.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { Listening } from '../http/listen.ts';
import { startTestSandbox } from '../testkit/sandbox.ts';
import { seedStore } from '../testkit/scene.ts';
import { type Answer, ask, listen, openShop, type Shop, uuidIn } from './scene.ts';

const sandbox = await startTestSandbox();
let server: Listening;
let shop: Shop;

beforeAll(async () => {
  server = await listen({ SANDBOX_URL: sandbox.url });
  shop = await openShop(server);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await sandbox.close();
});

const REFUSAL = '__typename ... on DomainError { code message }';
const FIELDS = '... on ValidationError { fields { path message } }';
const SHORT = '... on OutOfStockError { sku leftUnits }';

async function mutate(field: string, type: string, input: unknown): Promise<Record<string, unknown>> {
  const isOfStock = field === 'createOrder' || field === 'adjustStock';
  const query = `mutation ($input: ${type}!) { answer: ${field}(input: $input) { ${REFUSAL} ${FIELDS} ${isOfStock ? SHORT : ''} } }`;
  const answer: Answer = await ask(server, shop.api.token, { query, variables: { input } });
  expect(answer.errors).toBeUndefined();
  return answer.data?.['answer'] as Record<string, unknown>;
}

test('every field that does not fit is named, with what was expected', async () => {
  const answer = await mutate('createStore', 'CreateStoreInput', {
    name: ' ',
    country: 'Chile',
    currency: 'pesos',
    locale: 'Spanish',
  });

  expect(answer).toMatchObject({ __typename: 'ValidationError', code: 'INVALID_INPUT' });
  const fields = answer['fields'] as { path: string; message: string }[];
  expect(fields.map((field) => field.path).sort()).toEqual(['country', 'currency', 'locale', 'name']);
  expect(fields.find((field) => field.path === 'country')?.message).toBe(
    'Expected two capital letters (ISO 3166-1), such as CL.',
  );
});

test('a Page belongs to one store', async () => {
  const fbPageId = `page-${randomUUID()}`;
  await seedStore(server.app.pool, { pageId: fbPageId });

  const connect = { storeId: shop.ids.store, fbPageId, pageAccessToken: `sandbox-token-${fbPageId}` };
  expect(await mutate('connectPage', 'ConnectPageInput', connect)).toMatchObject({ code: 'CONFLICT' });
  const [session] = await rowsOf(server.app.pool, 'SELECT FROM fb_sessions WHERE tienda_id = $1', [
    uuidIn(shop.ids.store),
  ]);
  expect(session).toBeUndefined();
});

test('secrets are stored sealed, for the rows of their own store only', async () => {
  const fbPageId = `page-${randomUUID()}`;
  const secret = `sandbox-token-${fbPageId}`;
  await mutate('connectPage', 'ConnectPageInput', { storeId: shop.ids.store, fbPageId, pageAccessToken: secret });
  await mutate('configurePayment', 'ConfigurePaymentInput', {
    storeId: shop.ids.store,
    gateway: 'MERCADO_PAGO',
    accessToken: secret,
  });
  const rows = await rowsOf(
    server.app.pool,
    `SELECT page_access_token_enc AS sealed FROM fb_sessions WHERE tienda_id = $1
     UNION ALL SELECT settings FROM config_pagos WHERE tienda_id = $1`,
    [uuidIn(shop.ids.store)],
  );

  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toContain('sandbox-token');
  const sealed = String(rows[0]?.['sealed']);
  const storeId = uuidIn(shop.ids.store);
  expect(await server.app.vault.decrypt(sealed, pageTokenSeal(storeId))).toBe(secret);
  await expect(server.app.vault.decrypt(sealed, pageTokenSeal(randomUUID()))).rejects.toThrow();
});

test('an order of more than there is holds nothing and says what is left', async () => {
  const items = [{ sku: shop.sku, quantityUnits: 9 }];

  expect(
    await mutate('createOrder', 'CreateOrderInput', { storeId: shop.ids.store, customerFbId: 'fb-2', items }),
  ).toMatchObject({
    __typename: 'OutOfStockError',
    code: 'OUT_OF_STOCK',
    sku: shop.sku,
    leftUnits: 8,
  });
});

test('an order of a product that the store does not have names the line', async () => {
  const items = [
    { sku: shop.sku, quantityUnits: 1 },
    { sku: 'NONE', quantityUnits: 1 },
  ];

  expect(
    await mutate('createOrder', 'CreateOrderInput', { storeId: shop.ids.store, customerFbId: 'fb-2', items }),
  ).toMatchObject({
    __typename: 'ValidationError',
    fields: [{ path: 'items.1.sku' }],
  });
});

test('stock cannot be taken away from those who hold it', async () => {
  expect(
    await mutate('adjustStock', 'AdjustStockInput', { productId: shop.ids.product, deltaUnits: -9 }),
  ).toMatchObject({
    __typename: 'OutOfStockError',
    leftUnits: 8,
  });
  expect(await mutate('adjustStock', 'AdjustStockInput', { productId: shop.ids.product, deltaUnits: 0 })).toMatchObject(
    {
      __typename: 'ValidationError',
      fields: [{ path: 'deltaUnits' }],
    },
  );
});

test('an order is cancelled once, and its stock comes back', async () => {
  const own = await openShop(server);
  const call = `mutation { answer: cancelOrder(input: { orderId: "${own.ids.order}" }) { ${REFUSAL} ... on CancelOrderSuccess { data { status items { product { availableUnits } } } } } }`;

  expect((await ask(server, own.api.token, { query: call })).data?.['answer']).toMatchObject({
    data: { status: 'CANCELLED', items: [{ product: { availableUnits: 10 } }] },
  });
  expect((await ask(server, own.api.token, { query: call })).data?.['answer']).toMatchObject({
    __typename: 'IllegalMoveError',
    code: 'ILLEGAL_MOVE',
  });
});
