import type { App } from '../../compose.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import { publishMessages } from '../publish-messages.ts';

const FORGOTTEN = `
SELECT id FROM messages
WHERE created_at > now() - interval '1 day' AND (state IN ('queued', 'sending')
    AND coalesce(due_at, created_at) < now() - $1::int * interval '1 millisecond'
  OR state = 'sending' AND claimed_at < now() - interval '2 minutes')
ORDER BY created_at LIMIT 500`;

// Longer than the longest delay between two tries: what waits in the queue is not forgotten.
const FORGOTTEN_AFTER_MS = 2 * 3_600_000;

/** Hands over again what Redis lost or a dead process left. Sending twice is impossible: sending claims the row. */
export async function republishMessages(
  app: Pick<App, 'pool' | 'redis' | 'keyPrefix' | 'config'>,
  olderThanMs = FORGOTTEN_AFTER_MS,
): Promise<void> {
  const rows = await rowsOf<{ id: string }>(app.pool, FORGOTTEN, [olderThanMs]);
  await publishMessages(
    app,
    rows.map((row) => row.id),
  );
}
