import type { PAUSE_REASONS } from '../../events/catalog.ts';
import { recordEvents } from '../../events/record-events.ts';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowOf, rowsOf, type Sql } from '../../platform/db/transaction.ts';

export type PauseReason = (typeof PAUSE_REASONS)[number];

const PAUSE = `
INSERT INTO bot_pauses (tienda_id, live_id, reason, detail, paused_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tienda_id, live_id) WHERE resumed_at IS NULL DO NOTHING RETURNING id`;

/**
 * Stops the bot of a store, or of one of its lives: from the commit on no message that it wrote leaves, those already on
 * their way to Facebook excepted. Stopping twice changes nothing. `sql` must be inside a transaction; call it last.
 * `by` is the person who did it, null when the system did. Answers the id of the pause that now holds.
 */
export async function pauseBot(
  sql: Sql,
  input: {
    readonly storeId: string;
    readonly liveEventId: string | null;
    readonly reason: PauseReason;
    readonly detail?: string | null;
    readonly by: string | null;
  },
): Promise<string> {
  const { storeId, liveEventId, reason, by: actorId } = input;
  const detail = input.detail?.slice(0, 500) ?? null;
  const [paused] = await rowsOf<{ id: string }>(sql, PAUSE, [storeId, liveEventId, reason, detail, actorId]);
  if (!paused) {
    const running = `SELECT id FROM bot_pauses WHERE tienda_id = $1 AND live_id IS NOT DISTINCT FROM $2 AND resumed_at IS NULL`;
    return (await rowOf<{ id: string }>(sql, running, [storeId, liveEventId])).id;
  }
  await recordEvents(sql, [
    { storeId, liveEventId, type: 'bot-paused', payload: { pauseId: paused.id, reason, detail } },
  ]);
  await appendAudit(sql, storeId, [
    {
      actorId,
      action: 'bot-paused',
      subjectType: liveEventId ? 'LiveEvent' : 'Store',
      subjectId: liveEventId ?? storeId,
      details: { reason, detail },
    },
  ]);
  return paused.id;
}
