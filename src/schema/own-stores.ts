import { memberRolesWith, type Permission } from '../domain/identity/permissions.ts';
import type { ApiContext } from './api-context.ts';

/** An id that no person and no store has. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Filter that leaves only stores where the signed-in person has the permission, or the one of a key; none for nobody. */
export function ownStore(context: ApiContext, permission: Permission = 'store:read') {
  const { sellerId = NOBODY, key } = context.caller ?? {};
  const members = { some: { sellerId, role: { in: [...memberRolesWith(permission)] } } };
  // Beside the id that is asked for, not in its place.
  return { ...(key ? { AND: [{ id: key.storeId }] } : {}), members };
}

/** Finds a node by its UUID when the person has an owner's permission in its store. Keys find none. */
export function findOwned(id: string, context: ApiContext, permission: Permission = 'partners:manage') {
  return context.caller?.key ? { id, store: { id: NOBODY } } : findOwn(id, context, permission);
}

/** Finds a node by its UUID when the person has the permission in its store. */
export function findOwn(id: string, context: ApiContext, permission: Permission) {
  return { id, store: ownStore(context, permission) };
}

/** Such a finder for the nodes that one permission opens. */
export function findWith(permission: Permission) {
  return (id: string, context: ApiContext) => findOwn(id, context, permission);
}
