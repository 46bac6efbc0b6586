import type { App } from '../../compose.ts';
import { readHeads } from '../../platform/audit/read-heads.ts';

// Runs every hour; a little more, so that nothing falls between two runs.
const SINCE_MS = 75 * 60_000;

/** Writes the heads of the audit chains that grew into the log, which is kept outside of the database. */
export async function anchorAudit(app: Pick<App, 'pool' | 'log'>): Promise<void> {
  for (const { storeId, seq, hash } of await readHeads(app.pool, { sinceMs: SINCE_MS }))
    app.log.info({ storeId, seq, hash }, 'Head of an audit chain');
}
