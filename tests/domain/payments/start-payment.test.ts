import { expect, test } from 'vitest';
import { IllegalMoveError, NotFoundError } from '../../../src/domain/errors.ts';
import { startPayment } from '../../../src/domain/payments/start-payment.ts';
import { cancelOrder } from '../../../src/domain/sales/cancel-order.ts';
import { rowOf, rowsOf } from '../../../src/platform/db/transaction.ts';
import { eventsOf, heldOrder, openShop, orderRow, runOut, sharedDatabase } from '../shop.ts';
import { CREDENTIALS, instantGateway } from './instant-gateway.ts';
import { apply, attemptState } from './paying.ts';

const database = sharedDatabase();

async function cart() {
  const { pool } = database;
  const shop = await openShop(pool, { units: 5 });
  const orderId = await heldOrder(pool, shop, { units: 2 });
  const gateway = instantGateway();
  const { token } = await orderRow(pool, orderId);
  const press = (given = gateway) =>
    startPayment(
      { pool, gateway: given, credentials: CREDENTIALS, baseUrl: 'https://shop.example' },
      { checkoutToken: token },
    );
  return { ...shop, orderId, gateway, token, press };
}

const attemptsOf = (orderId: string) =>
  rowsOf<{ id: string; state: string; pay_url: string | null; gateway_ref: string | null }>(
    database.pool,
    'SELECT id, state, pay_url, gateway_ref FROM payment_attempts WHERE pedido_id = $1 ORDER BY created_at, id',
    [orderId],
  );

test('pressing "pay" asks the gateway for the whole amount, until the hold ends, and comes back here', async () => {
  const { orderId, storeId, gateway, token, press } = await cart();

  expect(await press()).toEqual({ payUrl: 'https://pay.example/1' });

  const [attempt] = await attemptsOf(orderId);
  const order = await rowOf<{ ends: Date }>(
    database.pool,
    'SELECT hold_expires_at AS ends FROM pedidos WHERE id = $1',
    [orderId],
  );
  expect(gateway.asked).toEqual([
    {
      attemptId: attempt?.id,
      title: `Pedido ${orderId.slice(-6).toUpperCase()}`,
      amountMinor: 2_000n,
      currency: 'CLP',
      expiresAt: order.ends,
      returnUrl: `https://shop.example/checkout/${token}`,
      notificationUrl: `https://shop.example/api/v1/webhooks/payments/mercadopago?store=${storeId}`,
    },
  ]);
  expect(await eventsOf(database.pool, storeId, 'payment-started')).toEqual([
    { orderId, attemptId: attempt?.id, gateway: 'mercadopago', amountMinor: '2000', currency: 'CLP' },
  ]);
});

test('pressing again leads to the same page without asking the gateway', async () => {
  const { orderId, gateway, press } = await cart();
  const first = await press();

  expect(await press()).toEqual(first);

  expect(gateway.asked).toHaveLength(1);
  expect(await attemptsOf(orderId)).toHaveLength(1);
});

test('five presses at once open one attempt, ask with one key, and lead to one page', async () => {
  const { orderId, storeId, gateway, press } = await cart();

  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => press()));

  expect(new Set(answers.map((answer) => answer.payUrl)).size).toBe(1);
  const [attempt, ...others] = await attemptsOf(orderId);
  expect(others).toEqual([]);
  expect(new Set(gateway.asked.map((request) => request.attemptId))).toEqual(new Set([attempt?.id]));
  expect(attempt?.pay_url).toBe(answers[0]?.payUrl);
  expect(attempt?.gateway_ref).toBe(`pref-${attempt?.pay_url?.split('/').at(-1)}`);
  expect(await eventsOf(database.pool, storeId, 'payment-started')).toHaveLength(1);
});

test('two presses that both reach the gateway lead to the page that was kept first', async () => {
  const { orderId, gateway, press } = await cart();
  const bothAsked = Promise.withResolvers<void>();
  const slow = {
    ...gateway,
    async createCheckout(...request: Parameters<typeof gateway.createCheckout>) {
      const answer = await gateway.createCheckout(...request);
      if (gateway.asked.length === 2) bothAsked.resolve();
      await bothAsked.promise;
      return answer;
    },
  };

  const answers = await Promise.all([press(slow), press(slow)]);

  expect(gateway.asked.map((request) => request.attemptId)).toEqual(Array(2).fill(gateway.asked[0]?.attemptId));
  const [attempt] = await attemptsOf(orderId);
  expect(answers).toEqual(Array(2).fill({ payUrl: attempt?.pay_url }));
  expect(attempt?.gateway_ref).toBe(`pref-${attempt?.pay_url?.split('/').at(-1)}`);
});

test('when the gateway does not answer, the next press asks again for the same attempt', async () => {
  const { orderId, gateway, press } = await cart();
  const silent = { ...instantGateway(), createCheckout: () => Promise.reject(new Error('no answer')) };
  await expect(press(silent)).rejects.toThrow('no answer');
  expect(await attemptsOf(orderId)).toMatchObject([{ state: 'created', pay_url: null }]);

  await press();

  const attempts = await attemptsOf(orderId);
  expect(attempts).toMatchObject([{ state: 'created', pay_url: 'https://pay.example/1' }]);
  expect(gateway.asked.map((request) => request.attemptId)).toEqual(attempts.map((attempt) => attempt.id));
});

test('after a rejection the next press opens a new attempt', async () => {
  const { orderId, storeId, press } = await cart();
  const { pool } = database;
  const first = await press();
  const [attempt] = await attemptsOf(orderId);
  const attemptId = attempt?.id ?? '';
  await apply(pool, { orderId, attemptId, storeId }, { state: 'rejected' });

  expect(await press()).not.toEqual(first);

  expect(await attemptsOf(orderId)).toHaveLength(2);
  expect(await attemptState(pool, attemptId)).toBe('rejected');
});

test('each gateway has an attempt of its own', async () => {
  const { orderId, press } = await cart();

  await press();
  await press({ ...instantGateway(), name: 'flow' });

  expect(await attemptsOf(orderId)).toHaveLength(2);
});

test('an order whose time is over is not paid for, swept or not', async () => {
  const { orderId, gateway, press } = await cart();
  await runOut(database.pool, orderId);

  await expect(press()).rejects.toThrow(
    new IllegalMoveError('The order is expired; it cannot be paid. Comment again to order.'),
  );
  expect(gateway.asked).toEqual([]);
});

test('a cancelled order is not paid for, and neither is an unknown one', async () => {
  const { orderId, storeId, press } = await cart();
  await cancelOrder({ pool: database.pool }, { orderId, storeId });
  const deps = { pool: database.pool, gateway: instantGateway(), credentials: CREDENTIALS, baseUrl: '' };

  await expect(press()).rejects.toThrow('The order is cancelled');
  await expect(startPayment(deps, { checkoutToken: 'nobody' })).rejects.toThrow(NotFoundError);
});
