/** What Facebook knows about a token. `profileId` is the Page that a Page's token is for. */
export type TokenFacts = {
  readonly isValid: boolean;
  readonly isOurs: boolean;
  readonly scopes: readonly string[];
  /** The person behind it, by the id under which our app knows them. */
  readonly fbUserId: string | null;
  readonly profileId: string | null;
};

export type UserToken = { readonly accessToken: string; readonly expiresInS: number };

/** A Page that a person manages, and what they may do there. */
export type ManagedPage = {
  readonly id: string;
  readonly name: string;
  readonly accessToken: string | null;
  readonly tasks: readonly string[];
};

/** What the app listens to at Facebook, and where it is told. */
export type AppSubscription = { readonly callbackUrl: string; readonly fields: readonly string[] };

/** Port to what Facebook says in the name of the app and its people. Every call may throw SendError. */
export type MetaTokens = {
  /** The token of the person who came back from the dialog, of about 60 days. */
  exchangeCode(given: {
    readonly code: string;
    readonly redirectUri: string;
    readonly codeVerifier: string;
  }): Promise<UserToken>;
  /** A new long-lived token of about 60 days for one of the same person that has not ended. */
  renewUserToken(userToken: string): Promise<UserToken>;
  inspectToken(token: string): Promise<TokenFacts>;
  listPages(userToken: string): Promise<readonly ManagedPage[]>;
  /** The token of a Page that the person manages; null when they do not (any more). */
  findPageToken(userToken: string, pageId: string): Promise<string | null>;
  readAppSubscription(): Promise<AppSubscription | null>;
  /** Facebook asks `callbackUrl` for the verify token before it agrees. */
  subscribeApp(given: AppSubscription & { readonly verifyToken: string }): Promise<void>;
};
