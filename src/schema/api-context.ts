import type { App } from '../compose.ts';
import type { Feed } from '../domain/live/feed.ts';
import type { QueuedDelivery } from '../domain/partners/plan-deliveries.ts';
import type { KeyGrant } from '../domain/partners/scopes.ts';
import type { RequeueDeps } from '../domain/queues/dead-letters.ts';

/** What every field may use: the application, who is asking, and the log as it happens. */
export type ApiContext = {
  /** `pool` and `db` reach the rows of the caller's stores only. */
  readonly app: Pick<
    App<'http'>,
    | 'pool'
    | 'db'
    | 'config'
    | 'vault'
    | 'graph'
    | 'metaPages'
    | 'metaTokens'
    | 'circuits'
    | 'log'
    | 'redis'
    | 'keyPrefix'
  > & {
    /** Puts dead letters back to work. */
    readonly publishAgain: RequeueDeps['publishAgain'];
    /** Hands webhook deliveries to the workers, in this order. */
    readonly queueDeliveries: (deliveries: readonly QueuedDelivery[]) => Promise<void>;
  };
  /** Every store's rows, for the few fields that begin before there is a store. */
  readonly beyondWall: Pick<App<'http'>, 'pool'>;
  readonly feed: Feed;
  /** Null: nobody is signed in. */
  readonly caller: { readonly sellerId: string; readonly key?: KeyGrant } | null;
  /** Whether the person may change nothing before they enrol in a second factor. */
  readonly isSecondFactorDue: () => Promise<boolean>;
  /** Ends the socket behind a subscription; null when the answer travels over HTTP. */
  readonly closeSocket: ((code: number, reason: string) => void) | null;
  /** Newest position of the log before the operation read anything; set when the operation asks for it. */
  feedCursor?: string;
};
