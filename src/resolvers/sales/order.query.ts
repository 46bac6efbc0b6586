import { builder } from '../../schema/builder.ts';
import { uuidOf } from '../../schema/global-id.ts';
import { findOwn } from '../../schema/own-stores.ts';
import { Order } from '../../schema/sales/order.ts';
import { FIELD_ACCESS } from '../access.ts';

builder.queryField('order', (t) =>
  t.prismaField({
    type: Order,
    nullable: true,
    description: 'An order of one of your stores. Null when there is none with this id.',
    args: { id: t.arg.id({ required: true, description: 'Global id of the Order.' }) },
    resolve: (query, _root, args, context) => {
      const id = uuidOf('Order', args.id);
      return id === args.id
        ? null
        : context.app.db.order.findUnique({ ...query, where: findOwn(id, context, FIELD_ACCESS['Query.order']) });
    },
  }),
);
