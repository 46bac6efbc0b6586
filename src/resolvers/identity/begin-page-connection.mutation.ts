import { FacebookRefusedError, NotFoundError } from '../../domain/errors.ts';
import { beginPageConnection } from '../../domain/identity/begin-page-connection.ts';
import { builder } from '../../schema/builder.ts';
import { FacebookDialog } from '../../schema/identity/page-connection.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { requireFacebookApp } from './facebook-app.ts';

const BeginPageConnectionInput = builder.inputType('BeginPageConnectionInput', {
  description: 'The store that a Page is to be connected to.',
  fields: (t) => ({ storeId: t.id({ required: true, description: STORE_ID }) }),
});

builder.mutationField('beginPageConnection', (t) =>
  t.field({
    type: FacebookDialog,
    description:
      'Begins to connect a Page: where to grant the permissions at Facebook. Then `completePageConnection`. Owners only.',
    errors: { types: [NotFoundError, FacebookRefusedError], dataField: { description: 'Where to continue.' } },
    args: { input: t.arg({ type: BeginPageConnectionInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.beginPageConnection', input.storeId);
      const { dialog } = requireFacebookApp(context);
      return beginPageConnection(context.app, { storeId, sellerId: sellerOf(context), app: dialog });
    },
  }),
);
