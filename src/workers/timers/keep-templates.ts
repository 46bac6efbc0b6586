import type { App } from '../../compose.ts';
import { pageTokenSeal } from '../../domain/identity/page-seal.ts';
import { rowsOf } from '../../platform/db/transaction.ts';

type Connected = { storeId: string; pageId: string; sealed: string };

const CONNECTED = `
SELECT t.id AS "storeId", t.fb_page_id AS "pageId", f.page_access_token_enc AS sealed
FROM tiendas t JOIN fb_sessions f ON f.tienda_id = t.id WHERE t.fb_page_id IS NOT NULL ORDER BY t.id`;

/** Asks each Page which utility templates Meta has approved: outside the window only those may be sent. */
export async function keepTemplates(app: Pick<App, 'pool' | 'vault' | 'graph' | 'log'>): Promise<void> {
  for (const { storeId, pageId, sealed } of await rowsOf<Connected>(app.pool, CONNECTED)) {
    try {
      const accessToken = await app.vault.decrypt(sealed, pageTokenSeal(storeId));
      const templates = await app.graph.listTemplates({ pageId, accessToken });
      await rowsOf(app.pool, 'UPDATE tiendas SET utility_templates = $2 WHERE id = $1', [storeId, [...templates]]);
    } catch (err) {
      app.log.warn({ err, storeId }, 'The templates of a Page could not be read; what was known stays');
    }
  }
}
