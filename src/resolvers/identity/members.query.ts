import { builder } from '../../schema/builder.ts';
import { Member } from '../../schema/identity/member.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('members', (t) =>
  t.prismaField({
    type: [Member],
    description: 'The people of a store, the first one first. Owners only: to others the store is not found.',
    args: { storeId: t.arg.id({ required: true, description: STORE_ID }) },
    resolve: async (query, _root, args, context) => {
      const storeId = await requireStore(context, 'Query.members', args.storeId);
      return context.app.db.member.findMany({ ...query, where: { storeId }, orderBy: { id: 'asc' }, take: 200 });
    },
  }),
);
