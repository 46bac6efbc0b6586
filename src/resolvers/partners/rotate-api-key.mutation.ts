import { IllegalMoveError, NotFoundError } from '../../domain/errors.ts';
import { rotateApiKey } from '../../domain/partners/api-keys.ts';
import { builder } from '../../schema/builder.ts';
import { ApiKeySecret } from '../../schema/partners/api-key.ts';
import { INPUT } from '../../schema/texts.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const RotateApiKeyInput = builder.inputType('RotateApiKeyInput', {
  description: 'A key to replace.',
  fields: (t) => ({ apiKeyId: t.id({ required: true, description: 'Global id of the ApiKey.' }) }),
});

builder.mutationField('rotateApiKey', (t) =>
  t.field({
    type: ApiKeySecret,
    description: 'Makes a key like another one, which works for one more day. The answer shows the new key once.',
    errors: { types: [NotFoundError, IllegalMoveError], dataField: { description: 'The new key.' } },
    args: { input: t.arg({ type: RotateApiKeyInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const { id, storeId } = await requireOwn(context, 'Mutation.rotateApiKey', 'ApiKey', input.apiKeyId);
      return rotateApiKey(context.app, {
        storeId,
        sellerId: sellerOf(context),
        keyId: id,
        graceMs: context.app.config.limits.partners.rotationGraceMs,
      });
    },
  }),
);
