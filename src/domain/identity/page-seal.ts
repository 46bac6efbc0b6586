import type { Seal } from '../../platform/vault/vault.ts';

/** What the sealed token of a store's Page is bound to. A store has one connection, so its id names the row. */
export const pageTokenSeal = (storeId: string): Seal => ({
  storeId,
  table: 'fb_sessions',
  column: 'page_access_token_enc',
  row: storeId,
  v1: `${storeId}|fb_sessions|page_access_token`,
});

/** What the sealed token of the person who connected the Page is bound to. */
export const userTokenSeal = (storeId: string): Seal => ({
  storeId,
  table: 'fb_sessions',
  column: 'user_access_token_enc',
  row: storeId,
});

/** What the sealed token of a person who is about to choose a Page is bound to. */
export const pendingTokenSeal = (storeId: string): Seal => ({
  storeId,
  table: 'page_connections',
  column: 'user_access_token_enc',
  row: storeId,
});
