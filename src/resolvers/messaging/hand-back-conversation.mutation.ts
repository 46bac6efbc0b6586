import { NotFoundError } from '../../domain/errors.ts';
import { handBackConversation } from '../../domain/messaging/lead-conversation.ts';
import { withTransaction } from '../../platform/db/transaction.ts';
import { builder } from '../../schema/builder.ts';
import { Conversation } from '../../schema/messaging/conversation.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn } from '../caller.ts';

const HandBackConversationInput = builder.inputType('HandBackConversationInput', {
  description: 'A conversation to give back to the bot.',
  fields: (t) => ({ conversationId: t.id({ required: true, description: 'Global id of the Conversation.' }) }),
});

builder.mutationField('handBackConversation', (t) =>
  t.prismaField({
    type: Conversation,
    description: 'The bot speaks again in the conversation. What it kept to itself meanwhile is not said later.',
    errors: { types: [NotFoundError], dataField: { description: 'The conversation.' } },
    args: { input: t.arg({ type: HandBackConversationInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const chat = await requireOwn(context, 'Mutation.handBackConversation', 'Conversation', input.conversationId);
      await withTransaction(context.app.pool, (sql) => handBackConversation(sql, { conversationId: chat.id }));
      return context.app.db.conversation.findUniqueOrThrow({ ...asked(query), where: { id: chat.id } });
    },
  }),
);
