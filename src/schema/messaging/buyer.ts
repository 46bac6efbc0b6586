import { builder } from '../builder.ts';
import { findOwn } from '../own-stores.ts';

export const Buyer = builder.prismaNode('Buyer', {
  name: 'Buyer',
  description: 'A person who comments, writes or orders.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findOwn,
  nullable: true,
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'Name, when Facebook gave it and it was not erased.' }),
    locale: t.exposeString('locale', { nullable: true, description: 'Language of the buyer, when known, such as es.' }),
  }),
});
