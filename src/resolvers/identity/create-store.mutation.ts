import { z } from 'zod';
import { InvalidInputError } from '../../domain/errors.ts';
import { createStore } from '../../domain/identity/create-store.ts';
import { builder } from '../../schema/builder.ts';
import { Store } from '../../schema/identity/store.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { sellerOf } from '../caller.ts';
import { line } from '../shapes.ts';

const CreateStoreInput = builder.inputType('CreateStoreInput', {
  description: 'A new store. The signed-in person becomes its owner.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name that buyers see, up to 80 characters.' }),
    country: t.string({ required: true, description: 'ISO 3166-1 alpha-2, such as CL.' }),
    currency: t.string({ required: true, description: 'ISO 4217, such as CLP. It cannot be changed later.' }),
    locale: t.string({ description: 'Language of messages to buyers, BCP 47, such as es-CL; es when left out.' }),
  }),
  validate: z.object({
    name: line(80),
    country: z.string().regex(/^[A-Z]{2}$/, 'Expected two capital letters (ISO 3166-1), such as CL'),
    currency: z.enum(Intl.supportedValuesOf('currency'), 'Expected three capital letters (ISO 4217), such as CLP'),
    locale: z
      .string()
      .regex(/^[a-z]{2}(?:-[A-Z]{2})?$/, 'Expected a language such as es or es-CL')
      .nullish(),
  }),
});

builder.mutationField('createStore', (t) =>
  t.prismaField({
    type: Store,
    description: 'Creates a store.',
    errors: { types: [InvalidInputError], dataField: { description: 'The new store.' } },
    args: { input: t.arg({ type: CreateStoreInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { storeId } = await createStore(context.beyondWall, {
        sellerId: sellerOf(context),
        name: input.name,
        country: input.country,
        currency: input.currency,
        locale: input.locale ?? 'es',
      });
      return context.app.db.store.findUniqueOrThrow({ ...asked(query), where: { id: storeId } });
    },
  }),
);
