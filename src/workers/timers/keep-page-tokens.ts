import type { App } from '../../compose.ts';
import { renewPageTokens } from '../../domain/identity/renew-page-tokens.ts';
import { warnPageTokens } from '../../domain/identity/warn-page-tokens.ts';
import { rowsOf } from '../../platform/db/transaction.ts';

const BATCH = 20;

/**
 * Renews the connections to Pages that are due, tells the stores whose connection is about to end all the
 * same, and forgets who went to Facebook but chose no Page.
 */
export async function keepPageTokens(app: Pick<App, 'pool' | 'vault' | 'metaTokens' | 'log'>): Promise<void> {
  const tokens = app.metaTokens;
  let isMore = tokens !== null;
  while (tokens && isMore) {
    const done = await renewPageTokens({ pool: app.pool, vault: app.vault, tokens }, { limit: BATCH });
    for (const { storeId, error } of done)
      if (error) app.log.warn({ err: error, storeId }, 'A connection to a Page could not be renewed');
    isMore = done.length === BATCH;
  }
  await warnPageTokens(app);
  await rowsOf(app.pool, `DELETE FROM page_connections WHERE created_at < now() - interval '1 hour'`);
}
