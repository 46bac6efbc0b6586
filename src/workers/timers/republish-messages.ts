import type { App } from '../../compose.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import { publishMessages } from '../publish-messages.ts';

const FORGOTTEN = `
SELECT id FROM messages
WHERE created_at > now() - interval '1 day' AND (state IN ('queued', 'sending') AND coalesce(due_at, created_at) < now() - interval '2 hours'
  OR state = 'sending' AND claimed_at < now() - interval '2 minutes')
ORDER BY created_at LIMIT 500`;

/** Hands over again what Redis lost or a dead process left. Sending twice is impossible: sending claims the row. */
export async function republishMessages(
  app: Pick<App, 'pool' | 'redis' | 'keyPrefix' | 'log' | 'metrics' | 'config'>,
): Promise<void> {
  const rows = await rowsOf<{ id: string }>(app.pool, FORGOTTEN, []);
  await publishMessages(
    app,
    rows.map((row) => row.id),
  );
}
