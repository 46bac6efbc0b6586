import type { Pool } from 'pg';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { FacebookRefusedError } from '../errors.ts';
import { hashState } from './begin-page-connection.ts';
import type { MetaTokens } from './meta-tokens.ts';
import { missingTasks } from './page-permissions.ts';
import { pendingTokenSeal } from './page-seal.ts';
import { askFacebook } from './prove-page.ts';

/** A Page that the person manages. `missingTasks`: what they may not do there but would have to. */
export type PageChoice = {
  readonly fbPageId: string;
  readonly name: string;
  readonly missingTasks: readonly string[];
};
export type PageChoices = { readonly scopes: readonly string[]; readonly pages: readonly PageChoice[] };

// A state is used up by the first who brings it, whatever comes of it.
const TAKE = `
UPDATE page_connections SET state_hash = NULL
WHERE tienda_id = $1 AND vendedor_id = $2 AND state_hash = $3 AND created_at > now() - interval '10 minutes'
RETURNING code_verifier AS "codeVerifier"`;

/**
 * The person is back from Facebook's dialog: their long-lived token is kept sealed until they choose one of the Pages.
 * @throws FacebookRefusedError when the answer is not for this person and store, too old, or refused by Facebook.
 */
export async function completePageConnection(
  deps: { readonly pool: Pool; readonly vault: Vault; readonly tokens: MetaTokens },
  input: {
    readonly storeId: string;
    readonly sellerId: string;
    readonly code: string;
    readonly state: string;
    readonly redirectUri: string;
  },
): Promise<PageChoices> {
  const { storeId, sellerId } = input;
  const [begun] = await rowsOf<{ codeVerifier: string }>(deps.pool, TAKE, [storeId, sellerId, hashState(input.state)]);
  if (!begun) {
    throw new FacebookRefusedError(
      'This answer of Facebook is not for this store and person, or it is older than ten minutes. Nothing was changed. Connect with Facebook again.',
    );
  }
  const { code, redirectUri } = input;
  const { user, facts, pages } = await askFacebook(async () => {
    const user = await deps.tokens.exchangeCode({ code, redirectUri, codeVerifier: begun.codeVerifier });
    const facts = await deps.tokens.inspectToken(user.accessToken);
    return { user, facts, pages: await deps.tokens.listPages(user.accessToken) };
  });
  await withTransaction(deps.pool, async (sql) => {
    const sealed = await deps.vault.encrypt(sql, user.accessToken, pendingTokenSeal(storeId));
    await rowsOf(
      sql,
      `UPDATE page_connections SET user_access_token_enc = $3, fb_user_id = $4, scopes = $5,
         token_expires_at = now() + $6::int * interval '1 second'
       WHERE tienda_id = $1 AND vendedor_id = $2`,
      [storeId, sellerId, sealed, facts.fbUserId, [...facts.scopes], Math.floor(user.expiresInS)],
    );
  });
  return {
    scopes: facts.scopes,
    pages: pages.map(({ id, name, tasks }) => ({ fbPageId: id, name, missingTasks: missingTasks(tasks) })),
  };
}
