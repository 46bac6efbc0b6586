import { expect, test } from 'vitest';
import { placeHolds } from '../../../src/domain/inventory/place-holds.ts';
import { seedProduct, stockProblems } from '../../testkit/scene.ts';
import { comment, HOLD_TTL_MS, openShop, place, sharedDatabase, shelf } from '../shop.ts';

const database = sharedDatabase();

test('200 claims at once on 50 units sell exactly 50', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 50 });
  const claims = await Promise.all(Array.from({ length: 200 }, (_, second) => comment(pool, shop, { second })));

  const results = (await Promise.all(claims.map((claim) => place(pool, [claim])))).flat();

  expect(results.filter((result) => result.held)).toHaveLength(50);
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 50, held: 50 });
  expect(await stockProblems(pool)).toEqual([]);
});

test('batches that name the same products and buyers in opposite order do not lock each other out', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 1_000 });
  const blue = await seedProduct(pool, { storeId: shop.storeId, units: 1_000 });
  const buyers = [await comment(pool, shop), await comment(pool, shop)];
  const batch = async (isReversed: boolean) => {
    const claims = await Promise.all(
      [shop.productId, blue].flatMap((productId) =>
        buyers.map(({ buyerId }) => comment(pool, shop, { buyerId, productId })),
      ),
    );
    return isReversed ? claims.reverse() : claims;
  };
  const batches = await Promise.all(Array.from({ length: 24 }, (_, place) => batch(place % 2 === 1)));

  // Without the transaction helper, which would hide a deadlock by trying again.
  const answers = await Promise.all(
    batches.map(async (claims) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const results = await placeHolds({ sql: client, holdTtlMs: HOLD_TTL_MS }, claims);
        await client.query('COMMIT');
        return results;
      } finally {
        client.release();
      }
    }),
  );

  expect(answers.flat().filter((result) => result.held)).toHaveLength(24 * 4);
  expect(await stockProblems(pool)).toEqual([]);
});
