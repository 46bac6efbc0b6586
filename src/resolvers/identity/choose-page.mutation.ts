import { z } from 'zod';
import { ConflictError, FacebookRefusedError, InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { choosePage } from '../../domain/identity/choose-page.ts';
import { verifyPage } from '../../domain/identity/verify-page.ts';
import { builder } from '../../schema/builder.ts';
import { Store } from '../../schema/identity/store.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { fbId } from '../shapes.ts';
import { pageDepsOf, requireFacebookApp, webhookOf } from './facebook-app.ts';

const ChoosePageInput = builder.inputType('ChoosePageInput', {
  description: 'The Page that the store is to sell on.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    fbPageId: t.string({ required: true, description: 'Id of one of the Pages of `completePageConnection`.' }),
  }),
  validate: z.object({ storeId: z.string(), fbPageId: fbId() }),
});

builder.mutationField('choosePage', (t) =>
  t.prismaField({
    type: Store,
    description:
      'Connects the chosen Page, subscribes to its comments and messages, and asks Facebook whether it will tell us: see `pageConnection.verifiedAt`. Owners only.',
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError, FacebookRefusedError],
      dataField: { description: 'The store with its Page.' },
    },
    args: { input: t.arg({ type: ChoosePageInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.choosePage', input.storeId);
      const { tokens } = requireFacebookApp(context);
      const deps = { ...pageDepsOf(context), tokens };
      await choosePage(deps, { storeId, sellerId: sellerOf(context), fbPageId: input.fbPageId });
      await verifyPage(deps, { storeId, webhook: webhookOf(context) });
      return context.app.db.store.findUniqueOrThrow({ ...asked(query), where: { id: storeId } });
    },
  }),
);
