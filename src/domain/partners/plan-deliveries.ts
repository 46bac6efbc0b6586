import type { Pool } from 'pg';
import type { LoggedEvent } from '../../events/catalog.ts';
import { rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { auditEndpoint } from './webhook-endpoints.ts';

/** What travels on `partner_deliveries`: whose line it stands in is told with it. */
export type QueuedDelivery = { readonly id: string; readonly endpointId: string };

/** Deliveries as messages of the stream. Those of one endpoint stand in one shard, so that they keep their order. */
export function messagesOf(
  deliveries: readonly QueuedDelivery[],
): readonly { body: string; key: string; by: string }[] {
  return deliveries.map(({ id, endpointId }) => ({
    body: JSON.stringify({ delivery_id: id, endpoint_id: endpointId }),
    key: id,
    by: endpointId,
  }));
}

// What was planned before and never tried is answered again: a crash may have come between the row and the queue.
const PLAN = `
WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("id" uuid, "cursor" bigint, "storeId" uuid, "type" text)
), wanted AS (
  SELECT w.tienda_id, w.id AS endpoint_id, g."id" AS event_id, g."cursor" AS position, g."type" AS event_type
  FROM given g JOIN webhook_endpoints w ON w.tienda_id = g."storeId" AND w.state = 'enabled'
    AND (w.event_types = '{}' OR g."type" = ANY(w.event_types))
), planned AS (
  INSERT INTO webhook_deliveries (tienda_id, endpoint_id, event_id, position, event_type)
  SELECT tienda_id, endpoint_id, event_id, position, event_type FROM wanted ORDER BY position
  ON CONFLICT (endpoint_id, event_id) DO NOTHING RETURNING id, endpoint_id, position
)
SELECT id, endpoint_id AS "endpointId", position FROM planned
UNION ALL
SELECT d.id, d.endpoint_id, d.position FROM wanted w JOIN webhook_deliveries d ON d.endpoint_id = w.endpoint_id AND d.event_id = w.event_id
WHERE d.state = 'pending' AND d.attempts = 0
ORDER BY position`;

/** Writes one delivery per endpoint and event, each once, and answers what to queue in the order of the log. */
export async function planDeliveries(sql: Sql, events: readonly LoggedEvent[]): Promise<readonly QueuedDelivery[]> {
  const given = events.map(({ id, cursor, storeId, type }) => ({ id, cursor, storeId, type }));
  return rowsOf<QueuedDelivery>(sql, PLAN, [JSON.stringify(given)]);
}

const REPLAY = `
INSERT INTO webhook_deliveries (tienda_id, endpoint_id, event_id, position, event_type)
SELECT e.tienda_id, w.id, e.id, e.position, e.type
FROM webhook_endpoints w JOIN events e ON e.tienda_id = w.tienda_id
WHERE w.id = $1 AND w.tienda_id = $2 AND e.position > $3 AND e.position <= $4
  AND (w.event_types = '{}' OR e.type = ANY(w.event_types))
ORDER BY e.position LIMIT $5
ON CONFLICT (endpoint_id, event_id) DO UPDATE SET state = 'pending', attempts = 0, error = NULL, claimed_until = NULL,
  queued_at = clock_timestamp()
RETURNING id, endpoint_id AS "endpointId", position`;

export const REPLAY_MAX = 1_000;

/** A window of the log, put into the queue again. `until` is the last position that was; `hasMore` when the window goes on. */
export type Replayed = {
  readonly deliveries: readonly QueuedDelivery[];
  readonly until: number;
  readonly hasMore: boolean;
};

/** Plans the events of a window again for one endpoint, whatever became of them before: up to 1,000 of them, under the same ids. */
export async function replayDeliveries(
  deps: { readonly pool: Pool },
  input: {
    readonly storeId: string;
    readonly sellerId: string;
    readonly endpointId: string;
    readonly after: number;
    readonly until: number;
  },
): Promise<Replayed> {
  const { storeId, endpointId, after, until: end } = input;
  return withTransaction(deps.pool, async (sql) => {
    const rows = await rowsOf<QueuedDelivery & { position: string }>(sql, REPLAY, [
      endpointId,
      storeId,
      after,
      end,
      REPLAY_MAX,
    ]);
    const hasMore = rows.length === REPLAY_MAX;
    const until = hasMore ? Math.max(...rows.map((row) => Number(row.position))) : end;
    await auditEndpoint(sql, input, 'webhook-deliveries-replayed', { after, until, count: rows.length });
    const deliveries = rows.toSorted((a, b) => Number(a.position) - Number(b.position));
    return { deliveries, until, hasMore };
  });
}
