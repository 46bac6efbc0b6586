import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { NotFoundError, OutOfStockError } from '../../../src/domain/errors.ts';
import { adjustStock } from '../../../src/domain/inventory/adjust-stock.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { seedProduct, seedStore, stockProblems } from '../../testkit/scene.ts';
import { comment, eventsOf, openShop, place, sharedDatabase, shelf } from '../shop.ts';

const database = sharedDatabase();

test('units come and go with a movement and an event each', async () => {
  const { pool } = database;
  const { storeId, productId, sku } = await openShop(pool, { units: 5 });

  await adjustStock({ pool }, { storeId, productId, deltaUnits: 7 });
  await adjustStock({ pool }, { storeId, productId, deltaUnits: -2 });

  expect(await shelf(pool, productId)).toEqual({ onHand: 10, held: 0 });
  expect(await eventsOf(pool, storeId, 'stock-changed')).toEqual([
    { productId, sku, onHandUnits: 12, heldUnits: 0 },
    { productId, sku, onHandUnits: 10, heldUnits: 0 },
  ]);
  expect(await stockProblems(pool)).toEqual([]);
});

test('what buyers hold cannot be taken away', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 5 });
  await place(pool, [await comment(pool, shop, { units: 3 })]);
  const take = (units: number) => adjustStock({ pool }, { ...shop, deltaUnits: -units });

  await expect(take(3)).rejects.toThrow(new OutOfStockError({ sku: shop.sku, leftUnits: 2 }));
  await take(2);

  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 3, held: 3 });
});

test('of ten who take the last units at once, all but one are told what is left', async () => {
  const { pool } = database;
  for (let round = 0; round < 10; round += 1) {
    const shop = await openShop(pool, { units: 5 });
    const take = () => adjustStock({ pool }, { ...shop, deltaUnits: -3 });

    const ends = await Promise.allSettled(Array.from({ length: 10 }, take));

    const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(refusals).toEqual(Array(9).fill(new OutOfStockError({ sku: shop.sku, leftUnits: 2 })));
  }
  expect(await stockProblems(pool)).toEqual([]);
});

test("another store's product is not found", async () => {
  const { pool } = database;
  const mine = await openShop(pool);
  const theirs = await openShop(pool);
  const adjust = (productId: string) => adjustStock({ pool }, { storeId: mine.storeId, productId, deltaUnits: 1 });

  await expect(adjust(theirs.productId)).rejects.toThrow(NotFoundError);
  await expect(adjust(randomUUID())).rejects.toThrow(NotFoundError);
});

test('the event belongs to the running live, and to none when nothing is live', async () => {
  const { pool } = database;
  const { storeId } = await seedStore(pool);
  const productId = await seedProduct(pool, { storeId });
  const shop = await openShop(pool);

  await adjustStock({ pool }, { storeId, productId, deltaUnits: 1 });
  await adjustStock({ pool }, { ...shop, deltaUnits: 1 });

  const liveOf = async (id: string) =>
    (await rowsOf<{ live_id: string | null }>(pool, 'SELECT live_id FROM events WHERE tienda_id = $1', [id]))[0]
      ?.live_id;
  expect(await liveOf(storeId)).toBeNull();
  expect(await liveOf(shop.storeId)).toBe(shop.liveEventId);
});
