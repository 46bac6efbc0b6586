import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { Listening } from '../http/listen.ts';
import { type Answer, ask, listen, openShop, type Shop, uuidIn } from './scene.ts';

let server: Listening;
let shop: Shop;

beforeAll(async () => {
  server = await listen();
  shop = await openShop(server);
});
afterAll(() => server[Symbol.asyncDispose]());

const IMPORT = `mutation ($input: ImportProductsInput!) {
  answer: importProducts(input: $input) {
    ... on ImportProductsSuccess { data { id sku name onHandUnits heldUnits color } }
    ... on ValidationError { code fields { path message } }
  }
}`;

type Imported = {
  data?: { id: string; sku: string; onHandUnits: number; name: string; color: string | null }[];
  fields?: { path: string }[];
};

async function importAll(products: readonly object[]): Promise<Imported> {
  const answer: Answer<{ answer: Imported }> = await ask(server, shop.api.token, {
    query: IMPORT,
    variables: { input: { storeId: shop.ids.store, products } },
  });
  expect(answer.errors).toBeUndefined();
  return answer.data?.answer ?? {};
}

function movements(): Promise<{ sku: string; reason: string; delta: number }[]> {
  return rowsOf(
    server.app.pool,
    `SELECT p.sku, m.reason, m.on_hand_delta AS delta FROM stock_movements m JOIN productos p ON p.id = m.producto_id
     WHERE p.tienda_id = $1 AND m.on_hand_delta <> 0 AND p.sku LIKE 'IMP-%' ORDER BY m.reason DESC, p.sku`,
    [uuidIn(shop.ids.store)],
  );
}

const red = {
  sku: 'IMP-R',
  name: 'Polera roja',
  priceMinor: '15990',
  onHandUnits: 5,
  color: 'rojo',
  keywords: ['roja'],
};
const blue = { sku: 'IMP-A', name: 'Polera azul', priceMinor: '15990', onHandUnits: 3 };

test('importing the same twice changes nothing; a difference of stock is booked once, and it equals its movements', async () => {
  const first = await importAll([red, blue]);
  const second = await importAll([red, blue]);
  expect(second.data?.map((product) => product.id)).toEqual(first.data?.map((product) => product.id));
  expect(first.data?.map((product) => product.sku)).toEqual(['IMP-R', 'IMP-A']);
  const third = await importAll([{ ...red, onHandUnits: 9, name: 'Polera rojo vivo', color: null }]);
  expect(third.data).toMatchObject([{ sku: 'IMP-R', name: 'Polera rojo vivo', onHandUnits: 9, color: null }]);

  expect(await movements()).toEqual([
    { sku: 'IMP-A', reason: 'initial', delta: 3 },
    { sku: 'IMP-R', reason: 'initial', delta: 5 },
    { sku: 'IMP-R', reason: 'adjustment', delta: 4 },
  ]);
  const wrong = await rowsOf(
    server.app.pool,
    `SELECT p.sku FROM productos p WHERE p.stock <> (SELECT coalesce(sum(on_hand_delta), 0) FROM stock_movements m WHERE m.producto_id = p.id)`,
  );
  expect(wrong).toEqual([]);
});

test('a change of stock by import is told in the log', async () => {
  await importAll([{ ...blue, sku: 'IMP-LOG', onHandUnits: 7 }]);
  const told = await rowsOf<{ payload: unknown; live: string }>(
    server.app.pool,
    `SELECT payload, live_id AS live FROM events WHERE tienda_id = $1 AND type = 'stock-changed' AND payload->>'sku' = 'IMP-LOG'`,
    [uuidIn(shop.ids.store)],
  );

  expect(told).toMatchObject([
    { payload: { sku: 'IMP-LOG', onHandUnits: 7, heldUnits: 0 }, live: uuidIn(shop.ids.live) },
  ]);
});

test('a count below what is held refuses the whole import and names the line', async () => {
  const answer = await importAll([
    { ...blue, sku: 'IMP-NEW' },
    { ...blue, sku: shop.sku, onHandUnits: 1 },
  ]);

  expect(answer.fields).toMatchObject([{ path: 'products.1.onHandUnits' }]);
  expect(await rowsOf(server.app.pool, `SELECT FROM productos WHERE sku = 'IMP-NEW'`)).toEqual([]);
});

test('a SKU given twice is refused', async () => {
  expect((await importAll([red, blue, red])).fields).toMatchObject([{ path: 'products.2.sku' }]);
});

test('fields of a product that do not fit are named with their place', async () => {
  const answer = await importAll([
    red,
    { ...blue, imageUrl: 'javascript:alert(1)', onHandUnits: -1, priceMinor: '-5' },
  ]);

  expect(answer.fields?.map((field) => field.path).sort()).toEqual([
    'products.1.imageUrl',
    'products.1.onHandUnits',
    'products.1.priceMinor',
  ]);
});

test('imports that cross each other leave every product once', async () => {
  const products = Array.from({ length: 40 }, (_, n) => ({ ...blue, sku: `IMP-X${n}` }));
  await Promise.all([importAll(products), importAll([...products].reverse()), importAll(products)]);
  const rows = await rowsOf<{ count: string; units: string }>(
    server.app.pool,
    `SELECT count(DISTINCT p.id) AS count, sum(m.on_hand_delta) AS units FROM productos p JOIN stock_movements m ON m.producto_id = p.id WHERE p.sku LIKE 'IMP-X%'`,
  );

  expect(rows).toEqual([{ count: '40', units: '120' }]);
});
