import { z } from 'zod';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { createApiKey } from '../../domain/partners/api-keys.ts';
import { SCOPES } from '../../domain/partners/scopes.ts';
import { builder } from '../../schema/builder.ts';
import { ApiKeyScope, ApiKeySecret } from '../../schema/partners/api-key.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { line } from '../shapes.ts';

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'A key to make.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    name: t.string({ required: true, description: 'What it is for, up to 100 characters.' }),
    scopes: t.field({ type: [ApiKeyScope], required: true, description: 'What it may do: at least one.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it ends by itself. Left out: it does not.' }),
  }),
  validate: z.object({
    storeId: z.string(),
    name: line(100),
    scopes: z.array(z.enum(SCOPES)).min(1, 'Expected at least one scope'),
    expiresAt: z
      .date()
      .refine((at) => at > new Date(), 'Expected a time to come')
      .nullish(),
  }),
});

builder.mutationField('createApiKey', (t) =>
  t.field({
    type: ApiKeySecret,
    description:
      'Makes a key that acts for you in one store. The answer shows it once. Owners only: to others the store is not found.',
    errors: { types: [InvalidInputError, NotFoundError], dataField: { description: 'The key.' } },
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.createApiKey', input.storeId);
      return createApiKey(context.app, {
        storeId,
        sellerId: sellerOf(context),
        name: input.name,
        scopes: [...new Set(input.scopes)],
        expiresAt: input.expiresAt ?? null,
      });
    },
  }),
);
