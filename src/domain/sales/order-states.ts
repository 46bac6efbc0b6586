import { IllegalMoveError } from '../errors.ts';

export const ORDER_STATES = ['pending', 'paid', 'expired', 'cancelled', 'refunded'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** Money moves an order forward, never back: `paid` may follow `expired`, because a payment can arrive late. */
const NEXT = {
  pending: ['paid', 'expired', 'cancelled'],
  expired: ['paid'],
  cancelled: [],
  paid: ['refunded'],
  refunded: [],
} as const satisfies Record<OrderState, readonly OrderState[]>;

/** @throws IllegalMoveError naming both states when the table does not allow the move. */
export function requireOrderMove(from: OrderState, to: OrderState): void {
  if (!(NEXT[from] as readonly OrderState[]).includes(to)) {
    throw new IllegalMoveError(
      `The order is ${from}; it cannot become ${to}. Look at the order again: it has changed.`,
    );
  }
}
