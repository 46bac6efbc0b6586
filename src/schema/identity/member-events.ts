import type { MemberRole as Role } from '../../domain/identity/permissions.ts';
import { feedEventType } from '../live/feed-event.ts';
import { MemberRole } from './member-role.ts';

const PERSON = 'Plain id of the person.';

const joined = feedEventType('member-joined', 'Somebody accepted an invitation and is a member now.');
export const MemberJoinedEvent = joined.ref.implement({
  ...joined.common,
  fields: (t) => ({
    sellerId: t.id({ description: PERSON, resolve: (event) => joined.payload(event).sellerId }),
    role: t.field({
      type: MemberRole,
      description: 'What they may do.',
      resolve: (event) => joined.payload(event).role as Role,
    }),
  }),
});

const changed = feedEventType('member-role-changed', 'An owner gave a member another role.');
export const MemberRoleChangedEvent = changed.ref.implement({
  ...changed.common,
  fields: (t) => ({
    sellerId: t.id({ description: PERSON, resolve: (event) => changed.payload(event).sellerId }),
    role: t.field({
      type: MemberRole,
      description: 'What they may do from now on.',
      resolve: (event) => changed.payload(event).role as Role,
    }),
  }),
});

const removed = feedEventType('member-removed', 'An owner removed a member: their access has ended.');
export const MemberRemovedEvent = removed.ref.implement({
  ...removed.common,
  fields: (t) => ({
    sellerId: t.id({ description: PERSON, resolve: (event) => removed.payload(event).sellerId }),
  }),
});
