import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** An event as a partner saw it on `storeFeed`. */
export type SeenEvent = { readonly id: string; readonly cursor: string };

const FEED =
  'subscription ($storeId: ID!, $after: String) { storeFeed(storeId: $storeId, after: $after) { ... on Event { id cursor } } }';

/** Follows a store as a partner does: comes back after every cut with the last cursor. All it sees goes to `seen`, in order. */
export async function followStore(
  given: { readonly baseUrl: string; readonly token: string; readonly storeId: string; readonly after: string },
  seen: SeenEvent[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const after = seen.at(-1)?.cursor ?? given.after;
    await followUntilCut(given, { after, signal, onEvent: (event) => seen.push(event) });
    await pause(300, undefined, { signal }).catch(() => undefined);
  }
}

function followUntilCut(
  given: { readonly baseUrl: string; readonly token: string; readonly storeId: string },
  feed: { readonly after: string; readonly signal: AbortSignal; readonly onEvent: (event: SeenEvent) => void },
): Promise<void> {
  const client = createClient({
    url: `${given.baseUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${given.token}` },
    retryAttempts: 0,
  });
  return new Promise<void>((resolve) => {
    const end = () => resolve();
    feed.signal.addEventListener('abort', end, { once: true });
    client.subscribe<{ storeFeed: SeenEvent }>(
      { query: FEED, variables: { storeId: given.storeId, after: feed.after } },
      { next: ({ data }) => data && feed.onEvent(data.storeFeed), error: end, complete: end },
    );
  }).finally(() => client.dispose());
}
