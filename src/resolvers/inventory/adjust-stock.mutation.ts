import { z } from 'zod';
import { InvalidInputError, NotFoundError, OutOfStockError } from '../../domain/errors.ts';
import { adjustStock } from '../../domain/inventory/adjust-stock.ts';
import { builder } from '../../schema/builder.ts';
import { ProductRef } from '../../schema/catalogue/product.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn } from '../caller.ts';
import { units } from '../shapes.ts';

const AdjustStockInput = builder.inputType('AdjustStockInput', {
  description: 'A change of stock.',
  fields: (t) => ({
    productId: t.id({ required: true, description: 'Global id of the Product.' }),
    deltaUnits: t.int({ required: true, description: 'Units that came (5) or went (-2); not 0.' }),
  }),
  validate: z.object({
    productId: z.string(),
    deltaUnits: units(-1_000_000).refine((delta) => delta !== 0, 'Expected a number of units other than 0'),
  }),
});

builder.mutationField('adjustStock', (t) =>
  t.prismaField({
    type: ProductRef,
    description: 'Adds units to a product’s stock or takes some away, never below what is held for buyers.',
    errors: {
      types: [InvalidInputError, NotFoundError, OutOfStockError],
      dataField: { description: 'The product after the change.' },
    },
    args: { input: t.arg({ type: AdjustStockInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const product = await requireOwn(context, 'Mutation.adjustStock', 'Product', input.productId);
      await adjustStock(context.app, {
        storeId: product.storeId,
        productId: product.id,
        deltaUnits: input.deltaUnits,
      });
      return context.app.db.product.findUniqueOrThrow({ ...asked(query), where: { id: product.id } });
    },
  }),
);
