import type { App } from '../../compose.ts';
import { queueReminders } from '../../domain/messaging/queue-reminders.ts';
import { publishMessages } from '../publish-messages.ts';

const BATCH = 200;

/** Sends the reminders that are due, batch by batch. */
export async function remindBuyers(
  app: Pick<App, 'pool' | 'redis' | 'keyPrefix' | 'log' | 'metrics' | 'config'>,
): Promise<void> {
  const baseUrl = app.config.env.BASE_URL;
  for (let isMore = true; isMore; ) {
    const { messageIds, taken } = await queueReminders({ pool: app.pool, baseUrl }, { limit: BATCH });
    await publishMessages(app, messageIds);
    isMore = taken === BATCH;
  }
}
