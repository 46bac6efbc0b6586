import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { type PageAccess, SendError } from '../messaging/graph.ts';
import { findPageAccess } from './find-page-access.ts';
import type { MetaPages } from './meta-pages.ts';
import type { MetaTokens } from './meta-tokens.ts';
import { missingFields, OPTIONAL_PAGE_FIELDS, PAGE_FIELDS } from './page-fields.ts';
import { subscribePage } from './subscribe-page.ts';

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
  const [known] = await rowsOf<{ refused: string[] }>(
    deps.pool,
    'SELECT refused_fields AS refused FROM fb_sessions WHERE tienda_id = $1',
    [storeId],
  );
  const { refused, ...verified } = await look(deps, { page, webhook, refused: known?.refused ?? [] });
  await withTransaction(deps.pool, async (sql) => {
    const [before] = await rowsOf<{ wasVerified: boolean }>(
      sql,
      `UPDATE fb_sessions f SET subscription_problem = $3, refused_fields = $4, checked_at = clock_timestamp(),
         verified_at = CASE WHEN $3::text IS NULL THEN clock_timestamp() ELSE f.verified_at END
       FROM (SELECT b.tienda_id, b.verified_at FROM fb_sessions b JOIN tiendas t ON t.id = b.tienda_id
             WHERE b.tienda_id = $1 AND t.fb_page_id = $2 FOR UPDATE OF b) old
       WHERE f.tienda_id = old.tienda_id RETURNING old.verified_at IS NOT NULL AS "wasVerified"`,
      [storeId, page.pageId, verified.problem, [...refused]],
    );
    if (!before?.wasVerified || verified.missing.length === 0 || verified.problem !== null) return;
    const payload = { fbPageId: page.pageId, missingFields: [...verified.missing] };
    await recordEvents(sql, [
      { storeId, liveEventId: input.liveEventId ?? null, type: 'page-subscription-repaired', payload },
    ]);
  });
  return verified;
}

type Look = Verified & { readonly refused: readonly string[] };

async function look(
  deps: VerifyPageDeps,
  {
    page,
    webhook,
    refused,
  }: { readonly page: PageAccess; readonly webhook: AppWebhook; readonly refused: readonly string[] },
): Promise<Look> {
  try {
    const now = await subscribePage(deps.pages, { page, refused });
    const left = missingFields(now.subscribed);
    if (left.length > 0)
      return { ...now, problem: `Facebook did not keep these fields of the Page: ${left.join(', ')}.` };
    return { ...now, problem: webhook ? await subscribeApp(deps.tokens, webhook, now.subscribed) : null };
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    return { missing: [], refused, problem: error.reason };
  }
}

/** The app is told of what the Page tells it: only what both are subscribed to arrives. */
async function subscribeApp(
  tokens: MetaTokens | null,
  { callbackUrl, verifyToken }: NonNullable<AppWebhook>,
  ofPage: readonly string[],
): Promise<string | null> {
  if (!tokens) return 'The app id (FB_APP_ID) is not set, so Facebook cannot be asked where it posts.';
  const fields = [...PAGE_FIELDS, ...OPTIONAL_PAGE_FIELDS.filter((field) => ofPage.includes(field))];
  const lacking = async () => {
    const now = await tokens.readAppSubscription();
    return now?.callbackUrl === callbackUrl ? fields.filter((field) => !now.fields.includes(field)) : fields;
  };
  if ((await lacking()).length === 0) return null;
  await tokens.subscribeApp({ callbackUrl, verifyToken, fields });
  const needed: readonly string[] = PAGE_FIELDS;
  return (await lacking()).some((field) => needed.includes(field))
    ? `Facebook did not keep the address ${callbackUrl} with all fields.`
    : null;
}
