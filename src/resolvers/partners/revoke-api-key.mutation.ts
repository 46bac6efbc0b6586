import { NotFoundError } from '../../domain/errors.ts';
import { revokeApiKey } from '../../domain/partners/api-keys.ts';
import { builder } from '../../schema/builder.ts';
import { ApiKey } from '../../schema/partners/api-key.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'A key to end.',
  fields: (t) => ({ apiKeyId: t.id({ required: true, description: 'Global id of the ApiKey.' }) }),
});

builder.mutationField('revokeApiKey', (t) =>
  t.prismaField({
    type: ApiKey,
    description: 'Ends a key at once; its open sockets are closed within half a minute.',
    errors: { types: [NotFoundError], dataField: { description: 'The ended key.' } },
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { id, storeId } = await requireOwn(context, 'Mutation.revokeApiKey', 'ApiKey', input.apiKeyId);
      await revokeApiKey(context.app, { storeId, sellerId: sellerOf(context), keyId: id });
      return context.app.db.apiKey.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
