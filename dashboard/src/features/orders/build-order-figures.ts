import type { OrderStatus } from '../../generated/graphql.ts';
import { sumMinor } from '../../lib/money.ts';

export type CountedOrder = { readonly status: OrderStatus; readonly total: { readonly amountMinor: string } };

/** Counts and sums of orders of one currency. `conversion` is paid to all that are settled, null before any is. */
export function buildOrderFigures(orders: readonly CountedOrder[]) {
  const pending = orders.filter(({ status }) => status === 'PENDING');
  const paid = orders.filter(({ status }) => status === 'PAID');
  const settled = orders.length - pending.length;
  return {
    pendingCount: pending.length,
    pendingMinor: sumMinor(pending.map(({ total }) => total.amountMinor)),
    paidCount: paid.length,
    paidMinor: sumMinor(paid.map(({ total }) => total.amountMinor)),
    conversion: settled === 0 ? null : paid.length / settled,
  };
}
