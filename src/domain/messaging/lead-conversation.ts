import { recordEvents } from '../../events/record-events.ts';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowOf, rowsOf, type Sql } from '../../platform/db/transaction.ts';

// Whoever leads already goes on leading: only the end moves, and nothing is told again.
const TAKE_OVER = `
WITH before AS (SELECT id, taken_over_until > clock_timestamp() AS "isLed" FROM conversations WHERE id = $1 FOR NO KEY UPDATE)
UPDATE conversations v SET taken_over_until = clock_timestamp() + $2::int * interval '1 millisecond' FROM before
WHERE v.id = before.id
RETURNING v.tienda_id AS "storeId", coalesce("isLed", false) AS "wasLed",
  to_char(v.taken_over_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS until`;

/**
 * A person leads a conversation from now on: the bot says nothing in it until `takeOverMs` after the person's last words,
 * or until it is handed back. `sql` must be inside a transaction. `by` is null when they wrote at Facebook itself.
 */
export async function takeOverConversation(
  sql: Sql,
  input: { readonly conversationId: string; readonly by: string | null; readonly takeOverMs: number },
): Promise<void> {
  const { conversationId, by: actorId } = input;
  const led = await rowOf<{ storeId: string; wasLed: boolean; until: string }>(sql, TAKE_OVER, [
    conversationId,
    input.takeOverMs,
  ]);
  if (led.wasLed) return;
  const payload = { conversationId, until: led.until, from: actorId ? ('here' as const) : ('page-inbox' as const) };
  await recordEvents(sql, [{ storeId: led.storeId, liveEventId: null, type: 'conversation-taken-over', payload }]);
  await appendAudit(sql, led.storeId, [
    {
      actorId,
      action: 'conversation-taken-over',
      subjectType: 'Conversation',
      subjectId: conversationId,
      details: { from: payload.from },
    },
  ]);
}

/** The bot speaks again in a conversation. What it would have said in the meantime is not said later. */
export async function handBackConversation(sql: Sql, input: { readonly conversationId: string }): Promise<void> {
  const [freed] = await rowsOf<{ storeId: string }>(
    sql,
    `UPDATE conversations SET taken_over_until = NULL WHERE id = $1 AND taken_over_until > clock_timestamp()
     RETURNING tienda_id AS "storeId"`,
    [input.conversationId],
  );
  if (!freed) return;
  const payload = { conversationId: input.conversationId };
  await recordEvents(sql, [{ storeId: freed.storeId, liveEventId: null, type: 'conversation-handed-back', payload }]);
}
