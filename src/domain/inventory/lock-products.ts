import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

/**
 * Whoever changes stock, holds or the line first locks the products, in the order of their ids: two batches cannot lock
 * each other out, and statements that follow in the same transaction see all that was committed before. Locking inside the
 * statement that changes would not do: PostgreSQL tries the CHECKs on the row as the statement found it before it waited.
 */
export async function lockProducts(sql: Sql, productIds: readonly string[]): Promise<void> {
  await rowsOf(sql, 'SELECT FROM productos WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [productIds]);
}

/** The same for the products of orders. Claims lock products before carts, so all others do: two orders of locking would meet. */
export async function lockHeldProducts(sql: Sql, orderIds: readonly string[]): Promise<void> {
  await rowsOf(
    sql,
    `SELECT FROM productos
     WHERE id IN (SELECT producto_id FROM pedido_items WHERE pedido_id = ANY($1::uuid[]))
     ORDER BY id FOR NO KEY UPDATE`,
    [orderIds],
  );
}

/** The same for SKUs of a store. Those that do not exist are left out. */
export async function lockProductsBySku(
  sql: Sql,
  input: { readonly storeId: string; readonly skus: readonly string[] },
): Promise<void> {
  await rowsOf(sql, 'SELECT FROM productos WHERE tienda_id = $1 AND sku = ANY($2) ORDER BY id FOR NO KEY UPDATE', [
    input.storeId,
    input.skus,
  ]);
}
