import { findSupportStores } from '../../domain/identity/read-support.ts';
import { builder } from '../../schema/builder.ts';
import { SupportMatch } from '../../schema/identity/support.ts';
import { requireSuperAdmin } from '../caller.ts';

builder.queryField('supportStores', (t) =>
  t.field({
    type: [SupportMatch],
    description:
      'Finds stores, up to 20, for the support people of the installation; FORBIDDEN to everybody else. It tells which stores there are and nothing of what is in them.',
    args: {
      search: t.arg.string({
        required: true,
        description: 'A part of the name; or the whole of: id of the Page, UUID of the store, e-mail of an owner.',
      }),
    },
    resolve: async (_root, { search }, context) => {
      await requireSuperAdmin(context, 'Query.supportStores');
      return findSupportStores(context.beyondWall, { search });
    },
  }),
);
