import { z } from 'zod';
import { ConflictError, InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { connectPage } from '../../domain/identity/connect-page.ts';
import { builder } from '../../schema/builder.ts';
import { Store } from '../../schema/identity/store.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { fbId, secret } from '../shapes.ts';

const ConnectPageInput = builder.inputType('ConnectPageInput', {
  description: 'The Facebook Page of a store.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    fbPageId: t.string({ required: true, description: 'Id of the Page at Facebook.' }),
    pageAccessToken: t.string({
      required: true,
      description: 'Page access token. Stored encrypted and never shown again.',
    }),
  }),
  validate: z.object({ storeId: z.string(), fbPageId: fbId(), pageAccessToken: secret() }),
});

builder.mutationField('connectPage', (t) =>
  t.prismaField({
    type: Store,
    description:
      'Connects a Facebook Page to a store, or replaces its token. Owners only: to others the store is not found.',
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      dataField: { description: 'The store with its Page.' },
    },
    args: { input: t.arg({ type: ConnectPageInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.connectPage', input.storeId);
      await connectPage(context.app, {
        storeId,
        actorId: sellerOf(context),
        fbPageId: input.fbPageId,
        pageAccessToken: input.pageAccessToken,
      });
      return context.app.db.store.findUniqueOrThrow({ ...asked(query), where: { id: storeId } });
    },
  }),
);
