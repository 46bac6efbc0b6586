import { z } from 'zod';
import { ConflictError, InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { startLive } from '../../domain/live/start-live.ts';
import { builder } from '../../schema/builder.ts';
import { LiveEvent } from '../../schema/live/live-event.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore } from '../caller.ts';
import { fbId, line } from '../shapes.ts';

const StartLiveInput = builder.inputType('StartLiveInput', {
  description: 'A live to start.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    title: t.string({ required: true, description: 'Title, up to 200 characters.' }),
    fbLiveId: t.string({
      description: 'Id of the live video at Facebook. Left out: the connected Page is asked what runs there.',
    }),
    fbPostId: t.string({
      description:
        'Id of its post, `{page}_{post}`: comments under other posts are not this live’s. Left out: asked as well.',
    }),
  }),
  validate: z.object({
    storeId: z.string(),
    title: line(200),
    fbLiveId: fbId().nullish(),
    fbPostId: fbId().nullish(),
  }),
});

builder.mutationField('startLive', (t) =>
  t.prismaField({
    type: LiveEvent,
    description:
      'Starts a live: from now on comments become holds. CONFLICT when a live already belongs to the broadcast.',
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      dataField: { description: 'The running live.' },
    },
    args: { input: t.arg({ type: StartLiveInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.startLive', input.storeId);
      const { liveEventId } = await startLive(context.app, {
        storeId,
        title: input.title,
        fbLiveId: input.fbLiveId ?? null,
        fbPostId: input.fbPostId ?? null,
      });
      return context.app.db.liveEvent.findUniqueOrThrow({ ...asked(query), where: { id: liveEventId } });
    },
  }),
);
