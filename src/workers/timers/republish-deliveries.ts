import type { App } from '../../compose.ts';
import type { QueuedDelivery } from '../../domain/partners/plan-deliveries.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import { publishDeliveries } from '../publish-deliveries.ts';

// Longer than the longest delay between two tries: what waits in the queue is not forgotten.
const FORGOTTEN_AFTER_MS = 2 * 3_600_000;

const FORGOTTEN = `
UPDATE webhook_deliveries SET queued_at = clock_timestamp() WHERE id IN (
  SELECT id FROM webhook_deliveries WHERE state = 'pending' AND queued_at < clock_timestamp() - $1::int * interval '1 millisecond'
  ORDER BY queued_at LIMIT 500)
RETURNING id, endpoint_id AS "endpointId", position`;

/** Hands deliveries over again that Redis lost. Trying twice at once is impossible: a try claims the row. */
export async function republishDeliveries(
  app: Pick<App, 'pool' | 'redis' | 'keyPrefix' | 'config'>,
  olderThanMs = FORGOTTEN_AFTER_MS,
): Promise<void> {
  const rows = await rowsOf<QueuedDelivery & { position: string }>(app.pool, FORGOTTEN, [olderThanMs]);
  await publishDeliveries(
    app,
    rows.toSorted((a, b) => Number(a.position) - Number(b.position)),
  );
}
