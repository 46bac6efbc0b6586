import { expect, test } from 'vitest';
import { IllegalMoveError } from '../../../src/domain/errors.ts';
import { ORDER_STATES, type OrderState, requireOrderMove } from '../../../src/domain/sales/order-states.ts';

const ALLOWED = new Set(['pending>paid', 'pending>expired', 'pending>cancelled', 'expired>paid', 'paid>refunded']);
const pairs = ORDER_STATES.flatMap((from) => ORDER_STATES.map((to) => [from, to] as const));

const move = (from: OrderState, to: OrderState) => () => requireOrderMove(from, to);

test.each(pairs.filter(([from, to]) => ALLOWED.has(`${from}>${to}`)))(
  'an order that is %s may become %s',
  (from, to) => {
    expect(move(from, to)).not.toThrow();
  },
);

test.each(pairs.filter(([from, to]) => !ALLOWED.has(`${from}>${to}`)))(
  'an order that is %s may not become %s',
  (from, to) => {
    expect(move(from, to)).toThrow(
      new IllegalMoveError(`The order is ${from}; it cannot become ${to}. Look at the order again: it has changed.`),
    );
  },
);

test('every pair of states is decided', () => {
  expect(pairs).toHaveLength(25);
});
