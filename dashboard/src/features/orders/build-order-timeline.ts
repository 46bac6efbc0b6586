import type { OrderDetailQuery } from '../../generated/graphql.ts';

export type OrderDetail = NonNullable<OrderDetailQuery['order']>;

/** One moment in the life of an order; `detail` is what the log says beside it. */
export type TimelineEntry = {
  readonly key: string;
  readonly at: string;
  readonly kind: 'held' | 'holdReleased' | 'holdExpired' | 'paymentStarted' | 'paymentReported' | 'paid';
  readonly detail: string;
};

/** What happened to an order, the oldest first. */
export function buildOrderTimeline(
  order: Pick<OrderDetail, 'holds' | 'attempts' | 'payments' | 'paidAt'>,
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (const hold of order.holds) {
    const detail = `${hold.quantityUnits} × ${hold.product.sku}`;
    entries.push({ key: `${hold.id} placed`, at: hold.createdAt, kind: 'held', detail });
    if (!hold.endedAt || hold.state === 'CONSUMED') continue;
    entries.push({
      key: `${hold.id} ended`,
      at: hold.endedAt,
      kind: hold.state === 'EXPIRED' ? 'holdExpired' : 'holdReleased',
      detail,
    });
  }
  for (const attempt of order.attempts) {
    entries.push({ key: attempt.id, at: attempt.createdAt, kind: 'paymentStarted', detail: attempt.gateway });
  }
  for (const payment of order.payments) {
    const detail = `${payment.gateway} ${payment.externalId} · ${payment.state}`;
    entries.push({ key: payment.id, at: payment.createdAt, kind: 'paymentReported', detail });
  }
  if (order.paidAt) entries.push({ key: 'paid', at: order.paidAt, kind: 'paid', detail: '' });
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
