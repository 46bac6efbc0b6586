import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { IllegalMoveError, NotFoundError } from '../../../src/domain/errors.ts';
import { cancelOrder } from '../../../src/domain/sales/cancel-order.ts';
import { stockProblems } from '../../testkit/scene.ts';
import { apply, orderAtGateway } from '../payments/paying.ts';
import { eventsOf, heldOrder, openShop, orderRow, sharedDatabase, shelf } from '../shop.ts';

const database = sharedDatabase();

test('a cancelled order gives its stock back and cannot be cancelled again', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 3 });
  const orderId = await heldOrder(pool, shop, { units: 2 });
  const cancel = () => cancelOrder({ pool }, { storeId: shop.storeId, orderId });

  const ends = await Promise.allSettled([cancel(), cancel()]);

  expect(ends.map((end) => end.status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(cancel()).rejects.toThrow(IllegalMoveError);
  expect(await orderRow(pool, orderId)).toMatchObject({ status: 'cancelled' });
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 3, held: 0 });
  expect(await eventsOf(pool, shop.storeId, 'order-cancelled')).toEqual([{ orderId }]);
});

test('a paid order cannot be cancelled; of a payment and a cancel at once one wins', async () => {
  const { pool } = database;
  for (let round = 0; round < 10; round += 1) {
    const shop = await openShop(pool, { units: 3 });
    const attempt = await orderAtGateway(pool, shop);

    const [applied, cancelled] = await Promise.allSettled([apply(pool, attempt), cancelOrder({ pool }, attempt)]);

    const isPaid = cancelled.status === 'rejected';
    expect(applied).toMatchObject({ value: { outcome: isPaid ? 'applied' : 'to_refund' } });
    expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: isPaid ? 'paid' : 'cancelled' });
    expect(await shelf(pool, shop.productId)).toEqual({ onHand: isPaid ? 1 : 3, held: 0 });
  }
  expect(await stockProblems(pool)).toEqual([]);
});

test("another store's order is not found", async () => {
  const { pool } = database;
  const mine = await openShop(pool);
  const theirs = await openShop(pool, { units: 3 });
  const orderId = await heldOrder(pool, theirs);
  const cancel = (id: string) => cancelOrder({ pool }, { storeId: mine.storeId, orderId: id });

  await expect(cancel(orderId)).rejects.toThrow(NotFoundError);
  await expect(cancel(randomUUID())).rejects.toThrow(NotFoundError);
  expect(await shelf(pool, theirs.productId)).toEqual({ onHand: 3, held: 1 });
});
