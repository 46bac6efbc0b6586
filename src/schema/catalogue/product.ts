import { builder } from '../builder.ts';
import { MoneyRef } from '../money.ts';
import { findWith } from '../own-stores.ts';

export const ProductRef = builder.prismaNode('Product', {
  name: 'Product',
  description:
    'One SKU that can be sold. Sizes and colours of a model are products of their own with the same `groupKey`.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('catalogue:read'),
  nullable: true,
  fields: (t) => ({
    databaseId: t.exposeID('id', { description: 'The plain UUID, as the REST API uses it (`id`).' }),
    sku: t.exposeString('sku', { description: 'Unique in the store, such as POL-ROJ-M.' }),
    name: t.exposeString('name', { description: 'Name that buyers see.' }),
    description: t.exposeString('description', { description: 'Text for buyers; may be empty.' }),
    price: t.field({
      type: MoneyRef,
      description: 'Price of one unit.',
      resolve: (product) => ({ amountMinor: product.priceMinor, currency: product.currency }),
    }),
    onHandUnits: t.exposeInt('onHandUnits', { description: 'Units on the shelf, held ones included.' }),
    heldUnits: t.exposeInt('heldUnits', { description: 'Units set aside for buyers who have not paid yet.' }),
    availableUnits: t.int({
      description: 'Units that can be ordered now: on hand less held.',
      resolve: (product) => product.onHandUnits - product.heldUnits,
    }),
    color: t.exposeString('color', { nullable: true, description: 'Colour, such as rojo.' }),
    size: t.exposeString('size', { nullable: true, description: 'Size, such as M.' }),
    groupKey: t.exposeString('groupKey', {
      nullable: true,
      description: 'The same for all variants of a model, such as POL.',
    }),
    claimCode: t.exposeString('claimCode', {
      nullable: true,
      description: 'Short code that buyers type in a comment, such as 12. Variants of a model may share it.',
    }),
    keywords: t.exposeStringList('keywords', { description: 'Other words by which buyers call it.' }),
    imageUrl: t.exposeString('imageUrl', { nullable: true, description: 'Address of a picture.' }),
  }),
});
