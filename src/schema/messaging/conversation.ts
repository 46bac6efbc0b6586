import { builder } from '../builder.ts';
import { findOwn } from '../own-stores.ts';
import { withCursor } from '../page.ts';
import { Buyer } from './buyer.ts';
import { MessageConnection } from './message.ts';

export const Conversation = builder.prismaNode('Conversation', {
  name: 'Conversation',
  description: 'All that a store and a buyer wrote to each other.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findOwn,
  nullable: true,
  fields: (t) => ({
    buyer: t.relation('buyer', { type: Buyer, description: 'With whom.' }),
    lastInboundAt: t.expose('lastInboundAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the buyer last wrote or tapped; free text may be sent for 24 hours after it. Null: never.',
    }),
    takenOverUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'A person leads the conversation until then and the bot is silent in it; null when the bot speaks.',
      select: { takenOverUntil: true },
      resolve: ({ takenOverUntil: until }) => (until && until.getTime() > Date.now() ? until : null),
    }),
    messages: t.relatedConnection(
      'messages',
      {
        cursor: 'id',
        description: 'Messages, the newest first.',
        query: (args) => withCursor(args, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }),
      },
      MessageConnection,
    ),
  }),
});

export const ConversationConnection = builder.connectionObject(
  { name: 'ConversationConnection', type: Conversation },
  { name: 'ConversationEdge' },
);
