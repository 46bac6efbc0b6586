import { builder } from '../builder.ts';
import { toGlobalId } from '../global-id.ts';

export const Login = builder.prismaObject('LoginAttempt', {
  variant: 'Login',
  description: 'A try to sign in to the account of the signed-in person, or to change its password. Kept for 90 days.',
  select: { id: true },
  fields: (t) => ({
    id: t.id({ description: 'Id of the try.', resolve: ({ id }) => toGlobalId('Login', id) }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    method: t.exposeString('method', {
      description:
        'How: password, facebook, totp, backup-code, sign-up or session; password-change, password-set, password-reset, factor-off or new-backup-codes.',
    }),
    outcome: t.exposeString('outcome', {
      description:
        'How it ended: signed-in, second-factor-asked, refused, locked, signed-out-everywhere or (of a password) changed.',
    }),
    ipAddress: t.exposeString('ipAddress', { nullable: true, description: 'Address that it came from.' }),
    userAgent: t.exposeString('userAgent', { nullable: true, description: 'Program that it came from, as it says.' }),
  }),
});
