import { builder } from '../../schema/builder.ts';
import { Login } from '../../schema/identity/login.ts';
import { pageSize } from '../../schema/page.ts';
import { sellerOf } from '../caller.ts';

builder.queryField('logins', (t) =>
  t.prismaField({
    type: [Login],
    description: 'The latest tries to sign in to your account, the newest first. They are kept for 90 days.',
    args: { first: t.arg.int({ description: 'How many at most: 1 to 100, 20 when left out.' }) },
    resolve: (query, _root, args, context) =>
      context.app.db.loginAttempt.findMany({
        ...query,
        where: { sellerId: sellerOf(context) },
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: pageSize(args.first),
      }),
  }),
);
