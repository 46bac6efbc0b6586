import { recordEvents } from '../../events/record-events.ts';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

type Connection = { readonly storeId: string; readonly fbPageId: string | null };

/**
 * Takes the Pages away that were connected by a person of Facebook, with every token of theirs, and tells the stores.
 * `sql` must be inside a transaction. Answers how many stores were concerned.
 */
export async function disconnectPages(
  sql: Sql,
  input: { readonly fbUserId: string; readonly reason: 'deauthorised' | 'data-deletion' },
): Promise<number> {
  const { fbUserId, reason } = input;
  await rowsOf(sql, 'DELETE FROM page_connections WHERE fb_user_id = $1', [fbUserId]);
  const gone = await rowsOf<Connection>(
    sql,
    `WITH gone AS (DELETE FROM fb_sessions WHERE fb_user_id = $1 RETURNING tienda_id),
     held AS (SELECT id, fb_page_id FROM tiendas WHERE id IN (SELECT tienda_id FROM gone) ORDER BY id FOR UPDATE)
     UPDATE tiendas t SET fb_page_id = NULL FROM held WHERE t.id = held.id
     RETURNING t.id AS "storeId", held.fb_page_id AS "fbPageId"`,
    [fbUserId],
  );
  const connected = gone.flatMap(({ storeId, fbPageId }) => (fbPageId === null ? [] : [{ storeId, fbPageId }]));
  await recordEvents(
    sql,
    connected.map(({ storeId, fbPageId }) => ({
      storeId,
      liveEventId: null,
      type: 'page-disconnected' as const,
      payload: { fbPageId, reason },
    })),
  );
  // In one order, as whoever appends to several chains must.
  for (const { storeId, fbPageId } of connected.toSorted((a, b) => (a.storeId < b.storeId ? -1 : 1))) {
    await appendAudit(sql, storeId, [
      { actorId: null, action: 'page-disconnected', subjectType: 'Page', subjectId: fbPageId, details: { reason } },
    ]);
  }
  return gone.length;
}
