import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';

const CLAIM = `
UPDATE fb_sessions f SET warned_at = now() FROM tiendas t
WHERE t.id = f.tienda_id AND t.fb_page_id IS NOT NULL AND f.warned_at IS NULL AND f.expires_at <= now() + interval '7 days'
RETURNING f.tienda_id AS "storeId", t.fb_page_id AS "fbPageId", f.expires_at AS "expiresAt"`;

/** Tells each store, once, that its connection to the Page ends in 7 days or less. Answers how many were told. */
export async function warnPageTokens(deps: { readonly pool: Pool }): Promise<number> {
  return withTransaction(deps.pool, async (sql) => {
    const rows = await rowsOf<{ storeId: string; fbPageId: string; expiresAt: Date }>(sql, CLAIM);
    await recordEvents(
      sql,
      rows.map(({ storeId, fbPageId, expiresAt }) => ({
        storeId,
        liveEventId: null,
        type: 'page-token-expiring' as const,
        payload: { fbPageId, expiresAt: expiresAt.toISOString() },
      })),
    );
    return rows.length;
  });
}
