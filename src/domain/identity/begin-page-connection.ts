import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { rowsOf } from '../../platform/db/transaction.ts';
import { wantedPermissions } from './page-permissions.ts';

/** The app at Facebook: its id, the address of its dialog, where people come back to, and its name for the permission of templates. */
export type FacebookApp = {
  readonly id: string;
  readonly dialogUrl: string;
  readonly redirectUri: string;
  readonly utilityPermission: string;
};

const SAVE = `
INSERT INTO page_connections (tienda_id, vendedor_id, state_hash, code_verifier) VALUES ($1, $2, $3, $4)
ON CONFLICT (tienda_id) DO UPDATE SET vendedor_id = EXCLUDED.vendedor_id, state_hash = EXCLUDED.state_hash,
  code_verifier = EXCLUDED.code_verifier, user_access_token_enc = NULL, token_expires_at = NULL, fb_user_id = NULL,
  scopes = '{}', created_at = now()`;

/**
 * Where the person grants the permissions that selling needs. Facebook asks again for those that were declined before.
 * The answer is good once, for ten minutes, and for this person alone (RFC 9700: state, and PKCE by S256).
 */
export async function beginPageConnection(
  deps: { readonly pool: Pool },
  input: { readonly storeId: string; readonly sellerId: string; readonly app: FacebookApp },
): Promise<{ readonly url: string }> {
  const { storeId, sellerId, app } = input;
  const state = randomBytes(32).toString('base64url');
  const codeVerifier = randomBytes(32).toString('base64url');
  await rowsOf(deps.pool, SAVE, [storeId, sellerId, hashState(state), codeVerifier]);
  const query = new URLSearchParams({
    client_id: app.id,
    redirect_uri: app.redirectUri,
    response_type: 'code',
    scope: wantedPermissions(app)
      .map(({ name }) => name)
      .join(','),
    auth_type: 'rerequest',
    state,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { url: `${app.dialogUrl}?${query}` };
}

export function hashState(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
