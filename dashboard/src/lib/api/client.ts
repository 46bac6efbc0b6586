import { type CombinedError, cacheExchange, createClient, fetchExchange, mapExchange } from '@urql/core';

const listeners = new Set<() => void>();

/** Calls back when the server says that nobody is signed in any more. Answers how to stop listening. */
export function onSessionLost(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellSessionLost(): void {
  for (const listener of listeners) listener();
}

/** True when the server refused because nobody is signed in. */
export function isSessionLost(error: CombinedError | undefined): boolean {
  if (!error) return false;
  if (error.response?.status === 401) return true;
  return error.graphQLErrors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED');
}

/** What is sent instead of an operation's text: its id in the list that was built with this page. */
export function idOf(document: object): { readonly persistedQuery: { version: 1; sha256Hash: string } } | undefined {
  // Vite's own server has no list.
  const hash = import.meta.env.PROD && (document as { __meta__?: { hash?: string } }).__meta__?.hash;
  return hash ? { persistedQuery: { version: 1, sha256Hash: hash } } : undefined;
}

const RELOADED = 'reloaded-for-operations';

// The server was built anew since this page was loaded. A page that stays unknown is not loaded again and again.
function reloadOutdated({ graphQLErrors }: CombinedError): void {
  const isOutdated = graphQLErrors.some(({ extensions }) => extensions?.['code'] === 'PERSISTED_QUERY_NOT_IN_LIST');
  const lastMs = Number(sessionStorage.getItem(RELOADED) ?? 0);
  if (!isOutdated || Date.now() - lastMs < 60_000) return;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
}

/** The one GraphQL client of the page. The header tells the server that the request is no foreign form post. */
export const client = createClient({
  url: '/graphql',
  preferGetMethod: false,
  fetchOptions: { credentials: 'same-origin', headers: { 'x-graphql-csrf': '1' } },
  exchanges: [
    mapExchange({
      onOperation: (operation) => {
        const extensions = idOf(operation.query);
        return extensions ? { ...operation, extensions } : operation;
      },
      onError: (error) => {
        if (isSessionLost(error)) tellSessionLost();
        reloadOutdated(error);
      },
    }),
    cacheExchange,
    fetchExchange,
  ],
});
