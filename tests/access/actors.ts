import { hashOf } from '../../src/domain/partners/api-keys.ts';
import { SCOPES } from '../../src/domain/partners/scopes.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { Listening } from '../http/listen.ts';
import { type Shop, setMember, signUp } from '../resolvers/scene.ts';
import { personOf } from './fill-shop.ts';

export const ALL_SCOPES = SCOPES.map((scope) => scope.toUpperCase().replace(':', '_'));

/** A key of the owner of a shop. */
export async function makeKey({ api, ids }: Shop, scopes: readonly string[]): Promise<string> {
  const made = await api.graphql<{ createApiKey: { data: { secret: string } } }>(
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { ... on CreateApiKeySuccess { data { secret } } } }',
    { input: { storeId: ids.store, name: 'Walker', scopes } },
  );
  return made.createApiKey.data.secret;
}

/** Ends a key as time or its owner would. */
export async function endKey(server: Listening, secret: string, column: 'expires_at' | 'revoked_at'): Promise<string> {
  const sql = `UPDATE api_keys SET ${column} = now() - interval '1 minute' WHERE token_hash = $1`;
  await rowsOf(server.app.pool, sql, [hashOf(secret)]);
  return secret;
}

/** Somebody who moderates the live. */
export async function moderator(server: Listening, shop: Shop, liveEventId: string): Promise<string> {
  const { token } = await signUp(server);
  await setMember(server, { storeId: shop.ids.store, token, isMember: true });
  await rowsOf(server.app.pool, `UPDATE members SET role = 'moderator', live_id = $2 WHERE vendedor_id = $1`, [
    await personOf(server, token),
    liveEventId,
  ]);
  return token;
}

/** A support person, with a second factor or without. */
export async function superadmin(server: Listening, hasFactor: boolean): Promise<string> {
  const { token } = await signUp(server);
  const id = await personOf(server, token);
  await rowsOf(server.app.pool, 'INSERT INTO superadmins (seller_id) VALUES ($1)', [id]);
  await rowsOf(server.app.pool, 'UPDATE vendedores SET two_factor_enabled = $2 WHERE id = $1', [id, hasFactor]);
  return token;
}
