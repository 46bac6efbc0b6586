import { builder } from '../../schema/builder.ts';
import { positionOf } from '../../schema/global-id.ts';
import { FeedEventRef } from '../../schema/live/feed-union.ts';
import { FEED_AFTER } from '../../schema/texts.ts';
import { requireOwn } from '../caller.ts';
import { subscribeFeed } from './subscribe-feed.ts';

builder.subscriptionField('liveFeed', (t) =>
  t.field({
    type: FeedEventRef,
    description:
      'Events of one live after the cursor, then as they happen; every event once, in order. Error NOT_FOUND when the live is not yours.',
    args: {
      liveEventId: t.arg.id({ required: true, description: 'Global id of the LiveEvent.' }),
      after: t.arg.string({ description: FEED_AFTER }),
    },
    subscribe: async (_root, args, context) => {
      const after = positionOf(args.after);
      const live = await requireOwn(context, 'Subscription.liveFeed', 'LiveEvent', args.liveEventId);
      return subscribeFeed(context, {
        storeId: live.storeId,
        liveEventId: live.id,
        isModerator: live.role === 'moderator',
        after,
      });
    },
    resolve: (event) => event,
  }),
);
