import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import type { PageAccess } from '../messaging/graph.ts';
import { pageTokenSeal } from './page-seal.ts';

/** The store's connected Page and its token, or null when none is connected. */
export async function findPageAccess(
  deps: { readonly sql: Sql; readonly vault: Vault },
  input: { readonly storeId: string },
): Promise<PageAccess | null> {
  const [page] = await rowsOf<{ pageId: string; sealed: string }>(
    deps.sql,
    `SELECT t.fb_page_id AS "pageId", f.page_access_token_enc AS sealed
     FROM tiendas t JOIN fb_sessions f ON f.tienda_id = t.id WHERE t.id = $1 AND t.fb_page_id IS NOT NULL`,
    [input.storeId],
  );
  return page
    ? { pageId: page.pageId, accessToken: await deps.vault.decrypt(page.sealed, pageTokenSeal(input.storeId)) }
    : null;
}
