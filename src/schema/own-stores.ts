import type { ApiContext } from './api-context.ts';

/** Filter that leaves only stores of the signed-in person; nobody's stores for nobody. */
export function ownStore(context: ApiContext) {
  return { members: { some: { sellerId: context.caller?.sellerId ?? '00000000-0000-0000-0000-000000000000' } } };
}

/** Finds a node by its UUID when it belongs to a store of the signed-in person. */
export function findOwn(id: string, context: ApiContext) {
  return { id, store: ownStore(context) };
}
