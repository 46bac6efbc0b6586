import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, rowsOfBatch, type Sql } from '../../platform/db/transaction.ts';

/** How many units of a SKU stand on the shelf. */
export type ShelfCount = { readonly sku: string; readonly onHandUnits: number };
/** A count below what is held for buyers. */
export type ShortShelf = { readonly sku: string; readonly heldUnits: number };

const SET = `
WITH given AS (
  SELECT p.id, p.sku, p.stock, p.held, g."onHandUnits" AS units,
    NOT EXISTS (SELECT FROM stock_movements m WHERE m.producto_id = p.id) AS is_first
  FROM jsonb_to_recordset($2::jsonb) AS g(sku text, "onHandUnits" int)
  JOIN productos p ON p.tienda_id = $1 AND p.sku = g.sku
),
fits AS (
  SELECT * FROM given WHERE NOT EXISTS (SELECT FROM given s WHERE s.units < s.held)
),
moved AS (
  INSERT INTO stock_movements (tienda_id, producto_id, reason, on_hand_delta)
  SELECT $1, id, CASE WHEN is_first THEN 'initial' ELSE 'adjustment' END, units - stock
  FROM fits WHERE is_first OR units <> stock
),
shelf AS (
  UPDATE productos p SET stock = fits.units FROM fits WHERE p.id = fits.id AND p.stock <> fits.units
  RETURNING p.id, p.sku, p.stock, p.held
)
SELECT g.sku, g.id, g.held, g.units < g.held AS short, s.id IS NOT NULL AS changed, g.units
FROM given g LEFT JOIN shelf s ON s.id = g.id ORDER BY g.sku`;

type Row = { sku: string; id: string; held: number; short: boolean; changed: boolean; units: number };

/**
 * Makes the shelves of a store hold what was counted: the first count of a product is its `initial` movement, a later
 * difference an `adjustment`. All counts or none: answers those that are below what is held for buyers. The caller has
 * locked the products with `lockProductsBySku`.
 */
export async function setStock(
  sql: Sql,
  input: { readonly storeId: string; readonly counts: readonly ShelfCount[] },
): Promise<readonly ShortShelf[]> {
  const rows = await rowsOfBatch<Row>(sql, SET, [input.storeId, JSON.stringify(input.counts)]);
  const short = rows.filter((row) => row.short);
  if (short.length > 0) return short.map((row) => ({ sku: row.sku, heldUnits: row.held }));
  const changed = rows.filter((row) => row.changed);
  if (changed.length === 0) return [];
  const liveEventId = await findRunningLiveId(sql, input.storeId);
  await recordEvents(
    sql,
    changed.map((row) => ({
      storeId: input.storeId,
      liveEventId,
      type: 'stock-changed',
      payload: { productId: row.id, sku: row.sku, onHandUnits: row.units, heldUnits: row.held },
    })),
  );
  return [];
}

async function findRunningLiveId(sql: Sql, storeId: string): Promise<string | null> {
  const [live] = await rowsOf<{ id: string }>(
    sql,
    `SELECT id FROM live_events WHERE tienda_id = $1 AND status = 'active' ORDER BY started_at DESC LIMIT 1`,
    [storeId],
  );
  return live?.id ?? null;
}
