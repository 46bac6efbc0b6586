import { NotFoundError } from '../../domain/errors.ts';
import { dropDeadLetters } from '../../domain/queues/dead-letters.ts';
import { builder } from '../../schema/builder.ts';
import { SettledDeadLetters } from '../../schema/queues/dead-letter.ts';
import { INPUT } from '../../schema/texts.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const DropDeadLetterInput = builder.inputType('DropDeadLetterInput', {
  description: 'A dead letter to drop.',
  fields: (t) => ({ deadLetterId: t.id({ required: true, description: 'Global id of the DeadLetter.' }) }),
});

builder.mutationField('dropDeadLetter', (t) =>
  t.field({
    type: SettledDeadLetters,
    description: 'Drops work for good: it is never done. The audit log keeps that it was dropped. Owners only.',
    errors: { types: [NotFoundError], dataField: { description: 'The dead letter that was found.' } },
    args: { input: t.arg({ type: DropDeadLetterInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const { id, storeId } = await requireOwn(context, 'Mutation.dropDeadLetter', 'DeadLetter', input.deadLetterId);
      return dropDeadLetters(context.app, { storeId, actorId: sellerOf(context), ids: [id] });
    },
  }),
);
