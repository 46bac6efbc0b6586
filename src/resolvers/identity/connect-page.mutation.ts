import { z } from 'zod';
import { ConflictError, FacebookRefusedError, InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { connectPage } from '../../domain/identity/connect-page.ts';
import { provePage } from '../../domain/identity/prove-page.ts';
import { verifyPage } from '../../domain/identity/verify-page.ts';
import { builder } from '../../schema/builder.ts';
import { Store } from '../../schema/identity/store.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { fbId, secret } from '../shapes.ts';
import { pageDepsOf, webhookOf } from './facebook-app.ts';

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
      'Connects a Facebook Page by its access token, or replaces that token, once Facebook has confirmed it for the Page; then as `verifyPage`. Owners only: to others the store is not found.',
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError, FacebookRefusedError],
      dataField: { description: 'The store with its Page.' },
    },
    args: { input: t.arg({ type: ConnectPageInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.connectPage', input.storeId);
      const deps = pageDepsOf(context);
      const { fbPageId, pageAccessToken } = input;
      await connectPage(deps, {
        storeId,
        actorId: sellerOf(context),
        fbPageId,
        pageAccessToken,
        proven: await provePage(deps, { fbPageId, accessToken: pageAccessToken }),
      });
      await verifyPage(deps, { storeId, webhook: webhookOf(context) });
      return context.app.db.store.findUniqueOrThrow({ ...asked(query), where: { id: storeId } });
    },
  }),
);
