import { NotFoundError } from '../../domain/errors.ts';
import { takeOverConversation } from '../../domain/messaging/lead-conversation.ts';
import { withTransaction } from '../../platform/db/transaction.ts';
import { builder } from '../../schema/builder.ts';
import { Conversation } from '../../schema/messaging/conversation.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const TakeOverConversationInput = builder.inputType('TakeOverConversationInput', {
  description: 'A conversation to lead yourself.',
  fields: (t) => ({ conversationId: t.id({ required: true, description: 'Global id of the Conversation.' }) }),
});

builder.mutationField('takeOverConversation', (t) =>
  t.prismaField({
    type: Conversation,
    description:
      'A person leads the conversation: the bot says nothing in it, in public or in private, until a day after the person’s last words or until it is handed back.',
    errors: { types: [NotFoundError], dataField: { description: 'The conversation.' } },
    args: { input: t.arg({ type: TakeOverConversationInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const chat = await requireOwn(context, 'Mutation.takeOverConversation', 'Conversation', input.conversationId);
      const { takeOverMs } = context.app.config.limits.brakes;
      await withTransaction(context.app.pool, (sql) =>
        takeOverConversation(sql, { conversationId: chat.id, by: sellerOf(context), takeOverMs }),
      );
      return context.app.db.conversation.findUniqueOrThrow({ ...asked(query), where: { id: chat.id } });
    },
  }),
);
