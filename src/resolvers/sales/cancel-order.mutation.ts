import { IllegalMoveError, NotFoundError } from '../../domain/errors.ts';
import { cancelOrder } from '../../domain/sales/cancel-order.ts';
import { builder } from '../../schema/builder.ts';
import { Order } from '../../schema/sales/order.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn } from '../caller.ts';

const CancelOrderInput = builder.inputType('CancelOrderInput', {
  description: 'An order to cancel.',
  fields: (t) => ({ orderId: t.id({ required: true, description: 'Global id of the Order.' }) }),
});

builder.mutationField('cancelOrder', (t) =>
  t.prismaField({
    type: Order,
    description: 'Cancels an order that is not paid yet and puts its stock back.',
    errors: { types: [NotFoundError, IllegalMoveError], dataField: { description: 'The cancelled order.' } },
    args: { input: t.arg({ type: CancelOrderInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const order = await requireOwn(context, 'Mutation.cancelOrder', 'Order', input.orderId);
      await cancelOrder(context.app, { storeId: order.storeId, orderId: order.id });
      return context.app.db.order.findUniqueOrThrow({ ...asked(query), where: { id: order.id } });
    },
  }),
);
