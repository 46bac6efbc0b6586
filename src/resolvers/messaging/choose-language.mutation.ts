import { NotFoundError } from '../../domain/errors.ts';
import { chooseLanguage } from '../../domain/messaging/choose-language.ts';
import { builder } from '../../schema/builder.ts';
import { Conversation, Language } from '../../schema/messaging/conversation.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn } from '../caller.ts';

const ChooseLanguageInput = builder.inputType('ChooseLanguageInput', {
  description: 'In which language a buyer is addressed.',
  fields: (t) => ({
    conversationId: t.id({ required: true, description: 'Global id of the Conversation.' }),
    language: t.field({
      type: Language,
      description: 'The language; null leaves it to what Facebook and the comments tell, and then to the store’s.',
    }),
  }),
});

builder.mutationField('chooseLanguage', (t) =>
  t.prismaField({
    type: Conversation,
    description: 'Chooses the language in which the bot writes to a buyer from now on.',
    errors: { types: [NotFoundError], dataField: { description: 'The conversation.' } },
    args: { input: t.arg({ type: ChooseLanguageInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { id } = await requireOwn(context, 'Mutation.chooseLanguage', 'Conversation', input.conversationId);
      await chooseLanguage(context.app.pool, { conversationId: id, language: input.language ?? null });
      return context.app.db.conversation.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
