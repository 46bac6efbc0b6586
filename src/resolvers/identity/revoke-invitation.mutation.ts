import { IllegalMoveError, NotFoundError } from '../../domain/errors.ts';
import { revokeInvitation } from '../../domain/identity/revoke-invitation.ts';
import { builder } from '../../schema/builder.ts';
import { Invitation } from '../../schema/identity/invitation.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const RevokeInvitationInput = builder.inputType('RevokeInvitationInput', {
  description: 'An invitation to end.',
  fields: (t) => ({ invitationId: t.id({ required: true, description: 'Id of the Invitation.' }) }),
});

builder.mutationField('revokeInvitation', (t) =>
  t.prismaField({
    type: Invitation,
    description: 'Ends an invitation: its link opens nothing any more.',
    errors: { types: [NotFoundError, IllegalMoveError], dataField: { description: 'The ended invitation.' } },
    args: { input: t.arg({ type: RevokeInvitationInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { id, storeId } = await requireOwn(context, 'Mutation.revokeInvitation', 'Invitation', input.invitationId);
      await revokeInvitation(context.app, { storeId, actorId: sellerOf(context), invitationId: id });
      return context.app.db.invitation.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
