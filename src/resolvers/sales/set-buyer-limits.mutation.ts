import { z } from 'zod';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { setBuyerLimits } from '../../domain/sales/set-buyer-limits.ts';
import { builder } from '../../schema/builder.ts';
import { Store } from '../../schema/identity/store.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { units } from '../shapes.ts';

const SetBuyerLimitsInput = builder.inputType('SetBuyerLimitsInput', {
  description: 'How much one buyer may claim by comments. Orders made by hand or by the API are not limited.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    maxUnitsPerProduct: t.int({ required: true, description: 'Units of one product in one live.' }),
    maxUnitsPerLive: t.int({ required: true, description: 'Units of all products in one live.' }),
    maxOpenCarts: t.int({ required: true, description: 'Unpaid orders at a time.' }),
  }),
  validate: z.object({
    storeId: z.string(),
    maxUnitsPerProduct: units(1),
    maxUnitsPerLive: units(1),
    maxOpenCarts: units(1),
  }),
});

builder.mutationField('setBuyerLimits', (t) =>
  t.prismaField({
    type: Store,
    description: 'Sets the limits of a store against hoarding. They count for later claims; what is held stays held.',
    errors: { types: [InvalidInputError, NotFoundError], dataField: { description: 'The store with its limits.' } },
    args: { input: t.arg({ type: SetBuyerLimitsInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.setBuyerLimits', input.storeId);
      await setBuyerLimits(context.app, { ...input, storeId, actorId: sellerOf(context) });
      return context.app.db.store.findUniqueOrThrow({ ...asked(query), where: { id: storeId } });
    },
  }),
);
