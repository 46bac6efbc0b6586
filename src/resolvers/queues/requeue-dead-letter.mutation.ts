import { NotFoundError } from '../../domain/errors.ts';
import { requeueDeadLetters } from '../../domain/queues/dead-letters.ts';
import { builder } from '../../schema/builder.ts';
import { SettledDeadLetters } from '../../schema/queues/dead-letter.ts';
import { INPUT } from '../../schema/texts.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const RequeueDeadLetterInput = builder.inputType('RequeueDeadLetterInput', {
  description: 'A dead letter to requeue.',
  fields: (t) => ({ deadLetterId: t.id({ required: true, description: 'Global id of the DeadLetter.' }) }),
});

builder.mutationField('requeueDeadLetter', (t) =>
  t.field({
    type: SettledDeadLetters,
    description: 'Puts work back into its queue, as if it had never been tried. Owners only.',
    errors: { types: [NotFoundError], dataField: { description: 'The dead letter that was found.' } },
    args: { input: t.arg({ type: RequeueDeadLetterInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const { id, storeId } = await requireOwn(context, 'Mutation.requeueDeadLetter', 'DeadLetter', input.deadLetterId);
      return requeueDeadLetters(context.app, { storeId, actorId: sellerOf(context), ids: [id] });
    },
  }),
);
