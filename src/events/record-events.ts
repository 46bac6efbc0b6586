import { rowsOf, type Sql } from '../platform/db/transaction.ts';
import type { NewEvent } from './catalog.ts';

/** Writes events in the caller's transaction, in their order. The relay publishes them once they are committed. */
export async function recordEvents(sql: Sql, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await rowsOf(
    sql,
    `INSERT INTO events (tienda_id, live_id, type, payload)
     SELECT e."storeId", e."liveEventId", e.type, e.payload
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS ("storeId" uuid, "liveEventId" uuid, type text, payload jsonb))
       WITH ORDINALITY AS e("storeId", "liveEventId", type, payload, place)
     ORDER BY e.place`,
    [JSON.stringify(events)],
  );
}
