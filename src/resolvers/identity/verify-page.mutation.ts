import { NotFoundError } from '../../domain/errors.ts';
import { verifyPage } from '../../domain/identity/verify-page.ts';
import { builder } from '../../schema/builder.ts';
import { Store } from '../../schema/identity/store.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore } from '../caller.ts';
import { pageDepsOf, webhookOf } from './facebook-app.ts';

const VerifyPageInput = builder.inputType('VerifyPageInput', {
  description: 'The store whose Page is to be looked at.',
  fields: (t) => ({ storeId: t.id({ required: true, description: STORE_ID }) }),
});

builder.mutationField('verifyPage', (t) =>
  t.prismaField({
    type: Store,
    description:
      'Asks Facebook whether it tells us of comments and messages of the Page, subscribes to what is missing, and asks again. The answer is `pageConnection`. Owners only.',
    errors: { types: [NotFoundError], dataField: { description: 'The store with its Page.' } },
    args: { input: t.arg({ type: VerifyPageInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.verifyPage', input.storeId);
      await verifyPage(pageDepsOf(context), { storeId, webhook: webhookOf(context) });
      return context.app.db.store.findUniqueOrThrow({ ...asked(query), where: { id: storeId } });
    },
  }),
);
