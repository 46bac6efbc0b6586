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

/** The one GraphQL client of the page. The header tells the server that the request is no foreign form post. */
export const client = createClient({
  url: '/graphql',
  preferGetMethod: false,
  fetchOptions: { credentials: 'same-origin', headers: { 'x-graphql-csrf': '1' } },
  exchanges: [
    mapExchange({ onError: (error) => void (isSessionLost(error) && tellSessionLost()) }),
    cacheExchange,
    fetchExchange,
  ],
});
