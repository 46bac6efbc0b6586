import { z } from 'zod';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { dropDeadLetters } from '../../domain/queues/dead-letters.ts';
import { builder } from '../../schema/builder.ts';
import { SettledDeadLetters } from '../../schema/queues/dead-letter.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { deadLetterIds, uuidsOf } from './dead-letter-ids.ts';

const DropDeadLettersInput = builder.inputType('DropDeadLettersInput', {
  description: 'Dead letters of a store to drop.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    deadLetterIds: t.idList({ required: true, description: 'Global ids of DeadLetters, 1 to 100.' }),
  }),
  validate: z.object({ storeId: z.string(), deadLetterIds: deadLetterIds() }),
});

builder.mutationField('dropDeadLetters', (t) =>
  t.field({
    type: SettledDeadLetters,
    description:
      'Drops work for good: it is never done. The audit log keeps that it was dropped. Up to 100 at once; ids of other stores, or of work that was settled before, are passed over. Owners only: to others the store is not found.',
    errors: {
      types: [InvalidInputError, NotFoundError],
      dataField: { description: 'The dead letters that were found.' },
    },
    args: { input: t.arg({ type: DropDeadLettersInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.dropDeadLetters', input.storeId);
      const ids = uuidsOf(input.deadLetterIds);
      return dropDeadLetters(context.app, { storeId, actorId: sellerOf(context), ids });
    },
  }),
);
