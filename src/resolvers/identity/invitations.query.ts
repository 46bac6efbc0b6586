import { builder } from '../../schema/builder.ts';
import { Invitation } from '../../schema/identity/invitation.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('invitations', (t) =>
  t.prismaField({
    type: [Invitation],
    description:
      'Invitations that wait to be accepted, expired ones included, the newest first. Owners only: to others the store is not found.',
    args: { storeId: t.arg.id({ required: true, description: STORE_ID }) },
    resolve: async (query, _root, args, context) => {
      const storeId = await requireStore(context, 'Query.invitations', args.storeId);
      const where = { storeId, acceptedAt: null, revokedAt: null };
      return context.app.db.invitation.findMany({ ...query, where, orderBy: { id: 'desc' }, take: 200 });
    },
  }),
);
