import type { App } from '../../compose.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import { releasePause } from '../bot-resumed.release-withheld.ts';

const FORGOTTEN = `
SELECT DISTINCT m.withheld_by AS "pauseId" FROM messages m JOIN bot_pauses p ON p.id = m.withheld_by
WHERE m.state = 'withheld' AND p.resumed_at IS NOT NULL LIMIT 100`;

/** Releases what was withheld in the very instant in which its pause ended. */
export async function releaseForgotten(app: App<'timers'>): Promise<void> {
  for (const { pauseId } of await rowsOf<{ pauseId: string }>(app.pool, FORGOTTEN)) await releasePause(app, pauseId);
}
