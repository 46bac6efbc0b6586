/** Port to what Facebook says about tokens. Every call may throw SendError. */
export type MetaTokens = {
  /** A new long-lived token of about 60 days for one of the same person that has not ended. */
  renewUserToken(userToken: string): Promise<{ readonly accessToken: string; readonly expiresInS: number }>;
  /** The token of a Page that the person manages; null when they do not (any more). */
  findPageToken(userToken: string, pageId: string): Promise<string | null>;
};
