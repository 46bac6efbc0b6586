import { expect, test } from 'vitest';
import { lockProductsBySku } from '../../../src/domain/inventory/lock-products.ts';
import { type ShelfCount, setStock } from '../../../src/domain/inventory/set-stock.ts';
import { rowsOf, withTransaction } from '../../../src/platform/db/transaction.ts';
import { seedProduct, seedStore, stockProblems } from '../../testkit/scene.ts';
import { comment, eventsOf, openShop, place, sharedDatabase, shelf } from '../shop.ts';

const database = sharedDatabase();

const count = (storeId: string, counts: readonly ShelfCount[]) =>
  withTransaction(database.pool, async (sql) => {
    await lockProductsBySku(sql, { storeId, skus: counts.map(({ sku }) => sku) });
    return setStock(sql, { storeId, counts });
  });

test('a count makes the shelf hold what was counted, with a movement and an event for each difference', async () => {
  const { pool } = database;
  const { storeId, productId, sku } = await openShop(pool, { units: 5 });
  await seedProduct(pool, { storeId, sku: 'SAME', units: 3 });

  const short = await count(storeId, [
    { sku, onHandUnits: 8 },
    { sku: 'SAME', onHandUnits: 3 },
    { sku: 'NOWHERE', onHandUnits: 3 },
  ]);

  expect(short).toEqual([]);
  expect(await shelf(pool, productId)).toEqual({ onHand: 8, held: 0 });
  expect(await eventsOf(pool, storeId, 'stock-changed')).toEqual([{ productId, sku, onHandUnits: 8, heldUnits: 0 }]);
  expect(await stockProblems(pool)).toEqual([]);
});

test('a count that changes nothing tells nothing', async () => {
  const { storeId, sku } = await openShop(database.pool, { units: 5 });

  expect(await count(storeId, [{ sku, onHandUnits: 5 }])).toEqual([]);

  expect(await eventsOf(database.pool, storeId, 'stock-changed')).toEqual([]);
});

test('the first count of a product is its initial movement, the next difference an adjustment', async () => {
  const { pool } = database;
  const { storeId } = await seedStore(pool);
  const [product] = await rowsOf<{ id: string }>(
    pool,
    `INSERT INTO productos (tienda_id, sku, name, price, currency) VALUES ($1, 'NEW', 'New', 1, 'CLP') RETURNING id`,
    [storeId],
  );

  await count(storeId, [{ sku: 'NEW', onHandUnits: 4 }]);
  await count(storeId, [{ sku: 'NEW', onHandUnits: 1 }]);

  const movements = await rowsOf(
    pool,
    'SELECT reason, on_hand_delta AS units FROM stock_movements WHERE producto_id = $1 ORDER BY created_at, id',
    [product?.id],
  );
  expect(movements).toEqual([
    { reason: 'initial', units: 4 },
    { reason: 'adjustment', units: -3 },
  ]);
  const lives = await rowsOf(pool, 'SELECT live_id FROM events WHERE tienda_id = $1', [storeId]);
  expect(lives).toEqual([{ live_id: null }, { live_id: null }]);
});

test('one count below what buyers hold leaves all of them undone and names it', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 5 });
  const other = await seedProduct(pool, { storeId: shop.storeId, sku: 'OTHER', units: 5 });
  await place(pool, [await comment(pool, shop, { units: 3 })]);

  const short = await count(shop.storeId, [
    { sku: shop.sku, onHandUnits: 2 },
    { sku: 'OTHER', onHandUnits: 9 },
  ]);

  expect(short).toEqual([{ sku: shop.sku, heldUnits: 3 }]);
  expect(await shelf(pool, other)).toEqual({ onHand: 5, held: 0 });
  expect(await stockProblems(pool)).toEqual([]);
});

test('a count and claims at once never oversell', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 4 });
  const claims = await Promise.all([1, 2, 3, 4].map((second) => comment(pool, shop, { second })));

  await Promise.all([
    ...claims.map((claim) => place(pool, [claim])),
    count(shop.storeId, [{ sku: shop.sku, onHandUnits: 2 }]),
  ]);

  expect(await stockProblems(pool)).toEqual([]);
});
