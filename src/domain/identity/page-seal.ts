/** What a sealed page token is bound to, so that it opens in its own row only. */
export const pageTokenSeal = (storeId: string): string => `${storeId}|fb_sessions|page_access_token`;
