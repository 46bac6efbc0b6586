import { IllegalMoveError, NotFoundError } from '../../domain/errors.ts';
import { endLive } from '../../domain/live/end-live.ts';
import { builder } from '../../schema/builder.ts';
import { LiveEvent } from '../../schema/live/live-event.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn } from '../caller.ts';

const EndLiveInput = builder.inputType('EndLiveInput', {
  description: 'A live to end.',
  fields: (t) => ({ liveEventId: t.id({ required: true, description: 'Global id of the LiveEvent.' }) }),
});

builder.mutationField('endLive', (t) =>
  t.prismaField({
    type: LiveEvent,
    description: 'Ends a live. Its holds and payment links stay open until their time.',
    errors: { types: [NotFoundError, IllegalMoveError], dataField: { description: 'The ended live.' } },
    args: { input: t.arg({ type: EndLiveInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const live = await requireOwn(context, 'Mutation.endLive', 'LiveEvent', input.liveEventId);
      await endLive(context.app, { storeId: live.storeId, liveEventId: live.id });
      return context.app.db.liveEvent.findUniqueOrThrow({ ...asked(query), where: { id: live.id } });
    },
  }),
);
