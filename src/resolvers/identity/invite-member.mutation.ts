import { z } from 'zod';
import { ConflictError, InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { inviteMember } from '../../domain/identity/invite-member.ts';
import { MAIL_LANGUAGES } from '../../domain/identity/mail-texts.ts';
import { builder } from '../../schema/builder.ts';
import { Invitation } from '../../schema/identity/invitation.ts';
import { MemberRole } from '../../schema/identity/member-role.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { liveOfRole } from './place-in-store.ts';

const InviteMemberInput = builder.inputType('InviteMemberInput', {
  description: 'Whom to invite, and as what.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    email: t.string({ required: true, description: 'Address that the link is sent to.' }),
    role: t.field({ type: MemberRole, required: true, description: 'What the person will be.' }),
    liveEventId: t.id({ description: 'Global id of the LiveEvent that a moderator is to see; not for other roles.' }),
    language: t.string({ description: 'Language of the mail: es, en, pt, fr or ar; es when left out.' }),
  }),
  validate: z.object({
    storeId: z.string(),
    email: z.email('Expected an e-mail address').max(254, 'Expected up to 254 characters'),
    role: z.string(),
    liveEventId: z.string().nullish(),
    language: z.enum(MAIL_LANGUAGES, `Expected one of ${MAIL_LANGUAGES.join(', ')}`).nullish(),
  }),
});

builder.mutationField('inviteMember', (t) =>
  t.prismaField({
    type: Invitation,
    description:
      'Invites a person by mail. An open invitation of the same address ends. CONFLICT when they are a member already, or after 50 invitations within a day. Owners only: to others the store is not found.',
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      dataField: { description: 'The invitation, whose mail is on its way.' },
    },
    args: { input: t.arg({ type: InviteMemberInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.inviteMember', input.storeId);
      const { role, email } = input;
      const liveEventId = await liveOfRole(context, 'Mutation.inviteMember', { ...input, storeId });
      const { invitationId } = await inviteMember(context.app, {
        storeId,
        actorId: sellerOf(context),
        email,
        role,
        liveEventId,
        locale: input.language ?? 'es',
      });
      return context.app.db.invitation.findUniqueOrThrow({ ...asked(query), where: { id: invitationId } });
    },
  }),
);
