import { builder } from '../../schema/builder.ts';
import { positionOf } from '../../schema/global-id.ts';
import { FeedEventRef } from '../../schema/live/feed-union.ts';
import { FEED_AFTER, STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';
import { subscribeFeed } from './subscribe-feed.ts';

builder.subscriptionField('storeFeed', (t) =>
  t.field({
    type: FeedEventRef,
    description:
      'Events of a store after the cursor, then as they happen; every event once, in order. Error NOT_FOUND when the store is not yours.',
    args: {
      storeId: t.arg.id({ required: true, description: STORE_ID }),
      after: t.arg.string({ description: FEED_AFTER }),
    },
    subscribe: async (_root, args, context) => {
      const after = positionOf(args.after);
      const storeId = await requireStore(context, 'Subscription.storeFeed', args.storeId);
      return subscribeFeed(context, { storeId, liveEventId: null, isModerator: false, after });
    },
    resolve: (event) => event,
  }),
);
