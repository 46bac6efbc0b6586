import { expect, test } from 'vitest';
import type { Revision } from '../../../src/domain/inventory/plan-revision.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { seedProduct, stockProblems } from '../../testkit/scene.ts';
import { openAttempt } from '../payments/paying.ts';
import {
  comment,
  eventsOf,
  openShop,
  orderRow,
  place,
  revise,
  revision,
  type Shop,
  sharedDatabase,
  shelf,
} from '../shop.ts';

const database = sharedDatabase();

/** A buyer who holds units of the red M; the shop also has the blue M. */
async function claimed(given: { red?: number; blue?: number; units?: number } = {}) {
  const { pool } = database;
  const shop = await openShop(pool, { units: given.red ?? 3 });
  const blue = await seedProduct(pool, {
    storeId: shop.storeId,
    sku: 'BLUE-M',
    units: given.blue ?? 3,
    priceMinor: 700n,
  });
  const claim = await comment(pool, shop, { units: given.units ?? 1 });
  const [result] = await place(pool, [claim]);
  const { buyerId } = claim;
  const say = (wish: Partial<Revision> & { second?: number }) => revision(pool, shop, { buyerId, ...wish });
  const swap = (units = 1) =>
    say({ items: [{ productId: blue, quantityUnits: units }], removedProductIds: [shop.productId] });
  const count = (quantityUnits: number, second = 30) =>
    say({ second, items: [{ productId: shop.productId, quantityUnits }] });
  const cancel = (given: Partial<Revision> & { second?: number } = {}) =>
    say({ intent: 'cancel', items: [{ productId: shop.productId, quantityUnits: 1 }], ...given });
  return { shop, blue, claim, buyerId, orderId: result?.orderId ?? '', say, swap, count, cancel };
}

async function linesOf(orderId: string) {
  return rowsOf<{ sku: string; quantity: number }>(
    database.pool,
    `SELECT p.sku, i.quantity FROM pedido_items i JOIN productos p ON p.id = i.producto_id WHERE i.pedido_id = $1 ORDER BY p.sku`,
    [orderId],
  );
}

const refusals = async ({ storeId }: Shop) =>
  (await eventsOf(database.pool, storeId, 'revision-refused')).map(({ reason, productName }) => [reason, productName]);

async function waiting(commentId: string) {
  return rowsOf<{ state: string; quantity: number }>(
    database.pool,
    'SELECT state, quantity FROM waitlist_entries WHERE comment_id = $1',
    [commentId],
  );
}

test('"mejor la azul" swaps in the same cart, and the old goes back to the shelf', async () => {
  const { pool } = database;
  const { shop, blue, orderId, swap } = await claimed();

  await revise(pool, [await swap(2)]);

  expect(await linesOf(orderId)).toEqual([{ sku: 'BLUE-M', quantity: 2 }]);
  expect(await orderRow(pool, orderId)).toMatchObject({ status: 'pending', total: '1400' });
  expect([await shelf(pool, shop.productId), await shelf(pool, blue)]).toEqual([
    { onHand: 3, held: 0 },
    { onHand: 3, held: 2 },
  ]);
  const [changed] = await eventsOf(pool, shop.storeId, 'hold-changed');
  expect(changed).toMatchObject({
    orderId,
    cart: { totalMinor: '1400', lines: [{ sku: 'BLUE-M', quantityUnits: 2 }] },
  });
  expect((await eventsOf(pool, shop.storeId, 'hold-placed')).map((event) => event.cause)).toEqual([
    'claim',
    'revision',
  ]);
  expect(await stockProblems(pool)).toEqual([]);
});

test('when the new is out of stock the buyer keeps the old, and nobody is put in line', async () => {
  const { pool } = database;
  const { shop, orderId, swap } = await claimed({ blue: 1 });
  const wish = await swap(2);

  await revise(pool, [wish]);

  expect(await linesOf(orderId)).toEqual([{ sku: 'RED-M', quantity: 1 }]);
  expect(await waiting(wish.commentId)).toEqual([]);
  expect(await refusals(shop)).toEqual([['out_of_stock', 'Product BLUE-M']]);
  expect(await eventsOf(pool, shop.storeId, 'hold-changed')).toEqual([]);
});

test('a swap for two things of which one is missing changes nothing', async () => {
  const { pool } = database;
  const { shop, blue, orderId, say } = await claimed();
  const green = await seedProduct(pool, { storeId: shop.storeId, units: 0 });

  await revise(pool, [
    await say({
      items: [blue, green].map((productId) => ({ productId, quantityUnits: 1 })),
      removedProductIds: [shop.productId],
    }),
  ]);

  expect(await linesOf(orderId)).toEqual([{ sku: 'RED-M', quantity: 1 }]);
  expect(await shelf(pool, blue)).toEqual({ onHand: 3, held: 0 });
  expect(await orderRow(pool, orderId)).toMatchObject({ status: 'pending', total: '1000' });
  expect((await refusals(shop)).map(([reason]) => reason)).toEqual(['out_of_stock']);
});

test('"que sean 5" takes what there is, and the rest waits in line and comes when stock returns', async () => {
  const { pool } = database;
  const { shop, orderId, count } = await claimed({ red: 3, units: 1 });
  const wish = await count(5);

  await revise(pool, [wish]);

  expect(await linesOf(orderId)).toEqual([{ sku: 'RED-M', quantity: 3 }]);
  expect(await waiting(wish.commentId)).toEqual([{ state: 'waiting', quantity: 2 }]);

  await revise(pool, [await count(4, 40)]);
  expect(await waiting(wish.commentId)).toEqual([{ state: 'waiting', quantity: 1 }]);
  await rowsOf(pool, 'UPDATE productos SET stock = stock + 1 WHERE id = $1', [shop.productId]);
  await rowsOf(
    pool,
    `INSERT INTO stock_movements (tienda_id, producto_id, reason, on_hand_delta) VALUES ($1, $2, 'adjustment', 1)`,
    [shop.storeId, shop.productId],
  );
  await place(pool, [await comment(pool, shop, { second: 50 })]);

  expect(await linesOf(orderId)).toEqual([{ sku: 'RED-M', quantity: 4 }]);
  expect(await waiting(wish.commentId)).toEqual([{ state: 'promoted', quantity: 1 }]);
  expect(await stockProblems(pool)).toEqual([]);
});

test('"mejor solo 1" gives the others back, the newest first, also what still waits', async () => {
  const { pool } = database;
  const { shop, buyerId, orderId, count } = await claimed({ red: 3, units: 2 });
  const more = await comment(pool, shop, { buyerId, second: 10 });
  const late = await comment(pool, shop, { buyerId, second: 20, units: 4 });
  await place(pool, [more, late]);

  await revise(pool, [await count(1)]);

  expect(await linesOf(orderId)).toEqual([{ sku: 'RED-M', quantity: 1 }]);
  expect(await waiting(late.commentId)).toEqual([{ state: 'left', quantity: 4 }]);
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 3, held: 1 });
  const holds = await rowsOf(pool, 'SELECT quantity, state FROM holds WHERE pedido_id = $1 ORDER BY id', [orderId]);
  expect(holds).toEqual([
    { quantity: 1, state: 'active' },
    { quantity: 1, state: 'released' },
  ]);
  expect(await stockProblems(pool)).toEqual([]);
});

test('the same number again changes nothing and is answered', async () => {
  const { pool } = database;
  const { shop, orderId, count } = await claimed({ units: 2 });

  await revise(pool, [await count(2)]);

  expect(await linesOf(orderId)).toEqual([{ sku: 'RED-M', quantity: 2 }]);
  expect(await eventsOf(pool, shop.storeId, 'hold-changed')).toHaveLength(1);
});

test('"ya no" of one thing leaves the rest of the cart; of the last it cancels the order, which keeps its lines', async () => {
  const { pool } = database;
  const { shop, blue, buyerId, orderId, cancel } = await claimed();
  await place(pool, [await comment(pool, shop, { buyerId, productId: blue, second: 5 })]);

  await revise(pool, [await cancel()]);

  expect(await linesOf(orderId)).toEqual([{ sku: 'BLUE-M', quantity: 1 }]);
  const [first] = await eventsOf(pool, shop.storeId, 'hold-cancelled');
  expect(first).toMatchObject({ orderId, released: [{ sku: 'RED-M', quantityUnits: 1 }], cart: { totalMinor: '700' } });

  await revise(pool, [await cancel({ second: 40, items: [], isWholeCart: true })]);

  expect(await orderRow(pool, orderId)).toMatchObject({ status: 'cancelled', total: '700' });
  expect(await linesOf(orderId)).toEqual([{ sku: 'BLUE-M', quantity: 1 }]);
  expect((await eventsOf(pool, shop.storeId, 'hold-cancelled'))[1]).toMatchObject({ orderId, cart: null });
  expect(await eventsOf(pool, shop.storeId, 'order-cancelled')).toEqual([{ orderId }]);
  expect(await shelf(pool, blue)).toEqual({ onHand: 3, held: 0 });
});

test('what was bought at two prices is given back at each', async () => {
  const { pool } = database;
  const { shop, buyerId, orderId, count } = await claimed({ red: 9, units: 2 });
  await rowsOf(pool, 'UPDATE productos SET price = 600 WHERE id = $1', [shop.productId]);
  await place(pool, [await comment(pool, shop, { buyerId, second: 5, units: 3 })]);

  await revise(pool, [await count(1)]);

  expect(await orderRow(pool, orderId)).toMatchObject({ total: '1000' });
});

test('freed units go to the next in line', async () => {
  const { pool } = database;
  const { shop, cancel } = await claimed({ red: 1 });
  const next = await comment(pool, shop, { second: 10 });
  await place(pool, [next]);

  await revise(pool, [await cancel()]);
  await place(pool, [await comment(pool, shop, { second: 40 })]);

  expect((await eventsOf(pool, shop.storeId, 'hold-placed')).at(-1)).toMatchObject({
    commentId: next.commentId,
    cause: 'line',
  });
});

test('a revision counts once, however often it comes and from how many processes', async () => {
  const { pool } = database;
  const { shop, orderId, count } = await claimed({ red: 9 });
  const wish = await count(3);

  await Promise.all(Array.from({ length: 8 }, () => revise(pool, [wish])));

  expect(await linesOf(orderId)).toEqual([{ sku: 'RED-M', quantity: 3 }]);
  expect(await eventsOf(pool, shop.storeId, 'hold-changed')).toHaveLength(1);
});

test('comments that arrive in the wrong order end where the last one said', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 9 });
  const claim = await comment(pool, shop);
  const { buyerId } = claim;
  const items = (quantityUnits: number) => [{ productId: shop.productId, quantityUnits }];
  const early = await revision(pool, shop, { buyerId, second: 10, items: items(5) });
  const late = await revision(pool, shop, { buyerId, second: 20, items: items(2) });

  await revise(pool, [late]);
  await revise(pool, [early]);
  await place(pool, [claim]);

  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 9, held: 2 });

  const other = await comment(pool, shop);
  const { buyerId: otherId } = other;
  const again = await comment(pool, shop, { buyerId: otherId, second: 40, units: 3 });
  await revise(pool, [await revision(pool, shop, { buyerId: otherId, intent: 'cancel', isWholeCart: true })]);
  await place(pool, [again, other]);
  await revise(pool, [await revision(pool, shop, { buyerId: otherId, second: 30, items: items(1) })]);

  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 9, held: 2 + 3 + 1 });
});

test('a change of what ran out meanwhile, or never was held, claims what is wanted now', async () => {
  const { pool } = database;
  const { shop, blue, buyerId } = await claimed();
  const other = await comment(pool, shop, { second: 5 });
  const green = await seedProduct(pool, { storeId: shop.storeId, units: 0 });
  await place(pool, [{ ...other, productId: green }]);
  const wish = await revision(pool, shop, {
    buyerId: other.buyerId,
    items: [{ productId: blue, quantityUnits: 1 }],
    removedProductIds: [green],
  });

  await revise(pool, [wish]);

  expect(await shelf(pool, blue)).toEqual({ onHand: 3, held: 1 });
  expect(await waiting(other.commentId)).toEqual([{ state: 'left', quantity: 1 }]);
  expect(buyerId).not.toBe(other.buyerId);
});

test('what is being paid does not change: neither by a change nor by a cancel', async () => {
  const { pool } = database;
  const { shop, orderId, swap, cancel } = await claimed();
  await openAttempt(pool, orderId);

  await revise(pool, [await swap()]);
  await revise(pool, [await cancel({ second: 40 })]);

  expect(await refusals(shop)).toEqual([
    ['paying', null],
    ['paying', null],
  ]);
  expect(await linesOf(orderId)).toEqual([{ sku: 'RED-M', quantity: 1 }]);
});

test('who holds nothing of it is told to the seller only, and a place in line is simply left', async () => {
  const { pool } = database;
  const { shop, blue, claim, cancel } = await claimed({ red: 0 });

  await revise(pool, [await cancel({ items: [{ productId: blue, quantityUnits: 1 }] })]);
  expect(await refusals(shop)).toEqual([['nothing_held', null]]);

  await revise(pool, [await cancel({ second: 40 })]);
  expect(await waiting(claim.commentId)).toEqual([{ state: 'left', quantity: 1 }]);
  expect(await eventsOf(pool, shop.storeId, 'hold-cancelled')).toMatchObject([{ orderId: null, cart: null }]);
});

test('a limit of the store holds for changes too', async () => {
  const { pool } = database;
  const { shop, orderId, count, say, blue } = await claimed({ red: 9, blue: 9 });
  await rowsOf(pool, 'UPDATE tiendas SET max_units_per_product = 4 WHERE id = $1', [shop.storeId]);

  await revise(pool, [await count(5)]);
  await revise(pool, [
    await say({ second: 40, items: [{ productId: blue, quantityUnits: 6 }], removedProductIds: [shop.productId] }),
  ]);

  expect(await linesOf(orderId)).toEqual([{ sku: 'RED-M', quantity: 1 }]);
  expect(await refusals(shop)).toEqual([
    ['over_limit', 'Product RED-M'],
    ['over_limit', 'Product BLUE-M'],
  ]);
  expect((await eventsOf(pool, shop.storeId, 'claim-refused')).map((event) => event.reason)).toEqual([
    'product_limit',
    'product_limit',
  ]);
});
