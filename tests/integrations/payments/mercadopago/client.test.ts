import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMercadoPago } from '../../../../src/integrations/payments/mercadopago/client.ts';
import { testBreaker } from '../../../testkit/breaker.ts';
import { startFakeMercadoPago } from './fake-mercadopago.ts';

const CREDENTIALS = { accessToken: 'TEST-token' };

async function open() {
  const fake = await startFakeMercadoPago();
  return { fake, client: createMercadoPago({ baseUrl: fake.baseUrl, timeoutMs: 5_000, breaker: testBreaker() }) };
}

const request = {
  attemptId: '018f0000-0000-7000-8000-000000000001',
  title: 'Pedido 0001',
  amountMinor: 12_990n,
  currency: 'CLP',
  expiresAt: new Date('2026-11-20T15:30:00.000Z'),
  returnUrl: 'https://shop.example/checkout/abc',
  notificationUrl: 'https://shop.example/api/v1/webhooks/payments/mercadopago?store=s1',
} as const;

test('a checkout asks for one amount, once, settled at once, until the hold ends', async () => {
  const { fake, client } = await open();
  await using _ = fake;

  const checkout = await client.createCheckout(CREDENTIALS, request);

  expect(checkout).toEqual({ ref: 'pref-1', payUrl: 'https://pay.example/pref-1' });
  expect(fake.requests).toEqual([
    {
      method: 'POST',
      path: '/checkout/preferences',
      key: request.attemptId,
      body: {
        items: [{ id: request.attemptId, title: 'Pedido 0001', quantity: 1, currency_id: 'CLP', unit_price: 12_990 }],
        external_reference: request.attemptId,
        back_urls: { success: request.returnUrl, pending: request.returnUrl, failure: request.returnUrl },
        auto_return: 'approved',
        binary_mode: true,
        payment_methods: { excluded_payment_types: [{ id: 'ticket' }, { id: 'atm' }], installments: 1 },
        expires: true,
        expiration_date_to: '2026-11-20T15:30:00.000Z',
        notification_url: `${request.notificationUrl}&source_news=webhooks`,
      },
    },
  ]);
});

test('a repeated checkout of one attempt is the same page', async () => {
  const { fake, client } = await open();
  await using _ = fake;

  const answers = await Promise.all([1, 2].map(() => client.createCheckout(CREDENTIALS, request)));

  expect(answers[0]).toEqual(answers[1]);
  expect(fake.preferences.size).toBe(1);
});

test.each([
  [1_990n, 'MXN', 19.9],
  [435n, 'USD', 4.35],
  [1_599_000n, 'COP', 15_990],
])('%s minor units of %s are asked for as the number %s', async (amountMinor, currency, unitPrice) => {
  const { fake, client } = await open();
  await using _ = fake;

  await client.createCheckout(CREDENTIALS, { ...request, amountMinor, currency });

  expect(fake.requests[0]?.body).toMatchObject({ items: [{ unit_price: unitPrice }] });
});

test.each([
  [2n ** 53n + 1n, 'CLP'],
  [9_007_199_254_740_987n, 'USD'],
])(
  '%s minor units of %s, which a JSON number cannot hold, are refused before anybody is asked',
  async (amountMinor, currency) => {
    const { fake, client } = await open();
    await using _ = fake;

    const ask = client.createCheckout(CREDENTIALS, { ...request, amountMinor, currency });

    await expect(ask).rejects.toThrow(RangeError);
    expect(fake.requests).toEqual([]);
  },
);

test.each([
  ['pending', 'pending'],
  ['authorized', 'pending'],
  ['in_process', 'pending'],
  ['approved', 'approved'],
  ['in_mediation', 'approved'],
  ['rejected', 'rejected'],
  ['cancelled', 'rejected'],
  ['refunded', 'refunded'],
  ['charged_back', 'charged_back'],
  ['something_new', 'pending'],
])('a payment that is %s there is %s here', async (status, state) => {
  const { fake, client } = await open();
  await using _ = fake;
  fake.pay({ id: 77_000_111_222, status, external_reference: 'att', transaction_amount: 149.9, currency_id: 'MXN' });

  expect(await client.findPayment(CREDENTIALS, '77000111222')).toEqual({
    externalId: '77000111222',
    attemptId: 'att',
    state,
    amountMinor: 14_990n,
    currency: 'MXN',
  });
});

test('a payment that the gateway does not know is null, and one without reference has an empty one', async () => {
  const { fake, client } = await open();
  await using _ = fake;
  fake.pay({ id: 5 });

  expect(await client.findPayment(CREDENTIALS, '404')).toBeNull();
  expect(await client.findPayment(CREDENTIALS, '5')).toMatchObject({ attemptId: '' });
});

test('all payments of an attempt are found by our reference', async () => {
  const { fake, client } = await open();
  await using _ = fake;
  const attemptId = randomUUID();
  fake.pay({ id: 1, external_reference: attemptId, status: 'rejected' });
  fake.pay({ id: 2, external_reference: attemptId });
  fake.pay({ id: 3, external_reference: randomUUID() });

  const found = await client.findPaymentsOfAttempt(CREDENTIALS, attemptId);

  expect(found.map((payment) => payment.externalId)).toEqual(['1', '2']);
});

test('a refund repeats with the same key, and one of an unknown payment fails', async () => {
  const { fake, client } = await open();
  await using _ = fake;
  fake.pay({ id: 9 });

  await client.refund(CREDENTIALS, '9');
  await client.refund(CREDENTIALS, '9');

  expect([...fake.refundKeys]).toEqual(['refund-9']);
  expect(await client.findPayment(CREDENTIALS, '9')).toMatchObject({ state: 'refunded' });
  await expect(client.refund(CREDENTIALS, '404')).rejects.toThrow('does not know payment 404');
});

test('a refusal names the call and the status, and never the token', async () => {
  const { fake, client } = await open();
  await using _ = fake;

  const refused = client.findPayment({ accessToken: 'WRONG-secret' }, '1');

  await expect(refused).rejects.toThrow('Mercado Pago answered GET /v1/payments/1 with HTTP 401.');
  await expect(refused).rejects.not.toThrow('WRONG-secret');
});

test('an address without preferences, a fault and a silence are errors, not answers', async () => {
  const { fake, client } = await open();
  await using _ = fake;
  const elsewhere = createMercadoPago({
    baseUrl: `${fake.baseUrl}/elsewhere`,
    timeoutMs: 5_000,
    breaker: testBreaker(),
  });
  const hasty = createMercadoPago({ baseUrl: fake.baseUrl, timeoutMs: 50, breaker: testBreaker() });

  await expect(elsewhere.createCheckout(CREDENTIALS, request)).rejects.toThrow('does not know the address');
  expect(await elsewhere.findPaymentsOfAttempt(CREDENTIALS, 'x')).toEqual([]);
  fake.broken.status = 500;
  await expect(client.findPayment(CREDENTIALS, '1')).rejects.toThrow('HTTP 500');
  fake.broken.hangs = true;
  await expect(hasty.findPayment(CREDENTIALS, '1')).rejects.toThrow(/timeout/i);
});
