import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { IllegalMoveError } from '../errors.ts';

/**
 * Ends a live: later comments are no longer its own. Holds and payment links stay open until their time.
 * @throws IllegalMoveError when it has ended before.
 */
export async function endLive(
  deps: { readonly pool: Pool },
  input: { readonly storeId: string; readonly liveEventId: string },
): Promise<void> {
  await withTransaction(deps.pool, async (sql) => {
    const ended = await rowsOf(
      sql,
      `UPDATE live_events SET status = 'finished', ended_at = clock_timestamp()
       WHERE id = $1 AND tienda_id = $2 AND status = 'active' RETURNING id`,
      [input.liveEventId, input.storeId],
    );
    if (ended.length === 0) throw new IllegalMoveError('The live has ended before. Start a new one.');
    await recordEvents(sql, [
      { storeId: input.storeId, liveEventId: input.liveEventId, type: 'live-ended', payload: {} },
    ]);
  });
}
