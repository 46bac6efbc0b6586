import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

// The ladder of §16.2.1 behind the first message: ten minutes before the stock goes back, half a day later, and shortly
// before the window of a buyer closes who acted at once. A cart that grows moves the first step, and only until it is taken.
const PLAN = `
INSERT INTO reminders AS r (tienda_id, pedido_id, step, due_at)
SELECT o.tienda_id, o.id, s.step, s.due_at
FROM pedidos o
CROSS JOIN LATERAL (VALUES
  ('hold_ends', o.hold_expires_at - interval '10 minutes'),
  ('cart_waits', o.created_at + interval '12 hours'),
  ('last_call', o.created_at + interval '23 hours')
) s (step, due_at)
WHERE o.id = ANY($1::uuid[]) AND o.status = 'pending' AND s.due_at > clock_timestamp()
ORDER BY o.id, s.step
ON CONFLICT (pedido_id, step) DO UPDATE SET due_at = EXCLUDED.due_at
  WHERE r.taken_at IS NULL AND r.due_at <> EXCLUDED.due_at`;

/** Writes down what an order's buyer is reminded of and when, each step once. */
export async function planReminders(sql: Sql, input: { readonly orderIds: readonly string[] }): Promise<void> {
  await rowsOf(sql, PLAN, [[...new Set(input.orderIds)]]);
}
