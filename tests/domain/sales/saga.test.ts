import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { IllegalMoveError } from '../../../src/domain/errors.ts';
import { endHolds, type HoldEnd } from '../../../src/domain/inventory/end-holds.ts';
import { promoteWaitlist } from '../../../src/domain/inventory/promote-waitlist.ts';
import { leaveLine } from '../../../src/domain/inventory/release-units.ts';
import { retakeHolds } from '../../../src/domain/inventory/retake-holds.ts';
import { claimMessages } from '../../../src/domain/messaging/claim-messages.ts';
import { pauseBot } from '../../../src/domain/messaging/pause-bot.ts';
import { queueMessages } from '../../../src/domain/messaging/queue-messages.ts';
import { dropWithheld, releaseWithheld } from '../../../src/domain/messaging/release-withheld.ts';
import type { SendResult } from '../../../src/domain/messaging/send-message.ts';
import { settleMessages } from '../../../src/domain/messaging/settle-messages.ts';
import { blockBuyer } from '../../../src/domain/sales/block-buyer.ts';
import { cancelOrder } from '../../../src/domain/sales/cancel-order.ts';
import { expireOrders } from '../../../src/domain/sales/expire-orders.ts';
import { mayMove, requireMove, SAGA } from '../../../src/domain/sales/saga.ts';
import { rowsOf, withTransaction } from '../../../src/platform/db/transaction.ts';
import { messageRow, openChat } from '../messaging/chat.ts';
import { apply, orderAtGateway } from '../payments/paying.ts';
import { comment, HOLD_TTL_MS, heldOrder, openShop, orderRow, place, runOut, sharedDatabase } from '../shop.ts';

const database = sharedDatabase();
const NAMES = ['order', 'hold', 'waitlist', 'message', 'payment'] as const;

test.each(NAMES)('every pair of states of a %s is allowed by the table or refused by name', (what) => {
  const { states, moves } = SAGA[what] as { states: readonly string[]; moves: readonly { from: string; to: string }[] };
  for (const from of states)
    for (const to of states) {
      const move = () => requireMove(what, from as never, to as never);
      if (moves.some((one) => one.from === from && one.to === to)) expect(move).not.toThrow();
      else expect(move).toThrow(IllegalMoveError);
    }
  const pairs = moves.map(({ from, to }) => `${from} > ${to}`);
  expect(new Set(pairs).size).toBe(pairs.length);
});

test('an illegal move says what it was', () => {
  expect(() => requireMove('order', 'paid', 'cancelled')).toThrow(
    new IllegalMoveError('The order is paid; it cannot become cancelled. Look at the order again: it has changed.'),
  );
});

const set = (table: string, column: string, id: string, state: string) =>
  rowsOf(database.pool, `UPDATE ${table} SET ${column} = $2 WHERE id = $1`, [id, state]);
const legal = (error: unknown) => {
  if (!(error instanceof IllegalMoveError)) throw error;
};

test.each(SAGA.order.states)('an order that is %s moves in the database as the table says', async (from) => {
  const { pool } = database;
  const deeds = {
    expired: async (order: { orderId: string }) => {
      await runOut(pool, order.orderId);
      await expireOrders({ pool }, { limit: 100 });
    },
    cancelled: (order: { orderId: string; storeId: string }) => cancelOrder({ pool }, order).catch(legal),
    paid: (order: Parameters<typeof apply>[1]) => apply(pool, order),
    refunded: async (order: Parameters<typeof apply>[1]) => {
      await rowsOf(
        pool,
        `INSERT INTO payments (tienda_id, pedido_id, attempt_id, gateway, external_id, amount_minor, currency, state, outcome)
         VALUES ($1, $2, $3, 'mercadopago', $4, 2000, 'CLP', 'approved', 'applied')`,
        [order.storeId, order.orderId, order.attemptId, `pay-${order.attemptId}`],
      );
      await apply(pool, order, { state: 'refunded' });
    },
  };
  for (const to of ['expired', 'cancelled', 'paid', 'refunded'] as const) {
    const order = await orderAtGateway(pool, await openShop(pool));
    if (from === 'expired') await deeds.expired(order);
    else await set('pedidos', 'status', order.orderId, from);

    await deeds[to](order);

    expect((await orderRow(pool, order.orderId)).status, `${from} > ${to}`).toBe(
      mayMove('order', from, to) ? to : from,
    );
  }
});

test.each(SAGA.hold.states)('a hold that is %s moves in the database as the table says', async (from) => {
  const { pool } = database;
  for (const to of ['consumed', 'expired', 'released'] as const) {
    const orderId = await heldOrder(pool, await openShop(pool));
    if (from !== 'active')
      await withTransaction(pool, (sql) => endHolds(sql, { orderIds: [orderId], end: from as HoldEnd }));

    await withTransaction(pool, async (sql) => {
      await endHolds(sql, { orderIds: [orderId], end: to });
      if (to === 'consumed') await retakeHolds(sql, orderId);
    });

    const [hold] = await rowsOf<{ state: string }>(pool, 'SELECT state FROM holds WHERE pedido_id = $1', [orderId]);
    expect(hold?.state, `${from} > ${to}`).toBe(from === to || mayMove('hold', from, to) ? to : from);
  }
});

test.each(SAGA.waitlist.states)('a place in line that is %s moves in the database as the table says', async (from) => {
  const { pool } = database;
  for (const to of ['promoted', 'left'] as const) {
    const shop = await openShop(pool, { units: 0 });
    await place(pool, [await comment(pool, shop)]);
    const entry = async () =>
      (
        await rowsOf<{ id: string; state: string }>(
          pool,
          'SELECT id, state FROM waitlist_entries WHERE producto_id = $1',
          [shop.productId],
        )
      )[0] ?? { id: '', state: '' };
    const { id } = await entry();
    await set('waitlist_entries', 'state', id, from);
    await rowsOf(pool, 'UPDATE productos SET stock = 1 WHERE id = $1', [shop.productId]);

    if (to === 'left') await leaveLine(pool, [{ id, units: 1 }]);
    else await promoteWaitlist({ pool, holdTtlMs: HOLD_TTL_MS }, { productIds: [shop.productId] });

    expect((await entry()).state, `${from} > ${to}`).toBe(mayMove('waitlist', from, to) ? to : from);
  }
});

const RESULTS: Readonly<Record<string, SendResult>> = {
  sent: { state: 'sent', externalId: 'm1', psid: null },
  refused: { state: 'refused', reason: 'No.' },
  unknown: { state: 'unknown', reason: 'Lost.' },
  withheld: { state: 'withheld', reason: 'Stopped.', pauseId: '' },
  queued: { state: 'again', reason: 'Later.', isDoubtful: false },
};

test.each(SAGA.message.states)('a message that is %s moves in the database as the table says', async (from) => {
  const { pool } = database;
  const chat = await openChat(pool);
  const pauseId = await withTransaction(pool, (sql) =>
    pauseBot(sql, { storeId: chat.storeId, liveEventId: null, reason: 'seller', by: null }),
  );
  const others: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
    'queued > refused': () =>
      blockBuyer({ pool }, { storeId: chat.storeId, buyerId: chat.buyerId, actorId: randomUUID() }),
    'withheld > queued': () => releaseWithheld({ pool, holdTtlMs: 1, staleReplyMs: 1 }, { pauseId }),
    'withheld > refused': (id) => dropWithheld(pool, { pauseId, messageIds: [id], reason: 'No.' }),
  };
  for (const to of ['sending', 'withheld', 'sent', 'unknown', 'queued', 'refused'] as const) {
    const [id = ''] = await queueMessages(pool, [chat.message('notice')]);
    const [message] = await claimMessages(pool, [id]);
    if (!message) throw new Error('The message was not taken.');
    await set('messages', 'state', id, from);

    await rowsOf(pool, 'UPDATE messages SET withheld_by = $2 WHERE id = $1', [id, pauseId]);
    const other = others[`${from} > ${to}`];
    if (other) await other(id);
    else if (to === 'sending') await claimMessages(pool, [id]);
    else await settleMessages(pool, [{ message, result: { ...RESULTS[to], pauseId } as SendResult }]);

    expect((await messageRow(pool, id)).state, `${from} > ${to}`).toBe(mayMove('message', from, to) ? to : from);
  }
});

test.each(SAGA.payment.states)('a payment that is %s moves in the database as the table says', async (from) => {
  const { pool } = database;
  for (const to of SAGA.payment.states) {
    const order = await orderAtGateway(pool, await openShop(pool));
    await apply(pool, order, { state: from });
    const applied = await apply(pool, order, { state: to });

    const [payment] = await rowsOf<{ state: string }>(pool, 'SELECT state FROM payments WHERE pedido_id = $1', [
      order.orderId,
    ]);
    expect(applied?.isNews, `${from} > ${to}`).toBe(mayMove('payment', from, to));
    expect(payment?.state, `${from} > ${to}`).toBe(mayMove('payment', from, to) ? to : from);
  }
});
