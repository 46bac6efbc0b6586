import { z } from 'zod';
import { FacebookRefusedError, InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { completePageConnection } from '../../domain/identity/complete-page-connection.ts';
import { builder } from '../../schema/builder.ts';
import { PageChoicesRef } from '../../schema/identity/page-connection.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { secret } from '../shapes.ts';
import { requireFacebookApp } from './facebook-app.ts';

const CompletePageConnectionInput = builder.inputType('CompletePageConnectionInput', {
  description: 'What Facebook’s dialog sent the person back with.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    code: t.string({ required: true, description: 'The `code` of the address.' }),
    state: t.string({ required: true, description: 'The `state` of the address.' }),
  }),
  validate: z.object({ storeId: z.string(), code: secret(), state: secret() }),
});

builder.mutationField('completePageConnection', (t) =>
  t.field({
    type: PageChoicesRef,
    description:
      'The person is back from Facebook: which permissions they granted, and which Pages they can choose with `choosePage` within an hour. Owners only.',
    errors: {
      types: [InvalidInputError, NotFoundError, FacebookRefusedError],
      dataField: { description: 'What can be chosen.' },
    },
    args: { input: t.arg({ type: CompletePageConnectionInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.completePageConnection', input.storeId);
      const { dialog, tokens } = requireFacebookApp(context);
      return completePageConnection(
        { ...context.app, tokens },
        {
          storeId,
          sellerId: sellerOf(context),
          code: input.code,
          state: input.state,
          redirectUri: dialog.redirectUri,
        },
      );
    },
  }),
);
