import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAYMENT_STATES } from '../../../src/domain/payments/gateway.ts';
import { stockProblems } from '../../testkit/scene.ts';
import { eventsOf, openShop, orderRow, PROPERTY_TIMEOUT_MS, sharedDatabase, shelf } from '../shop.ts';
import { apply, attemptState, openAttempt, orderAtGateway } from './paying.ts';

const database = sharedDatabase();

test('an approved payment makes the order paid, takes the units off the shelf and tells the log', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 5 });
  const attempt = await orderAtGateway(pool, shop);

  expect(await apply(pool, attempt)).toEqual({ outcome: 'applied', isNews: true });

  expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'paid' });
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 3, held: 0 });
  expect(await eventsOf(pool, shop.storeId, 'order-paid')).toMatchObject([
    { orderId: attempt.orderId, amountMinor: '2000', currency: 'CLP' },
  ]);
  expect(await attemptState(pool, attempt.attemptId)).toBe('paid');
});

test('the same payment told by ten processes at once is applied once', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 5 });
  const attempt = await orderAtGateway(pool, shop);

  const answers = await Promise.all(Array.from({ length: 10 }, () => apply(pool, attempt)));

  expect(answers.map((answer) => answer?.outcome)).toEqual(Array(10).fill('applied'));
  expect(answers.filter((answer) => answer?.isNews)).toHaveLength(1);
  expect(await eventsOf(pool, shop.storeId, 'order-paid')).toHaveLength(1);
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 3, held: 0 });
});

test('of two approved payments of one order exactly one is applied and the other goes back', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 5 });
  const first = await orderAtGateway(pool, shop);
  await apply(pool, first, { externalId: `no-${first.attemptId}`, state: 'rejected' });
  const second = { ...first, attemptId: await openAttempt(pool, first.orderId) };
  expect(second.attemptId).not.toBe(first.attemptId);

  const answers = await Promise.all([apply(pool, first), apply(pool, second)]);

  expect(answers.map((answer) => answer?.outcome).sort()).toEqual(['applied', 'to_refund']);
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 3, held: 0 });
  expect(await eventsOf(pool, shop.storeId, 'order-paid')).toHaveLength(1);
});

test.each([
  ['too little', { amountMinor: 1_999n }],
  ['too much', { amountMinor: 2_001n }],
  ['another currency', { currency: 'USD' }],
])('money of %s is not applied and goes back', async (_, wrong) => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 5 });
  const attempt = await orderAtGateway(pool, shop);

  expect(await apply(pool, attempt, wrong)).toEqual({ outcome: 'to_refund', isNews: true });

  expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'pending' });
  expect(await shelf(pool, shop.productId)).toEqual({ onHand: 5, held: 2 });
  expect(await apply(pool, attempt, { externalId: 'right' })).toMatchObject({ outcome: 'applied' });
});

test('a rejection tells the buyer and leaves the order to another try', async () => {
  const { pool } = database;
  const shop = await openShop(pool, { units: 5 });
  const attempt = await orderAtGateway(pool, shop);

  expect(await apply(pool, attempt, { state: 'rejected' })).toEqual({ outcome: 'none', isNews: true });

  expect(await eventsOf(pool, shop.storeId, 'payment-rejected')).toEqual([
    { orderId: attempt.orderId, gateway: 'mercadopago' },
  ]);
  expect(await attemptState(pool, attempt.attemptId)).toBe('rejected');
  expect(await apply(pool, attempt, { externalId: `second-${attempt.attemptId}` })).toMatchObject({
    outcome: 'applied',
  });
  expect(await attemptState(pool, attempt.attemptId)).toBe('paid');
});

test('a rejection that arrives after another payment won does not reopen the attempt', async () => {
  const { pool } = database;
  const attempt = await orderAtGateway(pool, await openShop(pool, { units: 5 }));
  await apply(pool, attempt);

  await apply(pool, attempt, { externalId: `late-${attempt.attemptId}`, state: 'rejected' });

  expect(await attemptState(pool, attempt.attemptId)).toBe('paid');
  expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'paid' });
});

test('a pending payment changes nothing that the buyer sees', async () => {
  const { pool } = database;
  const attempt = await orderAtGateway(pool, await openShop(pool, { units: 5 }));

  expect(await apply(pool, attempt, { state: 'pending' })).toEqual({ outcome: 'none', isNews: true });

  expect(await attemptState(pool, attempt.attemptId)).toBe('created');
  expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'pending' });
});

test.each(['refunded', 'charged_back'] as const)(
  'money that is %s makes the order refunded and leaves its units sold',
  async (state) => {
    const { pool } = database;
    const shop = await openShop(pool, { units: 5 });
    const attempt = await orderAtGateway(pool, shop);
    await apply(pool, attempt);

    expect(await apply(pool, attempt, { state })).toEqual({ outcome: 'refunded', isNews: true });
    await apply(pool, attempt, { state: 'charged_back' });

    expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'refunded' });
    expect(await shelf(pool, shop.productId)).toEqual({ onHand: 3, held: 0 });
    expect(await eventsOf(pool, shop.storeId, 'payment-refunded')).toHaveLength(1);
    expect(await attemptState(pool, attempt.attemptId)).toBe(state);
  },
);

test('the refund of a second payment leaves the order and its attempt paid', async () => {
  const { pool } = database;
  const attempt = await orderAtGateway(pool, await openShop(pool, { units: 5 }));
  await apply(pool, attempt);
  const second = { externalId: `second-${attempt.attemptId}` };
  expect(await apply(pool, attempt, second)).toMatchObject({ outcome: 'to_refund' });

  expect(await apply(pool, attempt, { ...second, state: 'refunded' })).toMatchObject({ outcome: 'refunded' });

  expect(await orderRow(pool, attempt.orderId)).toMatchObject({ status: 'paid' });
  expect(await attemptState(pool, attempt.attemptId)).toBe('paid');
});

test.each(['', 'not-a-uuid', '018f0000-0000-7000-8000-000000000000'])(
  'a payment whose reference is "%s" belongs to nobody',
  async (attemptId) => {
    const { pool } = database;
    const attempt = await orderAtGateway(pool, await openShop(pool, { units: 5 }));

    expect(await apply(pool, attempt, { attemptId })).toBeNull();
  },
);

test("a payment that names another store's attempt is not applied", async () => {
  const { pool } = database;
  const mine = await orderAtGateway(pool, await openShop(pool, { units: 5 }));
  const theirs = await orderAtGateway(pool, await openShop(pool, { units: 5 }));

  expect(await apply(pool, { ...theirs, storeId: mine.storeId })).toBeNull();

  expect(await orderRow(pool, theirs.orderId)).toMatchObject({ status: 'pending' });
});

test(
  'whatever the gateway tells of two payments, in whatever order and however often, nothing moves backwards',
  async () => {
    const { pool } = database;
    const RANK = { pending: 0, paid: 1, refunded: 2 } as Readonly<Record<string, number>>;
    const word = fc.record({ payment: fc.constantFrom('a', 'b'), state: fc.constantFrom(...PAYMENT_STATES) });
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 10 }), fc.boolean(), async (words, isAtOnce) => {
        const shop = await openShop(pool, { units: 5 });
        const attempt = await orderAtGateway(pool, shop);
        const tell = ({ payment, state }: (typeof words)[number]) =>
          apply(pool, attempt, { externalId: `${payment}-${attempt.attemptId}`, state });
        if (isAtOnce) await Promise.all(words.map(tell));
        let rank = -1;
        for (const each of words) {
          await tell(each);
          const { status } = await orderRow(pool, attempt.orderId);
          expect(RANK[status]).toBeGreaterThanOrEqual(rank);
          rank = RANK[status] ?? 9;
        }
        const paid = await eventsOf(pool, shop.storeId, 'order-paid');
        expect(paid.length).toBe(rank > 0 ? 1 : 0);
        expect(await shelf(pool, shop.productId)).toEqual(rank > 0 ? { onHand: 3, held: 0 } : { onHand: 5, held: 2 });
      }),
      { numRuns: 40 },
    );
    expect(await stockProblems(pool)).toEqual([]);
  },
  PROPERTY_TIMEOUT_MS,
);
