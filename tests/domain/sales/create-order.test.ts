import { expect, test } from 'vitest';
import { InvalidInputError, OutOfStockError } from '../../../src/domain/errors.ts';
import { createOrder } from '../../../src/domain/sales/create-order.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { seedProduct, stockProblems } from '../../testkit/scene.ts';
import { comment, eventsOf, HOLD_TTL_MS, openShop, orderRow, place, sharedDatabase, shelf } from '../shop.ts';

const database = sharedDatabase();

async function open(units = 5) {
  const { pool } = database;
  const shop = await openShop(pool, { units });
  const blue = await seedProduct(pool, { storeId: shop.storeId, sku: 'BLUE', units, priceMinor: 300n });
  const create = (items: readonly (readonly [sku: string, units: number])[], customerFbId = 'fb-1') =>
    createOrder(
      { pool, holdTtlMs: HOLD_TTL_MS },
      { storeId: shop.storeId, customerFbId, items: items.map(([sku, quantityUnits]) => ({ sku, quantityUnits })) },
    );
  return { pool, shop, blue, create };
}

const linesOf = (orderId: string) =>
  rowsOf(
    database.pool,
    `SELECT p.sku, i.quantity FROM pedido_items i JOIN productos p ON p.id = i.producto_id
     WHERE i.pedido_id = $1 ORDER BY p.sku`,
    [orderId],
  );

test('an order holds all of its items for the buyer named', async () => {
  const { pool, shop, blue, create } = await open();

  const { orderId } = await create([
    ['RED-M', 2],
    ['BLUE', 1],
  ]);

  expect(await orderRow(pool, orderId)).toMatchObject({ status: 'pending', total: '2300' });
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 5, held: 2 });
  expect(await shelf(pool, blue)).toEqual({ onHand: 5, held: 1 });
  const [row] = await rowsOf(pool, 'SELECT customer_fb_id, live_id FROM pedidos WHERE id = $1', [orderId]);
  expect(row).toEqual({ customer_fb_id: 'fb-1', live_id: null });
  expect(await eventsOf(pool, shop.storeId, 'hold-placed')).toMatchObject([{ commentId: null }, { commentId: null }]);
});

test('one item that is short leaves nothing of the order behind', async () => {
  const { pool, shop, blue, create } = await open();

  const order = create([
    ['RED-M', 2],
    ['BLUE', 6],
  ]);

  await expect(order).rejects.toThrow(new OutOfStockError({ sku: 'BLUE', leftUnits: 5 }));
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 5, held: 0 });
  expect(await shelf(pool, blue)).toEqual({ onHand: 5, held: 0 });
  expect(await rowsOf(pool, 'SELECT id FROM pedidos WHERE tienda_id = $1', [shop.storeId])).toEqual([]);
  expect(await eventsOf(pool, shop.storeId, 'hold-placed')).toEqual([]);
});

test('the same SKU on two lines counts as the sum of both', async () => {
  const { create } = await open();

  const { orderId } = await create([
    ['RED-M', 2],
    ['RED-M', 3],
  ]);

  expect(await linesOf(orderId)).toEqual([{ sku: 'RED-M', quantity: 5 }]);
  await expect(
    create([
      ['BLUE', 3],
      ['BLUE', 3],
    ]),
  ).rejects.toThrow(OutOfStockError);
});

test('a second order of the buyer extends the open cart, one of another buyer does not', async () => {
  const { pool, create } = await open();
  const first = await create([['RED-M', 1]]);

  expect(await create([['BLUE', 2]])).toEqual(first);
  expect(await create([['BLUE', 1]], 'fb-2')).not.toEqual(first);

  expect(await orderRow(pool, first.orderId)).toMatchObject({ total: '1600' });
  expect(await linesOf(first.orderId)).toEqual([
    { sku: 'BLUE', quantity: 2 },
    { sku: 'RED-M', quantity: 1 },
  ]);
});

test('a SKU that the store does not have is named, also when another store has it', async () => {
  const { shop, create } = await open();
  const theirs = await open();
  await rowsOf(theirs.pool, `UPDATE productos SET sku = 'THEIRS' WHERE id = $1`, [theirs.blue]);

  const order = create([
    ['RED-M', 1],
    ['THEIRS', 1],
  ]);

  await expect(order).rejects.toThrow(
    new InvalidInputError([{ path: 'items.1.sku', message: 'The store has no product THEIRS.' }]),
  );
  expect(await shelf(database.pool, shop.productId)).toEqual({ onHand: 5, held: 0 });
});

test('an order without items is refused', async () => {
  const { create } = await open();

  await expect(create([])).rejects.toThrow(InvalidInputError);
});

test('orders and comments at once never sell more than there is', async () => {
  const { pool, shop, create } = await open(6);
  const claims = await Promise.all([1, 2, 3].map((second) => comment(pool, shop, { second, units: 2 })));

  await Promise.allSettled([
    ...claims.map((claim) => place(pool, [claim])),
    ...[1, 2, 3].map((buyer) => create([['RED-M', 2]], `fb-${buyer}`)),
  ]);

  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 6, held: 6 });
  expect(await stockProblems(pool)).toEqual([]);
});
