import type { Pool } from 'pg';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { isUniqueViolation, rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { ConflictError } from '../errors.ts';
import { liftPageStops } from '../messaging/page-stops.ts';
import { pageTokenSeal, userTokenSeal } from './page-seal.ts';
import type { ProvenPage } from './prove-page.ts';

export type ConnectPageInput = {
  readonly storeId: string;
  /** The person who connects it. */
  readonly actorId: string;
  readonly fbPageId: string;
  readonly pageAccessToken: string;
  /** The long-lived token of that person, with which the connection is renewed. Without it only the Page's token is kept. */
  readonly user?: { readonly accessToken: string; readonly expiresAt: Date };
  /** What Facebook said when it was asked (`provePage`). */
  readonly proven: ProvenPage;
};

/**
 * Connects a Facebook Page to a store, or replaces the tokens of the connected one. Tokens are stored sealed.
 * @throws ConflictError when another store has the Page.
 */
export async function connectPage(
  deps: { readonly pool: Pool; readonly vault: Vault },
  input: ConnectPageInput,
): Promise<void> {
  const { storeId, fbPageId, user, proven } = input;
  try {
    await withTransaction(deps.pool, async (sql) => {
      const [before] = await rowsOf<{ pageId: string | null }>(
        sql,
        'SELECT fb_page_id AS "pageId" FROM tiendas WHERE id = $1 FOR UPDATE',
        [storeId],
      );
      await rowsOf(sql, 'UPDATE tiendas SET fb_page_id = $2 WHERE id = $1', [storeId, fbPageId]);
      const pageToken = await deps.vault.encrypt(sql, input.pageAccessToken, pageTokenSeal(storeId));
      const userToken = user ? await deps.vault.encrypt(sql, user.accessToken, userTokenSeal(storeId)) : null;
      await rowsOf(
        sql,
        `INSERT INTO fb_sessions (tienda_id, page_access_token_enc, user_access_token_enc, expires_at, page_name, fb_user_id, scopes)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (tienda_id) DO UPDATE SET page_access_token_enc = EXCLUDED.page_access_token_enc,
           user_access_token_enc = EXCLUDED.user_access_token_enc, expires_at = EXCLUDED.expires_at, warned_at = NULL,
           page_name = EXCLUDED.page_name, fb_user_id = EXCLUDED.fb_user_id, scopes = EXCLUDED.scopes, verified_at = NULL,
           subscription_problem = NULL, checked_at = NULL, templates_due_at = now(), refused_fields = '{}', updated_at = now()`,
        [
          storeId,
          pageToken,
          userToken,
          user?.expiresAt ?? null,
          proven.name || null,
          proven.fbUserId,
          [...proven.scopes],
        ],
      );
      await rowsOf(sql, 'DELETE FROM page_connections WHERE tienda_id = $1', [storeId]);
      await liftPageStops(sql, storeId);
      await appendAudit(sql, storeId, [
        {
          actorId: input.actorId,
          action: 'page-connected',
          subjectType: 'Page',
          subjectId: fbPageId,
          details: { previousPageId: before?.pageId ?? null },
        },
      ]);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ConflictError(
      `The Page ${fbPageId} belongs to another store. A Page sells for one store: disconnect it there first.`,
    );
  }
}
