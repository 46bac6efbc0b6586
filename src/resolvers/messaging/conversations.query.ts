import { builder } from '../../schema/builder.ts';
import { Conversation, ConversationConnection } from '../../schema/messaging/conversation.ts';
import { idAfter } from '../../schema/page.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('conversations', (t) =>
  t.prismaConnection(
    {
      type: Conversation,
      cursor: 'id',
      description: 'Conversations of a store, the one begun last first. Error NOT_FOUND when the store is not yours.',
      args: { storeId: t.arg.id({ required: true, description: STORE_ID }) },
      resolve: async (query, _root, args, context) => {
        idAfter(args.after);
        const storeId = await requireStore(context, 'Query.conversations', args.storeId);
        return context.app.db.conversation.findMany({ ...query, where: { storeId }, orderBy: { id: 'desc' } });
      },
    },
    ConversationConnection,
  ),
);
