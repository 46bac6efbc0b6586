import type { Pool } from 'pg';
import { isUniqueViolation, rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { ConflictError } from '../errors.ts';
import { pageTokenSeal } from './page-seal.ts';

/**
 * Connects a Facebook Page to a store, or replaces the token of the connected one. The token is stored sealed.
 * @throws ConflictError when another store has the Page.
 */
export async function connectPage(
  deps: { readonly pool: Pool; readonly vault: Vault },
  input: { readonly storeId: string; readonly fbPageId: string; readonly pageAccessToken: string },
): Promise<void> {
  const sealed = deps.vault.encrypt(input.pageAccessToken, pageTokenSeal(input.storeId));
  try {
    await withTransaction(deps.pool, async (sql) => {
      await rowsOf(sql, 'UPDATE tiendas SET fb_page_id = $2 WHERE id = $1', [input.storeId, input.fbPageId]);
      await rowsOf(
        sql,
        `INSERT INTO fb_sessions (tienda_id, page_access_token_enc) VALUES ($1, $2)
         ON CONFLICT (tienda_id) DO UPDATE SET page_access_token_enc = EXCLUDED.page_access_token_enc, updated_at = now()`,
        [input.storeId, sealed],
      );
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ConflictError(
      `The Page ${input.fbPageId} belongs to another store. A Page sells for one store: disconnect it there first.`,
    );
  }
}
