import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { NotFoundError } from '../errors.ts';

/**
 * Says which product the seller shows, or with null that none is shown: a comment that names none means this one.
 * @throws NotFoundError when the store has no such product.
 */
export async function showProduct(
  deps: { readonly sql: Sql },
  input: { readonly storeId: string; readonly liveEventId: string; readonly productId: string | null },
): Promise<void> {
  const shown = await rowsOf(
    deps.sql,
    `UPDATE live_events SET showing_product_id = $3
     WHERE id = $1 AND tienda_id = $2
       AND ($3::uuid IS NULL OR EXISTS (SELECT FROM productos WHERE id = $3 AND tienda_id = $2))
     RETURNING id`,
    [input.liveEventId, input.storeId, input.productId],
  );
  if (shown.length === 0) throw new NotFoundError('product', input.productId ?? '');
}
