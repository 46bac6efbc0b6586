import { expect, test } from 'vitest';
import { buildOrderFigures } from '../../dashboard/src/features/orders/build-order-figures.ts';
import { buildOrderTimeline, type OrderDetail } from '../../dashboard/src/features/orders/build-order-timeline.ts';

const order = (status: Parameters<typeof buildOrderFigures>[0][number]['status'], amountMinor: string) => ({
  status,
  total: { amountMinor },
});

test('figures count what is open and what is paid, and how many of the closed ones were paid', () => {
  const figures = buildOrderFigures([
    order('PENDING', '100'),
    order('PAID', '200'),
    order('PAID', '300'),
    order('EXPIRED', '400'),
    order('CANCELLED', '1'),
  ]);
  expect(figures).toEqual({ pendingCount: 1, pendingMinor: '100', paidCount: 2, paidMinor: '500', conversion: 0.5 });
});

test('without a closed order there is no conversion', () => {
  expect(buildOrderFigures([order('PENDING', '1')]).conversion).toBeNull();
});

const hold = (over: Partial<OrderDetail['holds'][number]>): OrderDetail['holds'][number] => ({
  id: 'hold-1',
  state: 'ACTIVE',
  quantityUnits: 2,
  createdAt: '2026-05-01T20:00:00Z',
  expiresAt: '2026-05-01T20:30:00Z',
  endedAt: null,
  product: { sku: 'RED-M' },
  ...over,
});

test('the timeline tells holds, tries, reports and the payment in their order', () => {
  const amount = { amountMinor: '1', currency: 'CLP' };
  const entries = buildOrderTimeline({
    holds: [
      hold({ state: 'CONSUMED', endedAt: '2026-05-01T20:05:00Z' }),
      hold({ id: 'hold-2', state: 'EXPIRED', endedAt: '2026-05-01T20:04:00Z' }),
    ],
    attempts: [{ id: 'attempt-1', gateway: 'mercadopago', state: 'open', createdAt: '2026-05-01T20:03:00Z', amount }],
    payments: [
      {
        id: 'payment-1',
        gateway: 'mercadopago',
        externalId: '77',
        state: 'approved',
        outcome: 'paid',
        createdAt: '2026-05-01T20:05:00Z',
        amount,
      },
    ],
    paidAt: '2026-05-01T20:05:00Z',
  });
  expect(entries.map(({ kind }) => kind)).toEqual([
    'held',
    'held',
    'paymentStarted',
    'holdExpired',
    'paymentReported',
    'paid',
  ]);
  expect(entries[0]?.detail).toBe('2 × RED-M');
});

test('a hold that was let go is told apart from one that ran out', () => {
  const entries = buildOrderTimeline({
    holds: [hold({ state: 'RELEASED', endedAt: '2026-05-01T20:04:00Z' })],
    attempts: [],
    payments: [],
    paidAt: null,
  });
  expect(entries.map(({ kind }) => kind)).toEqual(['held', 'holdReleased']);
});
