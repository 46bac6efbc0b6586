import { NotFoundError } from '../../domain/errors.ts';
import { blockBuyer } from '../../domain/sales/block-buyer.ts';
import { builder } from '../../schema/builder.ts';
import { Buyer } from '../../schema/messaging/buyer.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const BlockBuyerInput = builder.inputType('BlockBuyerInput', {
  description: 'A buyer to block.',
  fields: (t) => ({ buyerId: t.id({ required: true, description: 'Global id of the Buyer.' }) }),
});

builder.mutationField('blockBuyer', (t) =>
  t.prismaField({
    type: Buyer,
    description:
      'Blocks a buyer: comments of theirs claim nothing, and they get no messages. What they hold stays until it is paid or expires.',
    errors: { types: [NotFoundError], dataField: { description: 'The blocked buyer.' } },
    args: { input: t.arg({ type: BlockBuyerInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const buyer = await requireOwn(context, 'Mutation.blockBuyer', 'Buyer', input.buyerId);
      await blockBuyer(context.app, { storeId: buyer.storeId, buyerId: buyer.id, actorId: sellerOf(context) });
      return context.app.db.buyer.findUniqueOrThrow({ ...asked(query), where: { id: buyer.id } });
    },
  }),
);
