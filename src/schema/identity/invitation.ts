import type { InvitationOffer as Offer } from '../../domain/identity/accept-invitation.ts';
import type { MemberRole as Role } from '../../domain/identity/permissions.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { toGlobalId } from '../global-id.ts';
import { LiveEvent } from '../live/live-event.ts';
import { MemberRole } from './member-role.ts';

type State = 'queued' | 'sent' | 'failed' | 'dropped';

const MailState = builder.enumType('MailState', {
  description: 'How far a mail is.',
  values: enumValues<State>({
    queued: 'It is about to be sent, or tried again in a while.',
    sent: 'The mail service took it.',
    failed: 'It was given up: the address may be wrong. Invite again.',
    dropped: 'It was not wanted any more when it was its turn.',
  }),
});

export const Invitation = builder.prismaObject('Invitation', {
  name: 'Invitation',
  description: 'An invitation into a store that was neither accepted nor revoked. Its link is good once, for 7 days.',
  select: { id: true },
  fields: (t) => ({
    id: t.id({ description: 'Id of the invitation.', resolve: ({ id }) => toGlobalId('Invitation', id) }),
    email: t.exposeString('email', { description: 'Address that it was sent to; nobody else can accept it.' }),
    role: t.field({
      type: MemberRole,
      description: 'What the person will be.',
      select: { role: true },
      resolve: (invitation) => invitation.role as Role,
    }),
    liveEvent: t.relation('liveEvent', {
      type: LiveEvent,
      nullable: true,
      description: 'The one live that a moderator will see; null for other roles.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the link is good.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    mailState: t.field({
      type: MailState,
      description: 'How far its mail is.',
      select: { mail: { select: { state: true } } },
      resolve: (invitation) => (invitation.mail?.state ?? 'sent') as State,
    }),
  }),
});

export const InvitationOffer = builder.objectRef<Offer>('InvitationOffer').implement({
  description: 'What an invitation offers to the person whom it was sent to.',
  fields: (t) => ({
    storeName: t.exposeString('storeName', { description: 'Name of the store.' }),
    role: t.field({ type: MemberRole, description: 'What you would be there.', resolve: (offer) => offer.role }),
    liveTitle: t.exposeString('liveTitle', {
      nullable: true,
      description: 'Title of the one live that you would see as moderator.',
    }),
    invitedBy: t.exposeString('invitedBy', { nullable: true, description: 'Who invites; null when they are gone.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'Until when.', resolve: (offer) => offer.expiresAt }),
  }),
});
