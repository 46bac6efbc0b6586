import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { IllegalMoveError } from '../errors.ts';
import { dropWithheld } from './release-withheld.ts';

const RESUME = `
UPDATE bot_pauses SET resumed_at = clock_timestamp(), resumed_by = $3
WHERE tienda_id = $1 AND live_id IS NOT DISTINCT FROM $2 AND resumed_at IS NULL RETURNING id`;

const DROPPED = 'The seller dropped it when the bot went on.';

/**
 * Lets the bot of a store, or of one of its lives, go on. What was withheld leaves once, as far as it still makes sense
 * (release-withheld), unless the seller drops all of it or some.
 * Answers the id of the pause that ended.
 * @throws IllegalMoveError when the bot is not stopped there.
 */
export async function resumeBot(
  deps: { readonly pool: Pool },
  input: {
    readonly storeId: string;
    readonly liveEventId: string | null;
    readonly by: string;
    readonly dropAll: boolean;
    readonly dropMessageIds: readonly string[];
  },
): Promise<string> {
  const { storeId, liveEventId } = input;
  return withTransaction(deps.pool, async (sql) => {
    const [pause] = await rowsOf<{ id: string }>(sql, RESUME, [storeId, liveEventId, input.by]);
    if (!pause)
      throw new IllegalMoveError('The bot is not stopped here. It may be stopped for the whole store, or for a live.');
    const which = input.dropAll ? null : input.dropMessageIds;
    const dropped = await dropWithheld(sql, { pauseId: pause.id, messageIds: which, reason: DROPPED });
    await recordEvents(sql, [{ storeId, liveEventId, type: 'bot-resumed', payload: { pauseId: pause.id } }]);
    await appendAudit(sql, storeId, [
      {
        actorId: input.by,
        action: 'bot-resumed',
        subjectType: liveEventId ? 'LiveEvent' : 'Store',
        subjectId: liveEventId ?? storeId,
        details: { dropped },
      },
    ]);
    return pause.id;
  });
}
