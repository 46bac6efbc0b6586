import { IllegalMoveError, NotFoundError } from '../../domain/errors.ts';
import { removeMember } from '../../domain/identity/remove-member.ts';
import { builder } from '../../schema/builder.ts';
import { toGlobalId } from '../../schema/global-id.ts';
import { INPUT } from '../../schema/texts.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const RemoveMemberInput = builder.inputType('RemoveMemberInput', {
  description: 'A member to remove.',
  fields: (t) => ({ memberId: t.id({ required: true, description: 'Id of the Member.' }) }),
});

builder.mutationField('removeMember', (t) =>
  t.id({
    description:
      'Ends a membership at once, with the open sockets and the API keys of that person in this store. ILLEGAL_MOVE for the last owner.',
    errors: { types: [NotFoundError, IllegalMoveError], dataField: { description: 'Id of the ended membership.' } },
    args: { input: t.arg({ type: RemoveMemberInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const { id, storeId } = await requireOwn(context, 'Mutation.removeMember', 'Member', input.memberId);
      await removeMember(context.app, { storeId, actorId: sellerOf(context), memberId: id });
      return toGlobalId('Member', id);
    },
  }),
);
