import { expect, test } from 'vitest';
import { createOrder } from '../../../src/domain/sales/create-order.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { seedLive, seedProduct } from '../../testkit/scene.ts';
import { openAttempt } from '../payments/paying.ts';
import { comment, eventsOf, openShop, place, type Shop, sharedDatabase, shelf } from '../shop.ts';

const database = sharedDatabase();

async function limited(set: string): Promise<Shop> {
  const shop = await openShop(database.pool, { units: 50 });
  await rowsOf(database.pool, `UPDATE tiendas SET ${set} WHERE id = $1`, [shop.storeId]);
  return shop;
}

const reasons = async ({ storeId }: Shop) =>
  (await eventsOf(database.pool, storeId, 'claim-refused')).map((event) => event.reason);

test('nobody gets more of a product in a live than the store allows, however the claims arrive', async () => {
  const { pool } = database;
  const shop = await limited('max_units_per_product = 3');
  const first = await comment(pool, shop, { units: 2 });
  const { buyerId } = first;
  const greedy = await comment(pool, shop, { units: 2, second: 1, buyerId });
  const modest = await comment(pool, shop, { units: 1, second: 2, buyerId });

  await place(pool, [modest, greedy, first]);
  await place(pool, [first, greedy, modest]);

  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 50, held: 3 });
  expect(await reasons(shop)).toEqual(['product_limit']);
  const refused = await rowsOf(pool, 'SELECT quantity, reason FROM refused_claims WHERE comment_id = $1', [
    greedy.commentId,
  ]);
  expect(refused).toEqual([{ quantity: 2, reason: 'product_limit' }]);

  await place(pool, [await comment(pool, { ...shop, liveEventId: await seedLive(pool, shop) }, { units: 3, buyerId })]);
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 50, held: 6 });
});

test('a live has its limit for all products together, places in line included', async () => {
  const { pool } = database;
  const shop = await limited('max_units_per_live = 4');
  const blue = await seedProduct(pool, { storeId: shop.storeId, units: 0 });
  const first = await comment(pool, shop, { units: 2 });
  const { buyerId } = first;
  await place(pool, [first, await comment(pool, shop, { units: 2, buyerId, productId: blue, second: 1 })]);

  await place(pool, [await comment(pool, shop, { units: 1, buyerId, second: 2 })]);

  expect(await reasons(shop)).toEqual(['live_limit']);
});

test('who leaves carts unpaid in live after live gets no further one, but may go on filling the open ones', async () => {
  const { pool } = database;
  const shop = await limited('max_open_carts = 2');
  const first = await comment(pool, shop);
  const { buyerId } = first;
  const [held] = await place(pool, [first]);
  await openAttempt(pool, held?.orderId ?? '');
  await place(pool, [await comment(pool, shop, { buyerId, second: 1 })]);
  const elsewhere = { ...shop, liveEventId: await seedLive(pool, shop) };

  await place(pool, [
    await comment(pool, elsewhere, { buyerId, second: 2 }),
    await comment(pool, shop, { buyerId, second: 3 }),
  ]);

  expect(await reasons(shop)).toEqual(['cart_limit']);
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 50, held: 3 });
});

test('the comments of a blocked buyer claim nothing; those of others, and orders by hand, do', async () => {
  const { pool } = database;
  const shop = await openShop(pool);
  const blocked = await comment(pool, shop);
  await rowsOf(pool, 'UPDATE buyers SET blocked_at = now() WHERE id = $1', [blocked.buyerId]);

  const results = await place(pool, [blocked, await comment(pool, shop, { second: 1 })]);

  expect(results.map((result) => result.held)).toEqual([true]);
  expect(await reasons(shop)).toEqual(['blocked']);
  const items = [{ sku: shop.sku, quantityUnits: 1 }];
  await createOrder({ pool, holdTtlMs: 60_000 }, { storeId: shop.storeId, customerFbId: blocked.customerFbId, items });
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 10, held: 2 });
});
