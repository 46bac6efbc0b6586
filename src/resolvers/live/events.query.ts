import { readLog } from '../../domain/live/read-log.ts';
import { builder } from '../../schema/builder.ts';
import { positionOf } from '../../schema/global-id.ts';
import { EventPage } from '../../schema/live/feed-union.ts';
import { pageSize } from '../../schema/page.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('events', (t) =>
  t.field({
    type: EventPage,
    description:
      'The log of a store, the oldest first: the same events in the same order as `storeFeed`. Error NOT_FOUND when the store is not yours.',
    complexity: (args) => ({ field: 1, multiplier: pageSize(args.first) / 5 }),
    args: {
      storeId: t.arg.id({ required: true, description: STORE_ID }),
      after: t.arg.string({
        description:
          'Cursor of the last event that you have. Left out: from the beginning. Malformed: error BAD_CURSOR.',
      }),
      first: t.arg.int({ description: 'How many at most: 1 to 100, 20 when left out.' }),
    },
    resolve: async (_root, args, context) => {
      const after = positionOf(args.after) ?? 0;
      const limit = pageSize(args.first);
      const storeId = await requireStore(context, 'Query.events', args.storeId);
      return readLog(context.app.pool, { storeId, liveEventId: null, after, limit });
    },
  }),
);
