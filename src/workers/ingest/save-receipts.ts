import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { StoredIncoming } from './save-comments.ts';

// What was read was delivered. Receipts come in any order and only move forward; `greatest` leaves nulls out.
const SAVE = `
UPDATE conversations v
SET delivered_until = greatest(v.delivered_until, g.until), read_until = greatest(v.read_until, g.read)
FROM (
  SELECT "storeId", psid, max(until) AS until, max(until) FILTER (WHERE what = 'read') AS read
  FROM jsonb_to_recordset($1::jsonb) AS r("storeId" uuid, psid text, what text, until timestamptz) GROUP BY "storeId", psid
) g
JOIN buyers b ON b.tienda_id = g."storeId" AND b.psid = g.psid
WHERE v.buyer_id = b.id`;

/** How far a buyer's phone, and the buyer, have got in the chat. */
export async function saveReceipts(sql: Sql, stored: readonly StoredIncoming[]): Promise<void> {
  const rows = stored.flatMap(({ event, storeId }) =>
    event.event === 'receipt'
      ? [{ storeId, psid: event.data.psid, what: event.data.what, until: event.data.until }]
      : [],
  );
  if (rows.length > 0) await rowsOf(sql, SAVE, [JSON.stringify(rows)]);
}
