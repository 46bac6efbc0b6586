import type { Redis } from 'ioredis';

/**
 * Numbers for the public replies of each store, one after the other over all processes: variant `number % variants.length`
 * never says the same twice in a row.
 */
export async function takeTurns(
  deps: { readonly redis: Redis; readonly keyPrefix: string },
  storeIds: readonly string[],
): Promise<readonly number[]> {
  const counts = Map.groupBy(storeIds, (id) => id);
  const next = new Map<string, number>();
  await Promise.all(
    [...counts].map(async ([storeId, turns]) => {
      const last = await deps.redis.incrby(`${deps.keyPrefix}store:${storeId}:turn`, turns.length);
      next.set(storeId, last - turns.length);
    }),
  );
  return storeIds.map((storeId) => {
    const turn = next.get(storeId) ?? 0;
    next.set(storeId, turn + 1);
    return turn;
  });
}
