import { NotFoundError } from '../../domain/errors.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import type { ApiContext } from '../../schema/api-context.ts';
import { uuidOf } from '../../schema/global-id.ts';
import { sellerOf } from '../caller.ts';

const TABLES = {
  ApiKey: { table: 'api_keys', what: 'key' },
  WebhookEndpoint: { table: 'webhook_endpoints', what: 'webhook endpoint' },
} as const;

/**
 * The UUID of a key or endpoint and its store, when the signed-in person owns that store.
 * @throws NotFoundError alike for others’ things, those that do not exist, and ids of something else.
 */
export async function requireOwned(
  context: ApiContext,
  type: keyof typeof TABLES,
  globalId: string,
): Promise<{ readonly id: string; readonly storeId: string }> {
  const { table, what } = TABLES[type];
  const id = uuidOf(type, globalId);
  const rows =
    id === globalId
      ? []
      : await rowsOf<{ storeId: string }>(
          context.app.pool,
          `SELECT x.tienda_id AS "storeId" FROM ${table} x JOIN members m ON m.tienda_id = x.tienda_id
           WHERE x.id = $1 AND m.vendedor_id = $2 AND m.role = 'owner'`,
          [id, sellerOf(context)],
        );
  const storeId = rows[0]?.storeId;
  if (!storeId) throw new NotFoundError(what, id);
  return { id, storeId };
}
