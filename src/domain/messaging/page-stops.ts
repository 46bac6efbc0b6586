import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { StopCause } from './graph.ts';

/** What of a Page stands still: everything, answers under comments, private messages; `pace`: nothing, but it goes slower. */
export type StopAction = 'all' | 'public_reply' | 'private' | 'pace';

/** `forMs` null: until the Page is connected again. `reason` is shown to the seller. */
export type NewPageStop = {
  readonly storeId: string;
  readonly action: StopAction;
  readonly cause: StopCause;
  readonly reason: string;
  readonly forMs: number | null;
};

const RAISE = `
INSERT INTO page_stops AS p (tienda_id, action, cause, reason, started_at, ends_at)
SELECT DISTINCT ON ("storeId", action, cause) "storeId", action, cause, reason, now(), now() + "forMs" * interval '1 millisecond'
FROM jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, action text, cause text, reason text, "forMs" float8)
ORDER BY "storeId", action, cause, "forMs" DESC NULLS FIRST
ON CONFLICT (tienda_id, action, cause) DO UPDATE SET reason = EXCLUDED.reason,
  started_at = CASE WHEN p.ends_at <= now() THEN now() ELSE p.started_at END,
  ends_at = CASE WHEN p.ends_at IS NULL OR EXCLUDED.ends_at IS NULL THEN NULL ELSE greatest(p.ends_at, EXCLUDED.ends_at) END
RETURNING tienda_id AS "storeId", action, cause, reason, ends_at AS "endsAt", started_at = now()::timestamptz(3) AS "isNew"`;

/** Writes what Facebook told us to stop, in the caller's transaction; a stop that is already on is only made longer. */
export async function raisePageStops(sql: Sql, stops: readonly NewPageStop[]): Promise<void> {
  if (stops.length === 0) return;
  const rows = await rowsOf<NewPageStop & { endsAt: Date | null; isNew: boolean }>(sql, RAISE, [JSON.stringify(stops)]);
  await recordEvents(
    sql,
    rows
      .filter((row) => row.isNew)
      .map(({ storeId, action, cause, reason, endsAt }) => ({
        storeId,
        liveEventId: null,
        type: 'page-stopped' as const,
        payload: { action, cause, reason, endsAt: endsAt?.toISOString() ?? null },
      })),
  );
}

/** Ends the stops that only a new connection ends. What waited comes back within a minute. */
export async function liftPageStops(sql: Sql, storeId: string): Promise<void> {
  await rowsOf(sql, 'DELETE FROM page_stops WHERE tienda_id = $1 AND ends_at IS NULL', [storeId]);
}
