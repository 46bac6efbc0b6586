import { expect, test } from 'vitest';
import { createOrder } from '../../../src/domain/sales/create-order.ts';
import { expireOrders } from '../../../src/domain/sales/expire-orders.ts';
import { seedProduct, stockProblems } from '../../testkit/scene.ts';
import { apply, orderAtGateway } from '../payments/paying.ts';
import { comment, eventsOf, heldOrder, openShop, orderRow, place, runOut, sharedDatabase, shelf } from '../shop.ts';

const database = sharedDatabase();
const sweep = (limit = 100) => expireOrders({ pool: database.pool }, { limit });

test('an order whose time is over ends, its stock comes back, and the log says so once', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 3 });
  const orderId = await heldOrder(pool, shop, { units: 2 });
  const kept = await heldOrder(pool, shop, { units: 1 });
  await runOut(pool, orderId);

  expect(await sweep()).toBe(1);
  expect(await sweep()).toBe(0);

  expect(await orderRow(pool, orderId)).toMatchObject({ status: 'expired' });
  expect(await orderRow(pool, kept)).toMatchObject({ status: 'pending' });
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 3, held: 1 });
  expect(await eventsOf(pool, shop.storeId, 'order-expired')).toEqual([{ orderId }]);
  expect((await eventsOf(pool, shop.storeId, 'stock-changed')).at(-1)).toMatchObject({ onHandUnits: 3, heldUnits: 1 });
});

test('a sweep takes as many as it may, the oldest first', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 9 });
  const orderIds = [await heldOrder(pool, shop), await heldOrder(pool, shop), await heldOrder(pool, shop)];
  for (const orderId of [...orderIds].reverse()) await runOut(pool, orderId);

  expect(await sweep(2)).toBe(2);
  expect(await orderRow(pool, orderIds[0] ?? '')).toMatchObject({ status: 'pending' });
  expect(await sweep(2)).toBe(1);
});

test('five sweeps at once end each order once', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 20 });
  const orderIds: string[] = [];
  for (let count = 0; count < 10; count += 1) orderIds.push(await heldOrder(pool, shop));
  for (const orderId of orderIds) await runOut(pool, orderId);

  const counts = await Promise.all([1, 2, 3, 4, 5].map(() => sweep()));

  expect(counts.reduce((sum, count) => sum + count)).toBe(10);
  expect(await eventsOf(pool, shop.storeId, 'order-expired')).toHaveLength(10);
  expect(await stockProblems(pool)).toEqual([]);
});

test('of a sweep and a payment at the same instant exactly one decides, and no unit is lost', async () => {
  const { pool } = database;
  for (let round = 0; round < 10; round += 1) {
    const shop = await openShop(pool, { units: 2 });
    const attempt = await orderAtGateway(pool, shop);
    await runOut(pool, attempt.orderId);

    const [, applied] = await Promise.all([sweep(), apply(pool, attempt)]);

    expect(applied).toMatchObject({ outcome: 'applied' });
    expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'paid' });
    expect(await shelf(pool, shop.productId)).toEqual({ onHand: 0, held: 0 });
  }
  expect(await stockProblems(pool)).toEqual([]);
});

test('of a sweep and a new claim at the same instant one ends the cart, and the claim opens another', async () => {
  const { pool } = database;
  for (let round = 0; round < 10; round += 1) {
    const shop = await openShop(pool, { units: 5 });
    const first = await comment(pool, shop);
    const orderId = await heldOrder(pool, shop, { buyerId: first.buyerId });
    await runOut(pool, orderId);

    const [, [result]] = await Promise.all([sweep(), place(pool, [first])]);

    expect(result?.held).toBe(true);
    expect(result?.orderId).not.toBe(orderId);
    expect(await orderRow(pool, orderId)).toMatchObject({ status: 'expired' });
    expect(await shelf(pool, shop.productId)).toEqual({ onHand: 5, held: 1 });
    expect(await eventsOf(pool, shop.storeId, 'order-expired')).toHaveLength(1);
  }
  expect(await stockProblems(pool)).toEqual([]);
});

test('where no timer runs, the units of a cart whose time is over go to the next claim, to the second', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 1 });
  const blue = await seedProduct(pool, { storeId: shop.storeId, units: 1 });
  const first = await comment(pool, shop);
  const orderId = await heldOrder(pool, shop, { buyerId: first.buyerId });
  await heldOrder(pool, shop, { buyerId: first.buyerId, productId: blue });
  const early = await comment(pool, shop, { second: 1 });
  expect((await place(pool, [early]))[0]?.held).toBe(false);

  await runOut(pool, orderId);
  const [late] = await place(pool, [await comment(pool, shop, { second: 2 })]);

  expect(late?.held).toBe(false);
  expect((await eventsOf(pool, shop.storeId, 'hold-placed')).at(-1)?.commentId).toBe(early.commentId);
  expect(await orderRow(pool, orderId)).toMatchObject({ status: 'expired' });
  expect(await shelf(pool, blue)).toEqual({ onHand: 1, held: 0 });
  expect(await stockProblems(pool)).toEqual([]);
});

test('an order of a partner also finds the units of a cart whose time is over', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 1 });
  await runOut(pool, await heldOrder(pool, shop));

  const items = [{ sku: shop.sku, quantityUnits: 1 }];
  const order = await createOrder({ pool, holdTtlMs: 60_000 }, { storeId: shop.storeId, customerFbId: 'api-1', items });

  expect(await orderRow(pool, order.orderId)).toMatchObject({ status: 'pending' });
});
