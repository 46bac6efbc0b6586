import { findInvitation } from '../../domain/identity/accept-invitation.ts';
import { builder } from '../../schema/builder.ts';
import { InvitationOffer } from '../../schema/identity/invitation.ts';
import { sellerOf } from '../caller.ts';

builder.queryField('invitation', (t) =>
  t.field({
    type: InvitationOffer,
    nullable: true,
    description:
      'What the link of a mail offers. Null when it was used, revoked or has expired, and when the signed-in person has another address than the one that it was sent to.',
    args: { token: t.arg.string({ required: true, description: 'What stands behind the # of the link.' }) },
    resolve: (_root, { token }, context) =>
      // Who was invited is no member yet.
      findInvitation(context.beyondWall.pool, { token, sellerId: sellerOf(context) }),
  }),
);
