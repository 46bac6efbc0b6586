import type { App } from '../compose.ts';
import { shardedStream } from '../events/streams.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { publishSharded } from '../redis-streams-lite/publish.ts';
import { queueOpen } from './intent-unclear.ask-model.ts';
import { republishDeliveries } from './timers/republish-deliveries.ts';
import { republishMessages } from './timers/republish-messages.ts';

const OPEN_HINTS = `SELECT id FROM inbox WHERE handled_at IS NULL AND received_at > now() - interval '1 day' ORDER BY received_at`;

/**
 * Puts all open work that PostgreSQL knows of back into queues that Redis lost. What is still there is done once all the
 * same: messages, deliveries and hints are claimed in PostgreSQL before anything leaves.
 */
export async function refillQueues(app: Pick<App, 'pool' | 'redis' | 'keyPrefix' | 'config' | 'log'>): Promise<void> {
  app.log.warn('Redis lost data; the queues are filled again from PostgreSQL');
  const hints = await rowsOf<{ id: string }>(app.pool, OPEN_HINTS);
  await publishSharded(app.redis, {
    ...shardedStream(app, 'paymentEvents'),
    messages: hints.map(({ id }) => ({ body: JSON.stringify({ inboxId: id }), key: id, by: id })),
  });
  await queueOpen(app, null);
  await republishMessages(app, 0);
  await republishDeliveries(app, 0);
}
