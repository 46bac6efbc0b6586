import { builder } from '../../schema/builder.ts';
import { idAfter } from '../../schema/page.ts';
import { Order, OrderConnection, OrderStatus } from '../../schema/sales/order.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('orders', (t) =>
  t.prismaConnection(
    {
      type: Order,
      cursor: 'id',
      description: 'Orders of a store, the newest first. Error NOT_FOUND when the store is not yours.',
      args: {
        storeId: t.arg.id({ required: true, description: STORE_ID }),
        status: t.arg({ type: OrderStatus, description: 'Only those in this state.' }),
      },
      resolve: async (query, _root, args, context) => {
        idAfter(args.after);
        const storeId = await requireStore(context, 'Query.orders', args.storeId);
        return context.app.db.order.findMany({
          ...query,
          where: { storeId, ...(args.status ? { status: args.status } : {}) },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        });
      },
    },
    OrderConnection,
  ),
);
