import type { Pool } from 'pg';
import { rowsOf } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { FacebookRefusedError } from '../errors.ts';
import { connectPage } from './connect-page.ts';
import type { MetaTokens } from './meta-tokens.ts';
import { missingTasks } from './page-permissions.ts';
import { pendingTokenSeal } from './page-seal.ts';
import { askFacebook, type ProvePageDeps, provePage } from './prove-page.ts';

type Pending = { readonly sealed: string; readonly expiresAt: Date };

const PENDING = `
SELECT user_access_token_enc AS sealed, token_expires_at AS "expiresAt" FROM page_connections
WHERE tienda_id = $1 AND vendedor_id = $2 AND user_access_token_enc IS NOT NULL AND created_at > now() - interval '1 hour'`;

/**
 * Connects one of the Pages that the person was shown, once Facebook has confirmed its token.
 * @throws FacebookRefusedError when they may not, ConflictError when another store has the Page.
 */
export async function choosePage(
  deps: ProvePageDeps & { readonly pool: Pool; readonly vault: Vault; readonly tokens: MetaTokens },
  input: { readonly storeId: string; readonly sellerId: string; readonly fbPageId: string },
): Promise<void> {
  const { storeId, sellerId, fbPageId } = input;
  const [pending] = await rowsOf<Pending>(deps.pool, PENDING, [storeId, sellerId]);
  if (!pending) {
    throw new FacebookRefusedError(
      'You have not been at Facebook in the last hour. Nothing was changed. Connect with Facebook first.',
    );
  }
  const userToken = await deps.vault.decrypt(pending.sealed, pendingTokenSeal(storeId));
  const page = (await askFacebook(() => deps.tokens.listPages(userToken))).find(({ id }) => id === fbPageId);
  if (!page?.accessToken) {
    throw new FacebookRefusedError(
      `Facebook does not list the Page ${fbPageId} among yours. Nothing was changed. Connect with Facebook again and tick it there.`,
    );
  }
  const missing = missingTasks(page.tasks);
  if (missing.length > 0) {
    throw new FacebookRefusedError(
      `On ${page.name} you lack the task ${missing.join(', ')}. Nothing was changed. Ask an administrator of the Page for it.`,
    );
  }
  await connectPage(deps, {
    storeId,
    actorId: sellerId,
    fbPageId,
    pageAccessToken: page.accessToken,
    user: { accessToken: userToken, expiresAt: pending.expiresAt },
    proven: await provePage(deps, { fbPageId, accessToken: page.accessToken }),
  });
}
