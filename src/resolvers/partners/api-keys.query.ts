import { builder } from '../../schema/builder.ts';
import { ApiKey } from '../../schema/partners/api-key.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('apiKeys', (t) =>
  t.prismaField({
    type: [ApiKey],
    description:
      'Keys of a store, the newest first, ended ones included. Owners only: to others the store is not found.',
    args: { storeId: t.arg.id({ required: true, description: STORE_ID }) },
    resolve: async (query, _root, args, context) => {
      const storeId = await requireStore(context, 'Query.apiKeys', args.storeId);
      return context.app.db.apiKey.findMany({ ...query, where: { storeId }, orderBy: { id: 'desc' }, take: 100 });
    },
  }),
);
