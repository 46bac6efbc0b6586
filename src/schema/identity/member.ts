import type { MemberRole as Role } from '../../domain/identity/permissions.ts';
import { builder } from '../builder.ts';
import { toGlobalId } from '../global-id.ts';
import { LiveEvent } from '../live/live-event.ts';
import { MemberRole } from './member-role.ts';
import { Store } from './store.ts';

export const Member = builder.prismaObject('Member', {
  name: 'Member',
  description: 'A person’s place in a store.',
  select: { id: true, sellerId: true },
  fields: (t) => ({
    id: t.id({ description: 'Id of the membership.', resolve: (member) => toGlobalId('Member', member.id) }),
    role: t.field({
      type: MemberRole,
      description: 'What the person may do there.',
      select: { role: true },
      resolve: (member) => member.role as Role,
    }),
    liveEvent: t.relation('liveEvent', {
      type: LiveEvent,
      nullable: true,
      description: 'The one live that a moderator sees; null for other roles.',
    }),
    store: t.relation('store', { type: Store, description: 'The store.' }),
    fullName: t.string({
      description: 'Name of the person.',
      select: { seller: { select: { fullName: true } } },
      resolve: (member) => member.seller.fullName,
    }),
    email: t.string({
      description: 'Address that the person signs in with.',
      select: { seller: { select: { email: true } } },
      resolve: (member) => member.seller.email,
    }),
    isYou: t.boolean({
      description: 'It is the signed-in person.',
      resolve: (member, _args, context) => member.sellerId === context.caller?.sellerId,
    }),
    joinedAt: t.expose('createdAt', { type: 'DateTime', description: 'Since when.' }),
  }),
});
