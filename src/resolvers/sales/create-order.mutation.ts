import { z } from 'zod';
import { InvalidInputError, NotFoundError, OutOfStockError } from '../../domain/errors.ts';
import { createOrder } from '../../domain/sales/create-order.ts';
import { builder } from '../../schema/builder.ts';
import { Order } from '../../schema/sales/order.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore } from '../caller.ts';
import { line } from '../shapes.ts';

const OrderItemInput = builder.inputType('OrderItemInput', {
  description: 'A line of an order.',
  fields: (t) => ({
    sku: t.string({ required: true, description: 'SKU in the store.' }),
    quantityUnits: t.int({ required: true, description: 'Units, 1 to 999.' }),
  }),
});

const CreateOrderInput = builder.inputType('CreateOrderInput', {
  description: 'An order that no comment asked for.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    customerFbId: t.string({
      required: true,
      description: 'The buyer’s id at Facebook, or any name that stays the same for the buyer, up to 100 characters.',
    }),
    items: t.field({ type: [OrderItemInput], required: true, description: '1 to 50 lines.' }),
  }),
  validate: z.object({
    storeId: z.string(),
    customerFbId: line(100),
    items: z
      .array(
        z.object({
          sku: line(100),
          quantityUnits: z.int().min(1, 'Expected 1 or more').max(999, 'Expected up to 999'),
        }),
      )
      .min(1, 'Expected at least one line')
      .max(50, 'Expected up to 50 lines'),
  }),
});

builder.mutationField('createOrder', (t) =>
  t.prismaField({
    type: Order,
    description:
      'Holds stock for a buyer, all of the lines or none, and gives the link to pay. An open order of the buyer is extended.',
    errors: {
      types: [InvalidInputError, NotFoundError, OutOfStockError],
      dataField: { description: 'The order with its link to pay.' },
    },
    args: { input: t.arg({ type: CreateOrderInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.createOrder', input.storeId);
      const { orderId } = await createOrder(
        { pool: context.app.pool, holdTtlMs: context.app.config.limits.holds.ttlMs },
        { storeId, customerFbId: input.customerFbId, items: input.items },
      );
      return context.app.db.order.findUniqueOrThrow({ ...asked(query), where: { id: orderId } });
    },
  }),
);
