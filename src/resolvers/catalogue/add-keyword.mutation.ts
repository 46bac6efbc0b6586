import { z } from 'zod';
import { addKeyword } from '../../domain/catalogue/add-keyword.ts';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { builder } from '../../schema/builder.ts';
import { ProductRef } from '../../schema/catalogue/product.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn } from '../caller.ts';
import { line } from '../shapes.ts';

const KEYWORD_CHARS_MAX = 60;

const AddKeywordInput = builder.inputType('AddKeywordInput', {
  description: 'A word by which buyers call a product.',
  fields: (t) => ({
    productId: t.id({ required: true, description: 'Global id of the Product.' }),
    keyword: t.string({ required: true, description: `The word, up to ${KEYWORD_CHARS_MAX} characters.` }),
  }),
  validate: z.object({ productId: z.string(), keyword: line(KEYWORD_CHARS_MAX) }),
});

builder.mutationField('addKeyword', (t) =>
  t.prismaField({
    type: ProductRef,
    description: 'Adds a word by which buyers call a product; comments with it are understood from the next second on.',
    errors: { types: [InvalidInputError, NotFoundError], dataField: { description: 'The product.' } },
    args: { input: t.arg({ type: AddKeywordInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { id, storeId } = await requireOwn(context, 'Mutation.addKeyword', 'Product', input.productId);
      await addKeyword({ sql: context.app.pool }, { storeId, productId: id, keyword: input.keyword });
      return context.app.db.product.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
