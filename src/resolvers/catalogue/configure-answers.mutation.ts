import { z } from 'zod';
import { configureAnswers } from '../../domain/catalogue/configure-answers.ts';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { builder } from '../../schema/builder.ts';
import { Store } from '../../schema/identity/store.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore } from '../caller.ts';

const NOTE_MAX_CHARS = 300;

const ConfigureAnswersInput = builder.inputType('ConfigureAnswersInput', {
  description: 'What the bot answers by itself.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    answersQuestions: t.boolean({
      required: true,
      description: 'Whether questions about price, stock, sizes and colours are answered from the catalogue.',
    }),
    shippingNote: t.string({
      description: 'What buyers who ask about shipping are told, 1 to 300 characters; left out or null: nothing.',
    }),
    asksBack: t.boolean({
      description:
        'Whether the author of a comment that was left open is asked in public, once in a live, to write the code; left out or null: as before.',
    }),
  }),
  validate: z.object({
    storeId: z.string(),
    answersQuestions: z.boolean(),
    shippingNote: z.string().trim().min(1).max(NOTE_MAX_CHARS).nullish(),
    asksBack: z.boolean().nullish(),
  }),
});

builder.mutationField('configureAnswers', (t) =>
  t.prismaField({
    type: Store,
    description: 'Sets what the bot answers by itself. Owners only: to others the store is not found.',
    errors: { types: [InvalidInputError, NotFoundError], dataField: { description: 'The store.' } },
    args: { input: t.arg({ type: ConfigureAnswersInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.configureAnswers', input.storeId);
      const { answersQuestions, shippingNote = null, asksBack = null } = input;
      await configureAnswers({ sql: context.app.pool }, { storeId, answersQuestions, shippingNote, asksBack });
      return context.app.db.store.findUniqueOrThrow({ ...asked(query), where: { id: storeId } });
    },
  }),
);
