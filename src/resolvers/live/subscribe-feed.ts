import type { FeedEnd, FeedEvent, FeedScope } from '../../domain/live/feed.ts';
import { followFeed } from '../../domain/live/follow-feed.ts';
import type { ApiContext } from '../../schema/api-context.ts';
import { sellerOf } from '../caller.ts';

/** Codes of the socket that tell a client how to go on: 4410 resume with `after`, 4403 sign in or ask the owner. */
const CLOSE = {
  'too-slow': { code: 4410, reason: 'Too slow: connect again and resume with after' },
  'no-longer-member': { code: 4403, reason: 'No longer a member of the store' },
} as const satisfies Record<FeedEnd, { code: number; reason: string }>;

/** The events of a store or live for the caller, who has been checked to be a member of the store. */
export function subscribeFeed(
  context: ApiContext,
  input: FeedScope & { readonly isModerator: boolean; readonly after: number | null },
): AsyncGenerator<FeedEvent, void> {
  return followFeed(
    { pool: context.app.pool, feed: context.feed },
    {
      ...input,
      sellerId: sellerOf(context),
      keyId: context.caller?.key?.keyId,
      // A client that does not read would not see an error: the socket itself ends.
      onEnd: (why) => context.closeSocket?.(CLOSE[why].code, CLOSE[why].reason),
    },
  );
}
