import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import { sendReceipt } from '../../src/workers/order-paid.send-receipt.ts';
import { seedProduct } from '../testkit/scene.ts';
import { type DeliveryWorld, openDeliveryWorld } from './delivery-world.ts';

/** A buyer with a cart of one unit whose private message waits in the queue. */
async function openCart(world: DeliveryWorld) {
  const cart = await world.queue('private_reply', {
    totalMinor: 15_000,
    body: { text: 'Total', buttons: [{ kind: 'link', title: 'Pagar', url: 'https://shop.example/checkout/1' }] },
  });
  const { storeId } = world;
  const productId = await seedProduct(world.app.pool, { storeId });
  await rowsOf(
    world.app.pool,
    `INSERT INTO holds (tienda_id, producto_id, pedido_id, comment_id, quantity, unit_price) VALUES ($1, $2, $3, $4, 1, 15000)`,
    [storeId, productId, cart.orderId, cart.commentId],
  );
  return cart;
}

/** The order is paid and the step runs, twice as after a crash. Answers the id of the receipt. */
async function pay(world: DeliveryWorld, { orderId, buyerId }: { orderId: string | null; buyerId: string }) {
  await rowsOf(world.app.pool, `UPDATE pedidos SET status = 'paid' WHERE id = $1`, [orderId]);
  const event = {
    id: randomUUID(),
    cursor: '1',
    storeId: world.storeId,
    liveEventId: null,
    type: 'order-paid',
    version: 1,
    payload: { orderId, buyerId, amountMinor: '15000', currency: 'CLP' },
    occurredAt: new Date().toISOString(),
  };
  await sendReceipt.run(world.app, [event]);
  await sendReceipt.run(world.app, [event]);
  const { id } = await rowOf<{ id: string }>(
    world.app.pool,
    `SELECT id FROM messages WHERE kind = 'receipt' AND pedido_id = $1`,
    [orderId],
  );
  return id;
}

test('who paid by the link under the comment gets the receipt as the one private reply, and never the message that asks to pay', async () => {
  const world = await openDeliveryWorld();
  const cart = await openCart(world);

  const receipt = await pay(world, cart);
  await world.deliver([receipt, receipt]);
  await world.deliver([cart.id]);

  expect((await world.said()).map(({ kind, text }) => [kind, text])).toEqual([
    ['private_reply', expect.stringMatching(/15\.000/)],
  ]);
  expect(await world.message(receipt)).toMatchObject({ state: 'sent' });
  expect(await world.message(cart.id)).toMatchObject({ state: 'refused' });
});

test('a comment whose private reply is used up is not answered again: the receipt goes by the chat', async () => {
  const world = await openDeliveryWorld();
  const cart = await openCart(world);
  await world.deliver([cart.id]);
  await rowsOf(world.app.pool, 'UPDATE buyers SET psid = NULL WHERE id = $1', [cart.buyerId]);

  const receipt = await pay(world, cart);
  await world.deliver([receipt]);

  expect((await world.said()).map(({ kind }) => kind)).toEqual(['private_reply']);
  expect(await world.message(receipt)).toMatchObject({ state: 'refused', failure: expect.stringMatching(/no chat/) });
});
