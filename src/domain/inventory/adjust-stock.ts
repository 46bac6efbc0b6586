import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { NotFoundError, OutOfStockError } from '../errors.ts';
import { lockProducts } from './lock-products.ts';

type Shelf = { sku: string; stock: number; held: number; adjusted: boolean; live_id: string | null };

const ADJUST = `
WITH shelf AS (
  SELECT id, sku, stock, held FROM productos WHERE id = $1 AND tienda_id = $2
),
adjusted AS (
  UPDATE productos p SET stock = p.stock + $3
  FROM shelf WHERE p.id = shelf.id AND shelf.stock + $3 >= shelf.held
  RETURNING p.id, p.stock, p.held
),
moved AS (
  INSERT INTO stock_movements (tienda_id, producto_id, reason, on_hand_delta)
  SELECT $2, id, 'adjustment', $3 FROM adjusted
)
SELECT s.sku, coalesce(a.stock, s.stock) AS stock, s.held, a.id IS NOT NULL AS adjusted,
  (SELECT id FROM live_events WHERE tienda_id = $2 AND status = 'active' ORDER BY started_at DESC LIMIT 1) AS live_id
FROM shelf s LEFT JOIN adjusted a ON true`;

/**
 * Adds units to a product's stock, or with a negative number takes them away.
 * @throws NotFoundError when the store has no such product; OutOfStockError when fewer units would remain than are held.
 */
export async function adjustStock(
  deps: { readonly pool: Pool },
  input: { readonly storeId: string; readonly productId: string; readonly deltaUnits: number },
): Promise<void> {
  await withTransaction(deps.pool, async (sql) => {
    await lockProducts(sql, [input.productId]);
    const [shelf] = await rowsOf<Shelf>(sql, ADJUST, [input.productId, input.storeId, input.deltaUnits]);
    if (!shelf) throw new NotFoundError('product', input.productId);
    if (!shelf.adjusted) throw new OutOfStockError({ sku: shelf.sku, leftUnits: shelf.stock - shelf.held });
    await recordEvents(sql, [
      {
        storeId: input.storeId,
        liveEventId: shelf.live_id,
        type: 'stock-changed',
        payload: { productId: input.productId, sku: shelf.sku, onHandUnits: shelf.stock, heldUnits: shelf.held },
      },
    ]);
  });
}
