import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { planReminders } from '../messaging/plan-reminders.ts';

// A message that Facebook refused or lost starts the clock too: the seller sees it and may send the link by hand, and the
// next in line does not wait longer than behind any other buyer.
const START = `
UPDATE pedidos o SET awaits_message = false,
  hold_expires_at = least(o.hold_expires_at, coalesce(m.sent_at, clock_timestamp()) + $2::int * interval '1 millisecond')
FROM messages m
WHERE m.id = ANY($1::uuid[]) AND m.pedido_id = o.id AND o.awaits_message AND o.status = 'pending' RETURNING o.id`;

/**
 * Starts the clock of carts that the line filled, at the moment when Facebook accepted their message. Before that the
 * buyer could not know; `hold_expires_at` already bounds how long that may take. The reminder of its end
 * moves with it.
 */
export async function startClocks(
  sql: Sql,
  input: { readonly messageIds: readonly string[]; readonly holdTtlMs: number },
): Promise<void> {
  const started = await rowsOf<{ id: string }>(sql, START, [input.messageIds, input.holdTtlMs]);
  await planReminders(sql, { orderIds: started.map((order) => order.id) });
}
