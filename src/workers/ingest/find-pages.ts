import type { Pool } from 'pg';
import { rowsOf } from '../../platform/db/transaction.ts';

/** The store behind a Page and its running lives, the newest first. */
export type PageStore = {
  readonly pageId: string;
  readonly storeId: string;
  readonly lives: readonly {
    readonly id: string;
    readonly fbPostId: string | null;
    readonly showingSku: string | null;
  }[];
};

const FIND = `
SELECT t.fb_page_id AS "pageId", t.id AS "storeId",
  coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'fbPostId', l.fb_post_id, 'showingSku', p.sku) ORDER BY l.started_at DESC)
    FILTER (WHERE l.id IS NOT NULL), '[]') AS lives
FROM tiendas t
LEFT JOIN live_events l ON l.tienda_id = t.id AND l.status = 'active'
LEFT JOIN productos p ON p.id = l.showing_product_id
WHERE t.fb_page_id = ANY($1)
GROUP BY t.id`;

/** The stores of the Pages that we know, by Page id. */
export async function findPages(pool: Pool, pageIds: readonly string[]): Promise<ReadonlyMap<string, PageStore>> {
  if (pageIds.length === 0) return new Map();
  const rows = await rowsOf<PageStore>(pool, FIND, [pageIds]);
  return new Map(rows.map((row) => [row.pageId, row]));
}
