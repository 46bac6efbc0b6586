import { builder } from '../builder.ts';
import { ProductRef } from '../catalogue/product.ts';
import { enumValues } from '../enum-values.ts';
import { findWith } from '../own-stores.ts';

type State = 'active' | 'consumed' | 'expired' | 'released';

const HoldState = builder.enumType('HoldState', {
  description: 'What became of a hold.',
  values: enumValues<State>({
    active: 'The units are set aside.',
    consumed: 'They were paid for and sold.',
    expired: 'Its time ended; they went back.',
    released: 'The order was cancelled; they went back.',
  }),
});

export const Hold = builder.prismaNode('Hold', {
  name: 'Hold',
  description: 'Stock set aside for one buyer until a given moment.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('orders:read'),
  nullable: true,
  fields: (t) => ({
    state: t.field({ type: HoldState, description: 'What became of it.', resolve: (hold) => hold.state as State }),
    quantityUnits: t.exposeInt('quantityUnits', { description: 'Units set aside.' }),
    product: t.relation('product', { type: ProductRef, description: 'Of which product.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Since when.' }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when, while it is active. A further claim of the buyer moves it.',
      select: { order: { select: { holdExpiresAt: true } } },
      resolve: (hold) => hold.order.holdExpiresAt,
    }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it is active.',
    }),
  }),
});
