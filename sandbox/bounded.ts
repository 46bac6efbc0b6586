/** Writes into a map that keeps the newest `maxEntries` keys, because the sandbox may run for days. */
export function putBounded<Key, Value>(map: Map<Key, Value>, maxEntries: number, key: Key, value: Value): void {
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > maxEntries && !oldest.done) map.delete(oldest.value);
}

/** Appends to a list that keeps at least the newest `maxEntries`. It is cut by a tenth at a time, so that a push stays cheap. */
export function pushBounded<Value>(list: Value[], maxEntries: number, value: Value): void {
  list.push(value);
  if (list.length > maxEntries * 1.1) list.splice(0, list.length - maxEntries);
}
