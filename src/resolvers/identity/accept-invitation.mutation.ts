import { ConflictError, IllegalMoveError } from '../../domain/errors.ts';
import { acceptInvitation } from '../../domain/identity/accept-invitation.ts';
import { builder } from '../../schema/builder.ts';
import { Store } from '../../schema/identity/store.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { sellerOf } from '../caller.ts';

const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  description: 'An invitation to accept.',
  fields: (t) => ({ token: t.string({ required: true, description: 'What stands behind the # of the link.' }) }),
});

builder.mutationField('acceptInvitation', (t) =>
  t.prismaField({
    type: Store,
    description:
      'Accepts an invitation: the signed-in person, who has the address that it was sent to, becomes a member.',
    errors: { types: [IllegalMoveError, ConflictError], dataField: { description: 'The store.' } },
    args: { input: t.arg({ type: AcceptInvitationInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { storeId } = await acceptInvitation(context.beyondWall, {
        token: input.token,
        sellerId: sellerOf(context),
      });
      return context.app.db.store.findUniqueOrThrow({ ...asked(query), where: { id: storeId } });
    },
  }),
);
