import { expect, test } from 'vitest';
import { adjustStock } from '../../../src/domain/inventory/adjust-stock.ts';
import { promoteWaitlist } from '../../../src/domain/inventory/promote-waitlist.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { seedProduct, stockProblems } from '../../testkit/scene.ts';
import { comment, eventsOf, HOLD_TTL_MS, openShop, place, type Shop, sharedDatabase, shelf } from '../shop.ts';

const database = sharedDatabase();

/** A shop whose product is sold out, and a line of comments that each want so many units. */
async function lineOf(wishes: readonly number[]) {
  const { pool } = database;
  const shop = await openShop(pool, { units: 0 });
  const claims = await Promise.all(wishes.map((units, second) => comment(pool, shop, { units, second })));
  await place(pool, [...claims].reverse());
  return { shop, claims };
}

const deliver = ({ storeId, productId }: Shop, deltaUnits: number) =>
  adjustStock({ pool: database.pool }, { storeId, productId, deltaUnits });
const promote = ({ productId }: Shop) =>
  promoteWaitlist({ pool: database.pool, holdTtlMs: HOLD_TTL_MS }, { productIds: [productId] });

async function statesOf(claims: readonly { commentId: string }[]) {
  const rows = await rowsOf<{ state: string }>(
    database.pool,
    'SELECT state FROM waitlist_entries WHERE comment_id = ANY($1::uuid[]) ORDER BY commented_at',
    [claims.map((claim) => claim.commentId)],
  );
  return rows.map((row) => row.state);
}

test('units that come back go to the line in the order of its comments, each with its hold and one event', async () => {
  const { shop, claims } = await lineOf([1, 2, 1, 1]);
  await deliver(shop, 4);

  expect(await promote(shop)).toBe(3);

  expect(await statesOf(claims)).toEqual(['promoted', 'promoted', 'promoted', 'waiting']);
  const holds = await eventsOf(database.pool, shop.storeId, 'hold-placed');
  expect(holds.map((hold) => hold.commentId).sort()).toEqual(
    claims
      .slice(0, 3)
      .map((claim) => claim.commentId)
      .sort(),
  );
  expect(await shelf(database.pool, shop.productId)).toEqual({ onHand: 4, held: 4 });
});

test('one who wants more than is left keeps the place and lets the smaller ones pass, also beyond a long line', async () => {
  const { shop, claims } = await lineOf([9, 2, 2, 2, 1]);
  await deliver(shop, 3);

  expect(await promote(shop)).toBe(2);
  expect(await statesOf(claims)).toEqual(['waiting', 'promoted', 'waiting', 'waiting', 'promoted']);

  await deliver(shop, 9);
  expect(await promote(shop)).toBe(1);
  expect(await statesOf(claims)).toEqual(['promoted', 'promoted', 'waiting', 'waiting', 'promoted']);
});

test('promoted from five processes at once, everyone gets one hold and one event', async () => {
  const { shop, claims } = await lineOf([1, 1, 1, 1, 1, 1]);
  await deliver(shop, 4);

  const counts = await Promise.all([1, 2, 3, 4, 5].map(() => promote(shop)));

  expect(counts.reduce((sum, count) => sum + count)).toBe(4);
  expect(await statesOf(claims)).toEqual([...Array(4).fill('promoted'), 'waiting', 'waiting']);
  expect(await eventsOf(database.pool, shop.storeId, 'hold-placed')).toHaveLength(4);
  expect(await stockProblems(database.pool)).toEqual([]);
});

test('a promotion extends the cart that the buyer has open in the live', async () => {
  const { pool } = database;
  const { shop, claims } = await lineOf([2]);
  const blue = await seedProduct(pool, { storeId: shop.storeId, units: 5, priceMinor: 50n });
  const [waiting] = claims;
  const [open] = await place(pool, [await comment(pool, shop, { buyerId: waiting?.buyerId ?? '', productId: blue })]);
  await deliver(shop, 2);

  await promote(shop);

  const [hold] = (await eventsOf(pool, shop.storeId, 'hold-placed')).slice(-1);
  expect(hold).toMatchObject({ orderId: open?.orderId, orderTotalMinor: '2050', quantityUnits: 2 });
});

test('without free units, without a line, and for no product nobody is promoted', async () => {
  const { pool } = database;
  const { shop } = await lineOf([1]);
  const deps = { pool, holdTtlMs: HOLD_TTL_MS };

  expect(await promote(shop)).toBe(0);
  expect(await promote(await openShop(pool))).toBe(0);
  expect(await promoteWaitlist(deps, { productIds: [] })).toBe(0);
});

test('who said STOP buys what there is, but does not stand in line: nobody could tell them that it is their turn', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 1 });
  const claim = await comment(pool, shop);
  const late = await comment(pool, shop, { buyerId: claim.buyerId, second: 1 });
  await rowsOf(pool, 'UPDATE buyers SET opted_out_at = clock_timestamp() WHERE id = $1', [claim.buyerId]);

  expect(await place(pool, [claim, late])).toMatchObject([{ held: true }, { held: false }]);

  expect(await statesOf([late])).toEqual(['left']);
  expect(await eventsOf(pool, shop.storeId, 'claim-waitlisted')).toEqual([]);
  await deliver(shop, 1);
  expect(await promote(shop)).toBe(0);
  expect(await place(pool, [late])).toEqual([]);
});
