import { pauseBot } from '../../domain/messaging/pause-bot.ts';
import type { Sql } from '../../platform/db/transaction.ts';
import type { StoredIncoming } from './save-comments.ts';

/** Meta warned or blocked the Page: the bot of the store stops. It goes on when a person says so, never by itself. */
export async function obeyPolicy(sql: Sql, stored: readonly StoredIncoming[]): Promise<void> {
  for (const { event, storeId } of stored) {
    if (event.event !== 'policy' || event.data.action === 'unblock') continue;
    const detail = `${event.data.action}: ${event.data.reason || 'Facebook gave no reason.'}`;
    await pauseBot(sql, { storeId, liveEventId: null, reason: 'policy', detail, by: null });
  }
}
