import { builder } from '../builder.ts';
import { toGlobalId } from '../global-id.ts';
import { Member } from './member.ts';

export const Viewer = builder.prismaObject('Seller', {
  variant: 'Viewer',
  description: 'The signed-in person.',
  fields: (t) => ({
    id: t.id({ description: 'Id of the person.', resolve: (seller) => toGlobalId('Viewer', seller.id) }),
    email: t.exposeString('email', { description: 'E-mail address to sign in with.' }),
    fullName: t.exposeString('fullName', { description: 'Name.' }),
    uiLang: t.exposeString('uiLang', { description: 'Language of mails to this person: es, en, pt, fr or ar.' }),
    hasSecondFactor: t.exposeBoolean('twoFactorEnabled', {
      description: 'Signing in with the password asks for a one-time code, too.',
    }),
    isSecondFactorDue: t.boolean({
      description:
        'Owner of a store that sells so much that a second factor is needed: until it is set up every mutation is refused with SECOND_FACTOR_REQUIRED.',
      resolve: (_seller, _args, context) => context.isSecondFactorDue(),
    }),
    isSupport: t.boolean({
      description: 'One of the support people of the installation. What is theirs opens with a second factor only.',
      select: { superAdmins: { select: { sellerId: true } } },
      resolve: ({ superAdmins }) => superAdmins.length > 0,
    }),
    memberships: t.relation('members', {
      type: Member,
      description: 'Stores of this person, the oldest first.',
      query: { orderBy: { id: 'asc' }, take: 100 },
    }),
  }),
});
