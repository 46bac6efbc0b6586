import { builder } from '../builder.ts';
import { findWith } from '../own-stores.ts';

export const Buyer = builder.prismaNode('Buyer', {
  name: 'Buyer',
  description: 'A person who comments, writes or orders.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('conversations:read'),
  nullable: true,
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'Name, when Facebook gave it and it was not erased.' }),
    blockedAt: t.expose('blockedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when the store takes no claims of theirs and sends no messages; null when it does.',
    }),
    optedOutAt: t.expose('optedOutAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when they want no messages; null when they take them.',
    }),
    erasedAt: t.expose('erasedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When their personal data was erased; null when it was not.',
    }),
    locale: t.exposeString('locale', { nullable: true, description: 'Language of the buyer, when known, such as es.' }),
  }),
});

export const BuyerConnection = builder.connectionObject(
  { name: 'BuyerConnection', type: Buyer },
  { name: 'BuyerEdge' },
);
