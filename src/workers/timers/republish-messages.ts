import type { App } from '../../compose.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import { publishMessages } from '../publish-messages.ts';

const FORGOTTEN = `
SELECT id FROM messages WHERE state = 'queued' AND created_at < now() - interval '2 hours'
  AND created_at > now() - interval '1 day' ORDER BY created_at LIMIT 500`;

/** Hands over again what stayed queued because Redis lost it. Sending twice is impossible: sending claims the row. */
export async function republishMessages(
  app: Pick<App, 'pool' | 'redis' | 'keyPrefix' | 'log' | 'metrics' | 'config'>,
): Promise<void> {
  const rows = await rowsOf<{ id: string }>(app.pool, FORGOTTEN, []);
  await publishMessages(
    app,
    rows.map((row) => row.id),
  );
}
