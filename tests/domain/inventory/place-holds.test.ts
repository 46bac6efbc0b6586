import { expect, test } from 'vitest';
import { startPayment } from '../../../src/domain/payments/start-payment.ts';
import { expireOrders } from '../../../src/domain/sales/expire-orders.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { seedProduct, stockProblems } from '../../testkit/scene.ts';
import { CREDENTIALS, instantGateway } from '../payments/instant-gateway.ts';
import { comment, eventsOf, heldOrder, openShop, orderRow, place, runOut, sharedDatabase, shelf } from '../shop.ts';

const database = sharedDatabase();

test('who commented first gets the last unit, whatever the order of delivery', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 1 });
  const late = await comment(pool, shop, { second: 2 });
  const early = await comment(pool, shop, { second: 1 });

  const results = await place(pool, [late, early]);

  expect(results.map((result) => [result.commentId, result.held])).toEqual([
    [late.commentId, false],
    [early.commentId, true],
  ]);
  expect(await stockProblems(pool)).toEqual([]);
});

test('a claim too large for what is left lets the smaller ones behind it pass', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 4 });
  const claims = await Promise.all([3, 2, 1, 1].map((units, second) => comment(pool, shop, { units, second })));

  const results = await place(pool, claims);

  expect(results.map((result) => result.held)).toEqual([true, false, true, false]);
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 4, held: 4 });
});

test('an empty batch asks nothing of the database', async () => {
  expect(await place(database.pool, [])).toEqual([]);
});

test('a comment claims a product once, however often it comes: in one batch, in two, in ten at once', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 3 });
  const held = await comment(pool, shop, { units: 2 });
  const waiting = await comment(pool, shop, { units: 2, second: 1 });

  const batches = Array.from({ length: 10 }, () => place(pool, [waiting, held, held, waiting]));
  const results = (await Promise.all(batches)).flat();

  expect(results.map((result) => result.held).sort()).toEqual([false, true]);
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 3, held: 2 });
  expect(await eventsOf(pool, shop.storeId, 'hold-placed')).toHaveLength(1);
  expect(await eventsOf(pool, shop.storeId, 'claim-waitlisted')).toHaveLength(1);
});

test('one comment may claim several products, each once', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 5 });
  const blue = await seedProduct(pool, { storeId: shop.storeId, units: 5, priceMinor: 300n });
  const claim = await comment(pool, shop, { units: 2 });

  const results = await place(pool, [claim, { ...claim, productId: blue, quantityUnits: 1 }]);

  expect(results.map((result) => result.held)).toEqual([true, true]);
  expect(results[0]?.orderId).toBe(results[1]?.orderId);
  expect(await orderRow(pool, results[0]?.orderId ?? '')).toMatchObject({ total: '2300', status: 'pending' });
});

test('the same buyer commenting again in the live extends the open cart', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 10 });
  const first = await comment(pool, shop, { units: 2 });
  const again = await comment(pool, shop, { units: 3, second: 5, buyerId: first.buyerId });

  const [one] = await place(pool, [first]);
  await rowsOf(pool, `UPDATE pedidos SET hold_expires_at = clock_timestamp() + interval '20 seconds' WHERE id = $1`, [
    one?.orderId,
  ]);
  const [two] = await place(pool, [again]);
  await rowsOf(pool, `UPDATE pedidos SET hold_expires_at = hold_expires_at - interval '20 seconds' WHERE id = $1`, [
    one?.orderId,
  ]);

  expect(two?.orderId).toBe(one?.orderId);
  expect(await orderRow(pool, one?.orderId ?? '')).toMatchObject({ total: '5000' });
  expect(await expireOrders({ pool }, { limit: 100 })).toBe(0);
  const items = await rowsOf(pool, 'SELECT quantity FROM pedido_items WHERE pedido_id = $1', [one?.orderId]);
  expect(items).toEqual([{ quantity: 5 }]);
  const holds = await eventsOf(pool, shop.storeId, 'hold-placed');
  expect(holds.map((hold) => [hold.quantityUnits, hold.orderTotalMinor])).toEqual([
    [2, '2000'],
    [3, '5000'],
  ]);
});

test('a price that changes during the live changes later lines only', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 10, priceMinor: 1_000n });
  const first = await comment(pool, shop);
  const orderId = await heldOrder(pool, shop, { buyerId: first.buyerId });
  await rowsOf(pool, 'UPDATE productos SET price = 700 WHERE id = $1', [shop.productId]);

  await place(pool, [first]);

  expect(await orderRow(pool, orderId)).toMatchObject({ total: '1700' });
});

test('a cart that is being paid is closed: what the buyer adds becomes a second order', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 10 });
  const { buyerId } = await comment(pool, shop);
  const orderId = await heldOrder(pool, shop, { buyerId });
  const { token } = await orderRow(pool, orderId);
  const more = await comment(pool, shop, { buyerId, second: 9 });

  const [, results] = await Promise.all([
    startPayment(
      { pool, gateway: instantGateway(), credentials: CREDENTIALS, baseUrl: 'https://shop.example' },
      { checkoutToken: token },
    ),
    place(pool, [more]),
  ]);

  const [attempt] = await rowsOf<{ amount: string }>(
    pool,
    'SELECT amount_minor AS amount FROM payment_attempts WHERE pedido_id = $1',
    [orderId],
  );
  expect(results[0]?.held).toBe(true);
  expect(attempt?.amount).toBe((await orderRow(pool, orderId)).total);
});

test("a product of another store is never claimed, and does not disturb that store's own claims", async () => {
  const { pool } = database;
  const mine = await openShop(pool, { units: 5 });
  const theirs = await openShop(pool, { units: 5 });
  const early = { ...(await comment(pool, mine)), productId: theirs.productId };
  const late = { ...(await comment(pool, mine, { second: 9 })), productId: theirs.productId };
  const own = await comment(pool, theirs, { second: 5 });

  const results = await place(pool, [early, own, late]);

  expect(results.map((result) => result.commentId)).toEqual([own.commentId]);
  expect(await shelf(pool, theirs.productId)).toEqual({ onHand: 5, held: 1 });
});

test('who waits in line comes before a later comment when stock came back in between', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 1 });
  const orderId = await heldOrder(pool, shop);
  const waiting = await comment(pool, shop, { second: 1 });
  await place(pool, [waiting]);
  await runOut(pool, orderId);
  await expireOrders({ pool }, { limit: 10 });

  const results = await place(pool, [await comment(pool, shop, { second: 2 })]);

  expect(results.map((result) => result.held)).toEqual([false]);
  const holds = await eventsOf(pool, shop.storeId, 'hold-placed');
  expect(holds.at(-1)?.commentId).toBe(waiting.commentId);
});
