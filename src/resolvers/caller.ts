import { GraphQLError } from 'graphql';
import {
  requirePermission,
  requirePermissionOn,
  requireSupport,
  type Standing,
} from '../domain/identity/permissions.ts';
import { requireStoreOfKey } from '../domain/partners/scopes.ts';
import type { ApiContext } from '../schema/api-context.ts';
import { uuidOf } from '../schema/global-id.ts';
import { FIELD_ACCESS, type StoreField, type SupportField } from './access.ts';

/** Id of the signed-in person. Every root field has refused nobody before. */
export function sellerOf(context: ApiContext): string {
  if (context.caller) return context.caller.sellerId;
  throw new GraphQLError('Nobody is signed in.', { extensions: { code: 'UNAUTHENTICATED' } });
}

/**
 * The UUID of a store from its global id, when the signed-in person may use the field there.
 * @throws NotFoundError alike for a foreign store, one that does not exist, one where the person's role does not
 * suffice, and an id of something else.
 */
export async function requireStore(context: ApiContext, field: StoreField, globalId: string): Promise<string> {
  const storeId = uuidOf('Store', globalId);
  requireStoreOfKey(context.caller?.key, storeId);
  const permission = FIELD_ACCESS[field];
  await requirePermission(context.app.pool, { storeId, sellerId: sellerOf(context), permission });
  return storeId;
}

const TYPES = {
  Product: 'product',
  AiDecision: 'decision',
  LiveEvent: 'live event',
  Order: 'order',
  ApiKey: 'key',
  Conversation: 'conversation',
  Buyer: 'buyer',
  WebhookEndpoint: 'webhook endpoint',
  DeadLetter: 'dead letter',
  Member: 'member',
  Invitation: 'invitation',
} as const;

/**
 * The UUID behind a global id, the store that it belongs to and what the person is there, when the signed-in person may use the field there.
 * @throws NotFoundError alike for a foreign thing, one that does not exist, one on which the person's role may not act,
 * and an id of something else.
 */
export async function requireOwn(
  context: ApiContext,
  field: StoreField,
  type: keyof typeof TYPES,
  globalId: string,
): Promise<Standing & { readonly id: string }> {
  const id = uuidOf(type, globalId);
  const { storeId, role } = await requirePermissionOn(context.app.pool, {
    what: TYPES[type],
    id,
    sellerId: sellerOf(context),
    permission: FIELD_ACCESS[field],
  });
  requireStoreOfKey(context.caller?.key, storeId, TYPES[type], id);
  return { id, storeId, role };
}

/**
 * Id of the signed-in person, when they are a support person of the installation.
 * @throws SupportOnlyError
 */
export async function requireSuperAdmin(context: ApiContext, field: SupportField): Promise<string> {
  const sellerId = sellerOf(context);
  await requireSupport(context.beyondWall.pool, { sellerId, permission: FIELD_ACCESS[field] });
  return sellerId;
}
