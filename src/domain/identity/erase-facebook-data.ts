import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { disconnectPages } from './disconnect-page.ts';

const FORGET_LINK = `
DELETE FROM accounts a WHERE a.provider_id = 'facebook' AND a.account_id = $1
  AND EXISTS (SELECT FROM accounts o WHERE o.seller_id = a.seller_id AND o.provider_id <> 'facebook')`;
// Whoever signs in by Facebook alone keeps the one id that opens their own account (docs/decisions/0035).
const FORGET_TOKENS = `
UPDATE accounts SET access_token = NULL, refresh_token = NULL, id_token = NULL, scope = NULL
WHERE provider_id = 'facebook' AND account_id = $1`;

/**
 * Erases what Facebook gave us about a person: connections to Pages, tokens, and the link to their account when they can
 * sign in without it. Answers the code under which they can ask what became of it.
 */
export async function eraseFacebookData(
  deps: { readonly pool: Pool },
  input: { readonly fbUserId: string },
): Promise<{ readonly code: string }> {
  const code = randomBytes(18).toString('base64url');
  await withTransaction(deps.pool, async (sql) => {
    await rowsOf(sql, FORGET_LINK, [input.fbUserId]);
    await rowsOf(sql, FORGET_TOKENS, [input.fbUserId]);
    const connections = await disconnectPages(sql, { fbUserId: input.fbUserId, reason: 'data-deletion' });
    await rowsOf(sql, 'INSERT INTO data_deletions (code, connections_erased) VALUES ($1, $2)', [code, connections]);
  });
  return { code };
}
