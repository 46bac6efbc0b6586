import { GraphQLError } from 'graphql';
import { requireMember, requireStoreOf } from '../domain/identity/require-member.ts';
import { requireStoreOfKey } from '../domain/partners/scopes.ts';
import type { ApiContext } from '../schema/api-context.ts';
import { uuidOf } from '../schema/global-id.ts';

/** Id of the signed-in person. Every root field has refused nobody before. */
export function sellerOf(context: ApiContext): string {
  if (context.caller) return context.caller.sellerId;
  throw new GraphQLError('Nobody is signed in.', { extensions: { code: 'UNAUTHENTICATED' } });
}

/**
 * The UUID of a store of the signed-in person, from its global id.
 * @throws NotFoundError alike for a foreign store, one that does not exist, and an id of something else.
 */
export async function requireStore(
  context: ApiContext,
  globalId: string,
  options: { readonly roles?: readonly ['owner'] } = {},
): Promise<string> {
  const storeId = uuidOf('Store', globalId);
  requireStoreOfKey(context.caller?.key, storeId);
  await requireMember(context.app.pool, { storeId, sellerId: sellerOf(context), ...options });
  return storeId;
}

const TYPES = { Product: 'product', LiveEvent: 'live event', Order: 'order' } as const;

/**
 * The UUID behind a global id and the store that it belongs to, when the signed-in person may act there.
 * @throws NotFoundError alike for a foreign thing, one that does not exist, and an id of something else.
 */
export async function requireOwn(
  context: ApiContext,
  type: keyof typeof TYPES,
  globalId: string,
): Promise<{ readonly id: string; readonly storeId: string }> {
  const id = uuidOf(type, globalId);
  const storeId = await requireStoreOf(context.app.pool, { what: TYPES[type], id, sellerId: sellerOf(context) });
  requireStoreOfKey(context.caller?.key, storeId, TYPES[type], id);
  return { id, storeId };
}
