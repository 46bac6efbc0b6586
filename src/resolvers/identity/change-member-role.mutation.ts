import { IllegalMoveError, InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { changeMemberRole } from '../../domain/identity/change-member-role.ts';
import { builder } from '../../schema/builder.ts';
import { Member } from '../../schema/identity/member.ts';
import { MemberRole } from '../../schema/identity/member-role.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';
import { liveOfRole } from './place-in-store.ts';

const ChangeMemberRoleInput = builder.inputType('ChangeMemberRoleInput', {
  description: 'A member and what they are to be.',
  fields: (t) => ({
    memberId: t.id({ required: true, description: 'Id of the Member.' }),
    role: t.field({ type: MemberRole, required: true, description: 'What they are to be.' }),
    liveEventId: t.id({ description: 'Global id of the LiveEvent that a moderator is to see; not for other roles.' }),
  }),
});

builder.mutationField('changeMemberRole', (t) =>
  t.prismaField({
    type: Member,
    description:
      'Gives a member another role, felt with their next request. ILLEGAL_MOVE when the store would be left without an owner.',
    errors: {
      types: [InvalidInputError, NotFoundError, IllegalMoveError],
      dataField: { description: 'The member with the new role.' },
    },
    args: { input: t.arg({ type: ChangeMemberRoleInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { id, storeId } = await requireOwn(context, 'Mutation.changeMemberRole', 'Member', input.memberId);
      const liveEventId = await liveOfRole(context, 'Mutation.changeMemberRole', { ...input, storeId });
      await changeMemberRole(context.app, {
        storeId,
        actorId: sellerOf(context),
        memberId: id,
        role: input.role,
        liveEventId,
      });
      return context.app.db.member.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
