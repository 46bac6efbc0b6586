import { NotFoundError } from '../../domain/errors.ts';
import { showProduct } from '../../domain/live/show-product.ts';
import { builder } from '../../schema/builder.ts';
import { LiveEvent } from '../../schema/live/live-event.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn } from '../caller.ts';

const ShowProductInput = builder.inputType('ShowProductInput', {
  description: 'What the seller shows.',
  fields: (t) => ({
    liveEventId: t.id({ required: true, description: 'Global id of the LiveEvent.' }),
    productId: t.id({ description: 'Global id of a Product of the same store; null when none is shown any more.' }),
  }),
});

builder.mutationField('showProduct', (t) =>
  t.prismaField({
    type: LiveEvent,
    description: 'Says which product is in the seller’s hand: a comment that names none means this one.',
    errors: { types: [NotFoundError], dataField: { description: 'The live.' } },
    args: { input: t.arg({ type: ShowProductInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const live = await requireOwn(context, 'Mutation.showProduct', 'LiveEvent', input.liveEventId);
      const product = input.productId
        ? await requireOwn(context, 'Mutation.showProduct', 'Product', input.productId)
        : null;
      await showProduct(
        { sql: context.app.pool },
        { storeId: live.storeId, liveEventId: live.id, productId: product?.id ?? null },
      );
      return context.app.db.liveEvent.findUniqueOrThrow({ ...asked(query), where: { id: live.id } });
    },
  }),
);
