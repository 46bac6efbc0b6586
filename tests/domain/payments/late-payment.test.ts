import { expect, test } from 'vitest';
import { adjustStock } from '../../../src/domain/inventory/adjust-stock.ts';
import { cancelOrder } from '../../../src/domain/sales/cancel-order.ts';
import { expireOrders } from '../../../src/domain/sales/expire-orders.ts';
import { seedProduct, stockProblems } from '../../testkit/scene.ts';
import { comment, eventsOf, openShop, orderRow, place, runOut, sharedDatabase, shelf } from '../shop.ts';
import { apply, openAttempt, orderAtGateway } from './paying.ts';

const database = sharedDatabase();

async function expire(orderId: string): Promise<void> {
  await runOut(database.pool, orderId);
  await expireOrders({ pool: database.pool }, { limit: 100 });
}

test('what is paid after its hold ended takes its units again while they are there', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 2 });
  const attempt = await orderAtGateway(pool, shop);
  await expire(attempt.orderId);
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 2, held: 0 });

  expect(await apply(pool, attempt)).toEqual({ outcome: 'applied', isNews: true });

  expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'paid' });
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 0, held: 0 });
  expect((await eventsOf(pool, shop.storeId, 'stock-changed')).at(-1)).toMatchObject({ onHandUnits: 0, heldUnits: 0 });
  expect(await stockProblems(pool)).toEqual([]);
});

test('what is paid after its units went to somebody else goes back, and they keep theirs', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 2 });
  const attempt = await orderAtGateway(pool, shop);
  await expire(attempt.orderId);
  const [other] = await place(pool, [await comment(pool, shop, { second: 9 })]);
  expect(other?.held).toBe(true);

  expect(await apply(pool, attempt)).toEqual({ outcome: 'to_refund', isNews: true });

  expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'expired' });
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 2, held: 1 });
});

test('an order of two products takes both again or none', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 5, priceMinor: 1_500n });
  const blue = await seedProduct(pool, { storeId: shop.storeId, units: 1, priceMinor: 500n });
  const red = await comment(pool, shop);
  const [result] = await place(pool, [red, { ...red, productId: blue }]);
  const orderId = result?.orderId ?? '';
  const attempt = { orderId, attemptId: await openAttempt(pool, orderId), storeId: shop.storeId };
  await expire(orderId);
  await place(pool, [await comment(pool, shop, { second: 9, productId: blue })]);

  expect(await apply(pool, attempt)).toMatchObject({ outcome: 'to_refund' });

  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 5, held: 0 });
  expect(await stockProblems(pool)).toEqual([]);
});

test('what is paid after its order was cancelled goes back', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 2 });
  const attempt = await orderAtGateway(pool, shop);
  await cancelOrder({ pool }, attempt);

  expect(await apply(pool, attempt)).toMatchObject({ outcome: 'to_refund' });

  expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'cancelled' });
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 2, held: 0 });
});

test('a payment between the end of its time and the sweep keeps its own units', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 2 });
  const attempt = await orderAtGateway(pool, shop);
  await runOut(pool, attempt.orderId);

  expect(await apply(pool, attempt)).toMatchObject({ outcome: 'applied' });

  expect(await expireOrders({ pool }, { limit: 100 })).toBe(0);
  expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'paid' });
});

test('of two late payments for the last units exactly one is applied', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 4 });
  const attempts = [await orderAtGateway(pool, shop), await orderAtGateway(pool, shop)];
  for (const attempt of attempts) await expire(attempt.orderId);
  await adjustStock({ pool }, { ...shop, deltaUnits: -1 });

  const answers = await Promise.all(attempts.map((attempt) => apply(pool, attempt)));

  expect(answers.map((answer) => answer?.outcome).sort()).toEqual(['applied', 'to_refund']);
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 1, held: 0 });
});
