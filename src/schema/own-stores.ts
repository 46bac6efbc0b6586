import { PERMISSIONS, type Permission } from '../domain/identity/permissions.ts';
import type { ApiContext } from './api-context.ts';

/** Filter that leaves only stores where the signed-in person has the permission; no stores for nobody. */
export function ownStore(context: ApiContext, permission: Permission = 'store:read') {
  const sellerId = context.caller?.sellerId ?? '00000000-0000-0000-0000-000000000000';
  return { members: { some: { sellerId, role: { in: [...PERMISSIONS[permission]] } } } };
}

/** Finds a node by its UUID when it belongs to such a store. */
export function findOwn(id: string, context: ApiContext, permission?: Permission) {
  return { id, store: ownStore(context, permission) };
}
