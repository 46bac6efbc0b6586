import type { ApiContext } from './api-context.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Filter that leaves only stores of the signed-in person, or the one store of a key; nobody's stores for nobody. */
export function ownStore(context: ApiContext) {
  const { sellerId = NOBODY, key } = context.caller ?? {};
  // Beside the id that is asked for, not in its place.
  return { ...(key ? { AND: [{ id: key.storeId }] } : {}), members: { some: { sellerId } } };
}

/** Finds a node by its UUID when it belongs to a store that the signed-in person owns. Keys find none. */
export function findOwned(id: string, context: ApiContext) {
  const sellerId = context.caller && !context.caller.key ? context.caller.sellerId : NOBODY;
  return { id, store: { members: { some: { sellerId, role: 'owner' } } } };
}

/** Finds a node by its UUID when it belongs to a store of the signed-in person. */
export function findOwn(id: string, context: ApiContext) {
  return { id, store: ownStore(context) };
}
