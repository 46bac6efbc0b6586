import { expect, test } from 'vitest';
import { settlePayment } from '../../../src/domain/payments/settle-payment.ts';
import { createMercadoPago } from '../../../src/integrations/payments/mercadopago/client.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { createMetrics } from '../../../src/platform/metrics/metrics.ts';
import { createMasterKeys } from '../../../src/platform/vault/master-keys.ts';
import { createVault } from '../../../src/platform/vault/vault.ts';
import { startFakeMercadoPago } from '../../integrations/payments/mercadopago/fake-mercadopago.ts';
import { testBreaker } from '../../testkit/breaker.ts';
import { eventsOf, openShop, orderRow, sharedDatabase } from '../shop.ts';
import { orderAtGateway } from './paying.ts';

const database = sharedDatabase();
let nextPaymentId = 1_000;

async function open() {
  const { pool } = database;
  const fake = await startFakeMercadoPago();
  const attempt = await orderAtGateway(pool, await openShop(pool, { units: 5 }));
  const metrics = createMetrics('test');
  const deps = {
    pool,
    gateways: { mercadopago: createMercadoPago({ baseUrl: fake.baseUrl, timeoutMs: 5_000, breaker: testBreaker() }) },
    vault: createVault({ pool, masterKeys: createMasterKeys(['0123456789abcdef'.repeat(4)]) }),
    installationCredentials: { mercadopago: { accessToken: 'TEST-token' } },
    metrics,
  };
  nextPaymentId += 1;
  const id = nextPaymentId;
  const settle = (gateway = 'mercadopago') =>
    settlePayment(deps, { storeId: attempt.storeId, gateway, externalId: String(id) });
  const pay = (given: Partial<Parameters<typeof fake.pay>[0]> = {}) =>
    fake.pay({ id, external_reference: attempt.attemptId, ...given });
  return { fake, attempt, deps, pay, settle, id };
}

async function outcomeOf(id: number): Promise<string | undefined> {
  const [row] = await rowsOf<{ outcome: string }>(
    database.pool,
    'SELECT outcome FROM payments WHERE external_id = $1',
    [String(id)],
  );
  return row?.outcome;
}

test('a hint moves the order by what the gateway says, and counts once however often it comes', async () => {
  const { fake, attempt, deps, pay, settle } = await open();
  await using _ = fake;
  pay();

  expect(await settle()).toBe('settled');
  expect(await settle()).toBe('settled');

  expect(await orderRow(database.pool, attempt.orderId)).toMatchObject({ status: 'paid' });
  const { values } = await deps.metrics.payments.get();
  expect(values.map(({ value, labels }) => [labels.outcome, value])).toEqual([['applied', 1]]);
  expect(fake.refundKeys.size).toBe(0);
});

test('a hint about a payment that the gateway does not know yet is to be asked again', async () => {
  const { fake, pay, settle } = await open();
  await using _ = fake;

  expect(await settle()).toBe('unknown-payment');
  pay();
  expect(await settle()).toBe('settled');
});

test('without credentials or without the gateway nothing is known', async () => {
  const { fake, deps, attempt, settle } = await open();
  await using _ = fake;
  const off = { ...deps, installationCredentials: {} };

  expect(await settle('flow')).toBe('unknown-payment');
  expect(await settlePayment(off, { storeId: attempt.storeId, gateway: 'mercadopago', externalId: '1' })).toBe(
    'unknown-payment',
  );
  expect(fake.requests).toEqual([]);
});

test('money that cannot be used goes back by itself, once', async () => {
  const { fake, attempt, pay, settle, id } = await open();
  await using _ = fake;
  pay({ transaction_amount: 1_000 });

  expect(await settle()).toBe('settled');
  await settle();

  expect([...fake.refundKeys]).toEqual([`refund-${id}`]);
  expect(fake.requests.filter((request) => request.method === 'POST')).toHaveLength(1);
  expect(await outcomeOf(id)).toBe('refunded');
  expect(await orderRow(database.pool, attempt.orderId)).toMatchObject({ status: 'pending' });
  expect(await eventsOf(database.pool, attempt.storeId, 'payment-refunded')).toHaveLength(1);
});

test('a refund whose answer was lost is asked for again with the same key', async () => {
  const { fake, pay, settle, deps, attempt, id } = await open();
  await using _ = fake;
  pay({ currency_id: 'USD' });
  const failing = {
    ...deps.gateways.mercadopago,
    refund: () => Promise.reject(new Error('The connection was cut.')),
  };
  await expect(
    settlePayment(
      { ...deps, gateways: { mercadopago: failing } },
      { storeId: attempt.storeId, gateway: 'mercadopago', externalId: String(id) },
    ),
  ).rejects.toThrow('The connection was cut.');
  expect(await outcomeOf(id)).toBe('to_refund');

  await settle();

  expect([...fake.refundKeys]).toEqual([`refund-${id}`]);
  expect(await outcomeOf(id)).toBe('refunded');
});

test('a refund that the gateway does not show yet stays to be refunded until it does', async () => {
  const { fake, pay, settle, id } = await open();
  await using _ = fake;
  pay({ transaction_amount: 1 });
  fake.broken.hidesRefunded = true;
  await settle();
  expect(await outcomeOf(id)).toBe('to_refund');

  fake.broken.hidesRefunded = false;
  await settle();

  expect(await outcomeOf(id)).toBe('refunded');
});

test("a payment that names nobody's attempt is left alone", async () => {
  const { fake, pay, settle, id } = await open();
  await using _ = fake;
  pay({ external_reference: 'made elsewhere' });

  expect(await settle()).toBe('settled');

  expect(await outcomeOf(id)).toBeUndefined();
  expect(fake.refundKeys.size).toBe(0);
});
