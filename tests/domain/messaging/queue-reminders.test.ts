import { expect, test } from 'vitest';
import { planReminders } from '../../../src/domain/messaging/plan-reminders.ts';
import { queueBackInStock } from '../../../src/domain/messaging/queue-back-in-stock.ts';
import { queueReminders } from '../../../src/domain/messaging/queue-reminders.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { comment, heldOrder, openShop, place, runOut, sharedDatabase } from '../shop.ts';

const database = sharedDatabase();
type Step = 'hold_ends' | 'cart_waits' | 'last_call';

/** A held cart of a buyer who tapped a moment ago, with its ladder. */
async function openCart(given: { units?: number } = {}) {
  const { pool } = database;
  const shop = await openShop(pool, given);
  const claim = await comment(pool, shop);
  const [held] = await place(pool, [claim]);
  const orderId = held?.orderId ?? '';
  await rowsOf(pool, `UPDATE pedidos SET hold_expires_at = now() + interval '30 minutes' WHERE id = $1`, [orderId]);
  await rowsOf(pool, 'UPDATE buyers SET psid = $2 WHERE id = $1', [claim.buyerId, `psid-${claim.buyerId}`]);
  await rowsOf(pool, 'INSERT INTO conversations (tienda_id, buyer_id, last_inbound_at) VALUES ($1, $2, now())', [
    shop.storeId,
    claim.buyerId,
  ]);
  await planReminders(pool, { orderIds: [orderId] });
  return { ...shop, buyerId: claim.buyerId, orderId };
}
const makeDue = (orderId: string, step: Step) =>
  rowsOf(database.pool, `UPDATE reminders SET due_at = now() WHERE pedido_id = $1 AND step = $2`, [orderId, step]);
const remind = () => queueReminders({ pool: database.pool, baseUrl: 'https://shop.example' }, { limit: 100 });
const said = (orderId: string) =>
  rowsOf<{ kind: string; key: string; text: string; button: string | null }>(
    database.pool,
    `SELECT kind, dedupe_key AS key, body->>'text' AS text, body->'buttons'->0->>'url' AS button FROM messages
     WHERE pedido_id = $1 ORDER BY created_at`,
    [orderId],
  );
const expire = (orderId: string) =>
  rowsOf(database.pool, `UPDATE pedidos SET status = 'expired' WHERE id = $1`, [orderId]);

test('the ladder stands at ten minutes before the end of the hold, 12 and 23 hours; a growing cart moves the first step', async () => {
  const { orderId } = await openCart();
  const steps = () =>
    rowsOf<{ step: string; minutes: number }>(
      database.pool,
      `SELECT step, round(extract(epoch FROM r.due_at - o.created_at) / 60)::int AS minutes
       FROM reminders r JOIN pedidos o ON o.id = r.pedido_id WHERE o.id = $1 ORDER BY due_at`,
      [orderId],
    );
  expect(await steps()).toEqual([
    { step: 'hold_ends', minutes: 20 },
    { step: 'cart_waits', minutes: 720 },
    { step: 'last_call', minutes: 1_380 },
  ]);

  await rowsOf(
    database.pool,
    `UPDATE pedidos SET hold_expires_at = hold_expires_at + interval '5 minutes' WHERE id = $1`,
    [orderId],
  );
  await planReminders(database.pool, { orderIds: [orderId, orderId] });
  expect((await steps())[0]).toEqual({ step: 'hold_ends', minutes: 25 });
});

test('a step that is due is said once, with the link while the stock is held and without it afterwards', async () => {
  const { orderId } = await openCart();
  await makeDue(orderId, 'hold_ends');

  const answers = await Promise.all([remind(), remind(), remind()]);
  expect(answers.flatMap((answer) => answer.messageIds)).toHaveLength(1);
  await rowsOf(database.pool, `UPDATE reminders SET taken_at = NULL WHERE pedido_id = $1 AND step = 'hold_ends'`, [
    orderId,
  ]);
  await remind();
  await expire(orderId);
  await rowsOf(database.pool, 'UPDATE productos SET held = 0');
  await makeDue(orderId, 'cart_waits');
  await remind();

  expect(await said(orderId)).toEqual([
    {
      kind: 'reminder',
      key: `reminder:${orderId}:hold_ends`,
      text: expect.stringMatching(/30 minutos/),
      button: expect.stringMatching(/^https:\/\/shop\.example\/checkout\//),
    },
    {
      kind: 'reminder',
      key: `reminder:${orderId}:cart_waits`,
      text: expect.stringMatching(/reserva|apartado/),
      button: null,
    },
  ]);
});

test.each<readonly [string, Step, string]>([
  ['a paid order', 'hold_ends', `UPDATE pedidos SET status = 'paid' WHERE id = $1`],
  ['a cancelled order', 'cart_waits', `UPDATE pedidos SET status = 'cancelled' WHERE id = $1`],
  ['an expired hold', 'hold_ends', `UPDATE pedidos SET status = 'expired' WHERE id = $1`],
  ['a cart that is still held', 'cart_waits', `SELECT $1::uuid`],
  ['a buyer who has not acted for a day', 'hold_ends', SILENT(`last_inbound_at = now() - interval '24 hours'`)],
  ['a window that Meta calls closed', 'hold_ends', SILENT('window_closed_at = now()')],
  [
    'a buyer without a chat',
    'hold_ends',
    `UPDATE buyers SET psid = NULL WHERE id = (SELECT buyer_id FROM pedidos WHERE id = $1)`,
  ],
])('%s is not reminded at %s', async (_, step, change) => {
  const { orderId } = await openCart();
  await rowsOf(database.pool, change, [orderId]);
  await makeDue(orderId, step);

  const { messageIds, taken } = await remind();

  expect([messageIds.length, taken]).toEqual([0, 1]);
  expect(await said(orderId)).toEqual([]);
});

function SILENT(change: string): string {
  return `UPDATE conversations SET ${change} WHERE buyer_id = (SELECT buyer_id FROM pedidos WHERE id = $1)`;
}

test('nobody is reminded of what is sold out, or of what they have bought since', async () => {
  const soldOut = await openCart({ units: 1 });
  await expire(soldOut.orderId);
  const bought = await openCart();
  await expire(bought.orderId);
  await rowsOf(database.pool, 'UPDATE productos SET held = 0 WHERE id = $1', [bought.productId]);
  await heldOrder(database.pool, bought, { buyerId: bought.buyerId, second: 5 });
  for (const { orderId } of [soldOut, bought]) await makeDue(orderId, 'last_call');

  expect(await remind()).toEqual({ messageIds: [], taken: 2 });
});

test('what comes back is told once to those whose cart had run out before it was sold out, and to no more than it has units', async () => {
  const { pool } = database;
  const shop = await openCart({ units: 1 });
  const early = shop.orderId;
  await runOut(pool, early);
  await expire(early);
  await rowsOf(pool, 'UPDATE productos SET held = 0, stock = 2 WHERE id = $1', [shop.productId]);
  const products = [{ productId: shop.productId, soldOutAt: new Date(Date.now() + 1_000).toISOString() }];
  const before = [{ productId: shop.productId, soldOutAt: new Date(Date.now() - 60_000).toISOString() }];

  expect(await queueBackInStock(pool, { products: before })).toEqual([]);
  expect(await queueBackInStock(pool, { products })).toHaveLength(1);
  const rows = await rowsOf<{ text: string }>(
    pool,
    `SELECT body->>'text' AS text FROM messages WHERE dedupe_key = $1`,
    [`back:${early}:${shop.productId}`],
  );
  expect(rows).toEqual([{ text: expect.stringContaining('Product RED-M') }]);
  expect(await queueBackInStock(pool, { products })).toHaveLength(1);
  expect(await rowsOf(pool, `SELECT FROM messages WHERE dedupe_key LIKE $1`, [`back:${early}:%`])).toHaveLength(1);
  await rowsOf(pool, 'UPDATE productos SET stock = 0 WHERE id = $1', [shop.productId]);
  expect(await queueBackInStock(pool, { products })).toEqual([]);
});
