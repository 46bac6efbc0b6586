import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { type PageAccess, SendError } from '../messaging/graph.ts';
import { findPageAccess } from './find-page-access.ts';
import type { MetaPages } from './meta-pages.ts';
import type { MetaTokens } from './meta-tokens.ts';
import { missingFields, PAGE_FIELDS } from './page-fields.ts';

export type VerifyPageDeps = {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly pages: MetaPages;
  readonly tokens: MetaTokens | null;
};

/** Where Facebook is to post, and the word by which it knows the address for ours. Null: only the Page is looked at. */
export type AppWebhook = { readonly callbackUrl: string; readonly verifyToken: string } | null;

/** What a look at the subscriptions found. `missing`: fields of the Page that were off; `problem`: why they still are. */
export type Verified = { readonly missing: readonly string[]; readonly problem: string | null };

/**
 * Looks at Facebook whether the app and the Page are subscribed, subscribes what is not, and reads both back: only what
 * Facebook itself answers counts as verified. What was found is kept with the connection. A Page that was verified
 * before and fell out is told to the seller as an event.
 */
export async function verifyPage(
  deps: VerifyPageDeps,
  input: { readonly storeId: string; readonly liveEventId?: string; readonly webhook: AppWebhook },
): Promise<Verified> {
  const { storeId, webhook } = input;
  const page = await findPageAccess({ sql: deps.pool, vault: deps.vault }, { storeId });
  if (!page) return { missing: [], problem: 'No Page is connected.' };
  const verified = await look(deps, page, webhook);
  await withTransaction(deps.pool, async (sql) => {
    const [before] = await rowsOf<{ wasVerified: boolean }>(
      sql,
      `UPDATE fb_sessions f SET subscription_problem = $3, checked_at = clock_timestamp(),
         verified_at = CASE WHEN $3::text IS NULL THEN clock_timestamp() ELSE f.verified_at END
       FROM (SELECT b.tienda_id, b.verified_at FROM fb_sessions b JOIN tiendas t ON t.id = b.tienda_id
             WHERE b.tienda_id = $1 AND t.fb_page_id = $2 FOR UPDATE OF b) old
       WHERE f.tienda_id = old.tienda_id RETURNING old.verified_at IS NOT NULL AS "wasVerified"`,
      [storeId, page.pageId, verified.problem],
    );
    if (!before?.wasVerified || verified.missing.length === 0 || verified.problem !== null) return;
    const payload = { fbPageId: page.pageId, missingFields: [...verified.missing] };
    await recordEvents(sql, [
      { storeId, liveEventId: input.liveEventId ?? null, type: 'page-subscription-repaired', payload },
    ]);
  });
  return verified;
}

async function look(deps: VerifyPageDeps, page: PageAccess, webhook: AppWebhook): Promise<Verified> {
  let missing: readonly string[] = [];
  try {
    missing = missingFields(await deps.pages.readSubscribedFields(page));
    if (missing.length > 0) await deps.pages.subscribe(page, PAGE_FIELDS);
    const left = missing.length > 0 ? missingFields(await deps.pages.readSubscribedFields(page)) : [];
    if (left.length > 0)
      return { missing, problem: `Facebook did not keep these fields of the Page: ${left.join(', ')}.` };
    return { missing, problem: webhook ? await subscribeApp(deps.tokens, webhook) : null };
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    return { missing, problem: error.reason };
  }
}

async function subscribeApp(
  tokens: MetaTokens | null,
  { callbackUrl, verifyToken }: NonNullable<AppWebhook>,
): Promise<string | null> {
  if (!tokens) return 'The app id (FB_APP_ID) is not set, so Facebook cannot be asked where it posts.';
  const isWhole = async () => {
    const now = await tokens.readAppSubscription();
    return now?.callbackUrl === callbackUrl && missingFields(now.fields).length === 0;
  };
  if (await isWhole()) return null;
  await tokens.subscribeApp({ callbackUrl, verifyToken, fields: PAGE_FIELDS });
  return (await isWhole()) ? null : `Facebook did not keep the address ${callbackUrl} with all fields.`;
}
