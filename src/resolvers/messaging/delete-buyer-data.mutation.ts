import { NotFoundError } from '../../domain/errors.ts';
import { type Erasure, requestErasure } from '../../domain/messaging/wishes/request-erasure.ts';
import { withTransaction } from '../../platform/db/transaction.ts';
import { builder } from '../../schema/builder.ts';
import { INPUT } from '../../schema/texts.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const DeleteBuyerDataInput = builder.inputType('DeleteBuyerDataInput', {
  description: 'A buyer who asked the store to be forgotten.',
  fields: (t) => ({ buyerId: t.id({ required: true, description: 'Global id of the Buyer.' }) }),
});

const ErasureRef = builder.objectRef<Erasure>('Erasure').implement({
  description: 'A request to forget a buyer.',
  fields: (t) => ({
    confirmationCode: t.exposeString('confirmationCode', {
      description: 'Give it to the buyer: the audit log proves with it what was erased.',
    }),
  }),
});

builder.mutationField('deleteBuyerData', (t) =>
  t.field({
    type: ErasureRef,
    description:
      'Erases name, ids, address and words of a buyer within a minute; orders and payments stay without their person, as the law asks. Nothing is sent to the buyer any more. It cannot be undone. Owners only.',
    errors: { types: [NotFoundError], dataField: { description: 'The request.' } },
    args: { input: t.arg({ type: DeleteBuyerDataInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const buyer = await requireOwn(context, 'Mutation.deleteBuyerData', 'Buyer', input.buyerId);
      return withTransaction(context.app.pool, (sql) =>
        requestErasure(sql, { storeId: buyer.storeId, buyerId: buyer.id, commentId: null, by: sellerOf(context) }),
      );
    },
  }),
);
