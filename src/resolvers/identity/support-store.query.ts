import { readSupportStore } from '../../domain/identity/read-support.ts';
import { builder } from '../../schema/builder.ts';
import { uuidOf } from '../../schema/global-id.ts';
import { SupportStore } from '../../schema/identity/support.ts';
import { requireSuperAdmin } from '../caller.ts';
import { REASON, reasonOf } from './support-reason.ts';

builder.queryField('supportStore', (t) =>
  t.field({
    type: SupportStore,
    description:
      'Any store, for the support people of the installation; FORBIDDEN to everybody else. Each read stands in the audit log of the store.',
    args: {
      storeId: t.arg.id({ required: true, description: 'Global id of any store.' }),
      reason: t.arg.string({ required: true, description: REASON }),
    },
    resolve: async (_root, args, context) => {
      const actorId = await requireSuperAdmin(context, 'Query.supportStore');
      const reason = reasonOf(args.reason);
      return readSupportStore(context.beyondWall, { actorId, storeId: uuidOf('Store', args.storeId), reason });
    },
  }),
);
