import type { Pool } from 'pg';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { liftPageStops } from '../messaging/page-stops.ts';
import type { MetaTokens } from './meta-tokens.ts';
import { pageTokenSeal, userTokenSeal } from './page-seal.ts';

type RenewDeps = { readonly pool: Pool; readonly vault: Vault; readonly tokens: MetaTokens };
type Due = { readonly storeId: string; readonly pageId: string; readonly sealed: string };

export type Renewal = { readonly storeId: string; readonly error: unknown };

// A token lasts 60 days. In its second half it is renewed, and what failed is tried again after six hours.
const CLAIM = `
WITH due AS (
  SELECT f.id FROM fb_sessions f JOIN tiendas t ON t.id = f.tienda_id
  WHERE f.user_access_token_enc IS NOT NULL AND t.fb_page_id IS NOT NULL
    AND f.expires_at > now() AND f.expires_at < now() + interval '30 days'
    AND (f.renew_tried_at IS NULL OR f.renew_tried_at < now() - interval '6 hours')
  ORDER BY f.expires_at LIMIT $1 FOR UPDATE OF f SKIP LOCKED
)
UPDATE fb_sessions f SET renew_tried_at = now() FROM due, tiendas t WHERE f.id = due.id AND t.id = f.tienda_id
RETURNING f.tienda_id AS "storeId", t.fb_page_id AS "pageId", f.user_access_token_enc AS sealed`;

/**
 * Renews connections to Pages well before they end: a new long-lived token of the person, and with it one of the Page.
 * Answers one entry per connection that was due; `error` is null when it was renewed. At most `limit` at once.
 */
export async function renewPageTokens(deps: RenewDeps, input: { readonly limit: number }): Promise<readonly Renewal[]> {
  const due = await rowsOf<Due>(deps.pool, CLAIM, [input.limit]);
  const done: Renewal[] = [];
  for (const connection of due) {
    const error = await renew(deps, connection).then(
      () => null,
      (reason: unknown) => reason,
    );
    done.push({ storeId: connection.storeId, error });
  }
  return done;
}

async function renew({ pool, vault, tokens }: RenewDeps, { storeId, pageId, sealed }: Due): Promise<void> {
  const user = await tokens.renewUserToken(await vault.decrypt(sealed, userTokenSeal(storeId)));
  const pageToken = await tokens.findPageToken(user.accessToken, pageId);
  if (pageToken === null) throw new Error('The person who connected the Page does not manage it any more.');
  await withTransaction(pool, async (sql) => {
    // Who connected the Page again meanwhile has the newer tokens.
    const renewed = await rowsOf(
      sql,
      `UPDATE fb_sessions SET page_access_token_enc = $3, user_access_token_enc = $4, warned_at = NULL,
         expires_at = now() + $5::int * interval '1 second', updated_at = now()
       WHERE tienda_id = $1 AND user_access_token_enc = $2 RETURNING 1`,
      [
        storeId,
        sealed,
        await vault.encrypt(sql, pageToken, pageTokenSeal(storeId)),
        await vault.encrypt(sql, user.accessToken, userTokenSeal(storeId)),
        Math.floor(user.expiresInS),
      ],
    );
    if (renewed.length === 0) return;
    await liftPageStops(sql, storeId);
    await appendAudit(sql, storeId, [
      { actorId: null, action: 'page-token-refreshed', subjectType: 'Page', subjectId: pageId, details: {} },
    ]);
  });
}
