import { builder } from '../../schema/builder.ts';
import { LiveEvent, LiveEventConnection, LiveEventStatus } from '../../schema/live/live-event.ts';
import { idAfter } from '../../schema/page.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('liveEvents', (t) =>
  t.prismaConnection(
    {
      type: LiveEvent,
      cursor: 'id',
      description: 'Lives of a store, the newest first. Error NOT_FOUND when the store is not yours.',
      args: {
        storeId: t.arg.id({ required: true, description: STORE_ID }),
        status: t.arg({ type: LiveEventStatus, description: 'Only those in this state.' }),
      },
      resolve: async (query, _root, args, context) => {
        idAfter(args.after);
        const storeId = await requireStore(context, 'Query.liveEvents', args.storeId);
        return context.app.db.liveEvent.findMany({
          ...query,
          where: { storeId, ...(args.status ? { status: args.status } : {}) },
          orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        });
      },
    },
    LiveEventConnection,
  ),
);
