import { builder } from '../builder.ts';
import { ProductRef } from '../catalogue/product.ts';
import { toGlobalId } from '../global-id.ts';
import { Buyer } from '../messaging/buyer.ts';
import { findWith } from '../own-stores.ts';

export const WaitlistEntry = builder.prismaNode('WaitlistEntry', {
  name: 'WaitlistEntry',
  description: 'A buyer who came too late and gets the units when stock returns, by the time of the comment.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('orders:read'),
  nullable: true,
  fields: (t) => ({
    commentId: t.id({
      description: 'Global id of the comment that asked for it.',
      select: { commentId: true },
      resolve: (entry) => toGlobalId('Comment', entry.commentId),
    }),
    buyer: t.relation('buyer', { type: Buyer, description: 'Who waits.' }),
    product: t.relation('product', { type: ProductRef, description: 'For what.' }),
    quantityUnits: t.exposeInt('quantityUnits', { description: 'Units asked for.' }),
    commentedAt: t.expose('commentedAt', {
      type: 'DateTime',
      description: 'When it was asked for: the place in line.',
    }),
  }),
});

export const WaitlistConnection = builder.connectionObject(
  { name: 'WaitlistConnection', type: WaitlistEntry },
  { name: 'WaitlistEdge' },
);
