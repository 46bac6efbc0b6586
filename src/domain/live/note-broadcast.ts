import { recordEvents } from '../../events/record-events.ts';
import { rowOf, rowsOf, type Sql } from '../../platform/db/transaction.ts';

// Notices come twice and late; one that is older than the last changes nothing, and an ended broadcast does not run again.
const NOTE = `
INSERT INTO broadcasts AS b (tienda_id, fb_live_id, state, told_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (tienda_id, fb_live_id) DO UPDATE SET state = EXCLUDED.state, told_at = EXCLUDED.told_at
WHERE b.state = 'live' AND EXCLUDED.state = 'ended' AND EXCLUDED.told_at >= b.told_at
RETURNING id`;

// The poll asks Facebook itself; here it is only made to ask at once.
const HURRY = `
UPDATE live_coverage c SET next_poll_at = clock_timestamp(), broadcast_read_at = NULL
FROM live_events l WHERE l.id = c.live_id AND l.tienda_id = $1 AND l.status = 'active' AND c.phase = 'live'
  AND coalesce(l.fb_live_id = $2, true)`;

/**
 * Facebook told that a broadcast of the Page began or ended: the lives that it may belong to are looked at right away, and
 * when it began and no live is open the store hears of it. Nothing is sold by that. `at` is Facebook's time, ISO 8601.
 */
export async function noteBroadcast(
  sql: Sql,
  input: { readonly storeId: string; readonly fbLiveId: string; readonly state: 'live' | 'ended'; readonly at: string },
): Promise<void> {
  const { storeId, fbLiveId, state, at } = input;
  const noted = await rowsOf(sql, NOTE, [storeId, fbLiveId, state, at]);
  if (noted.length === 0) return;
  await rowsOf(sql, HURRY, [storeId, fbLiveId]);
  if (state === 'ended') return;
  const running = `SELECT EXISTS (SELECT FROM live_events WHERE tienda_id = $1 AND status = 'active') AS "isOpen"`;
  const { isOpen } = await rowOf<{ isOpen: boolean }>(sql, running, [storeId]);
  if (!isOpen)
    await recordEvents(sql, [{ storeId, liveEventId: null, type: 'broadcast-found', payload: { fbLiveId } }]);
}
