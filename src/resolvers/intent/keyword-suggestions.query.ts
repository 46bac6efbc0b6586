import { type KeywordSuggestion, suggestKeywords } from '../../domain/intent/suggest-keywords.ts';
import { builder } from '../../schema/builder.ts';
import { ProductRef } from '../../schema/catalogue/product.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

const SUGGESTIONS_MAX = 20;

const KeywordSuggestionRef = builder.objectRef<KeywordSuggestion>('KeywordSuggestion').implement({
  description: 'A word that buyers used for a product in corrected comments and that the catalogue does not know yet.',
  fields: (t) => ({
    keyword: t.exposeString('keyword', { description: 'The word, in small letters without accents.' }),
    commentCount: t.exposeInt('commentCount', { description: 'Corrected comments with it.' }),
    sample: t.exposeString('sample', { description: 'One of these comments.' }),
    product: t.prismaField({
      type: ProductRef,
      description: 'What was meant.',
      resolve: (query, { productId }, _args, context) =>
        context.app.db.product.findUniqueOrThrow({ ...query, where: { id: productId } }),
    }),
  }),
});

builder.queryField('keywordSuggestions', (t) =>
  t.field({
    type: [KeywordSuggestionRef],
    description: `Words that corrections suggest for products, the most frequent first, up to ${SUGGESTIONS_MAX}. Take one over with \`addKeyword\`. Error NOT_FOUND when the store is not yours.`,
    complexity: { field: 1, multiplier: SUGGESTIONS_MAX },
    args: { storeId: t.arg.id({ required: true, description: STORE_ID }) },
    resolve: async (_root, args, context) => {
      const storeId = await requireStore(context, 'Query.keywordSuggestions', args.storeId);
      return (await suggestKeywords(context.app.pool, storeId)).slice(0, SUGGESTIONS_MAX);
    },
  }),
);
