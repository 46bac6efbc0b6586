import { NotFoundError } from '../../domain/errors.ts';
import { unblockBuyer } from '../../domain/sales/block-buyer.ts';
import { builder } from '../../schema/builder.ts';
import { Buyer } from '../../schema/messaging/buyer.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const UnblockBuyerInput = builder.inputType('UnblockBuyerInput', {
  description: 'A buyer to unblock.',
  fields: (t) => ({ buyerId: t.id({ required: true, description: 'Global id of the Buyer.' }) }),
});

builder.mutationField('unblockBuyer', (t) =>
  t.prismaField({
    type: Buyer,
    description: 'Lets a blocked buyer claim and get messages again.',
    errors: { types: [NotFoundError], dataField: { description: 'The buyer.' } },
    args: { input: t.arg({ type: UnblockBuyerInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const buyer = await requireOwn(context, 'Mutation.unblockBuyer', 'Buyer', input.buyerId);
      await unblockBuyer(context.app, { storeId: buyer.storeId, buyerId: buyer.id, actorId: sellerOf(context) });
      return context.app.db.buyer.findUniqueOrThrow({ ...asked(query), where: { id: buyer.id } });
    },
  }),
);
