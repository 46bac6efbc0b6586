import { builder } from '../../schema/builder.ts';
import { WebhookEndpoint } from '../../schema/partners/webhook-endpoint.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('webhookEndpoints', (t) =>
  t.prismaField({
    type: [WebhookEndpoint],
    description: 'Endpoints of a store, the newest first. Owners only: to others the store is not found.',
    args: { storeId: t.arg.id({ required: true, description: STORE_ID }) },
    resolve: async (query, _root, args, context) => {
      const storeId = await requireStore(context, 'Query.webhookEndpoints', args.storeId);
      return context.app.db.webhookEndpoint.findMany({
        ...query,
        where: { storeId },
        orderBy: { id: 'desc' },
        take: 100,
      });
    },
  }),
);
