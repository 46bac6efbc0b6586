import { z } from 'zod';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { requeueDeadLetters } from '../../domain/queues/dead-letters.ts';
import { builder } from '../../schema/builder.ts';
import { SettledDeadLetters } from '../../schema/queues/dead-letter.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { deadLetterIds, uuidsOf } from './dead-letter-ids.ts';

const RequeueDeadLettersInput = builder.inputType('RequeueDeadLettersInput', {
  description: 'Dead letters of a store to requeue.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    deadLetterIds: t.idList({ required: true, description: 'Global ids of DeadLetters, 1 to 100.' }),
  }),
  validate: z.object({ storeId: z.string(), deadLetterIds: deadLetterIds() }),
});

builder.mutationField('requeueDeadLetters', (t) =>
  t.field({
    type: SettledDeadLetters,
    description:
      'Puts work back into its queue, as if it had never been tried. Up to 100 at once; ids of other stores, or of work that was settled before, are passed over. Owners only: to others the store is not found.',
    errors: {
      types: [InvalidInputError, NotFoundError],
      dataField: { description: 'The dead letters that were found.' },
    },
    args: { input: t.arg({ type: RequeueDeadLettersInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.requeueDeadLetters', input.storeId);
      const ids = uuidsOf(input.deadLetterIds);
      return requeueDeadLetters(context.app, { storeId, actorId: sellerOf(context), ids });
    },
  }),
);
