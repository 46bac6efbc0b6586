import { toGlobalId } from '../global-id.ts';
import { feedEventType, nodeId } from '../live/feed-event.ts';
import { MoneyRef } from '../money.ts';

const held = feedEventType('hold-placed', 'Stock was set aside for a buyer, in an order that was opened or extended.');

export const HoldPlacedEvent = held.ref.implement({
  ...held.common,
  fields: (t) => ({
    orderId: t.id({
      description: 'Global id of the Order.',
      resolve: (event) => toGlobalId('Order', held.payload(event).orderId),
    }),
    commentId: t.id({
      nullable: true,
      description: 'Global id of the Comment that asked for it; null when no comment did.',
      resolve: (event) => nodeId('Comment', held.payload(event).commentId),
    }),
    buyerName: t.exposeString('personName', { nullable: true, description: 'Name of the buyer, when known.' }),
    productId: t.id({
      description: 'Global id of the Product.',
      resolve: (event) => toGlobalId('Product', held.payload(event).productId),
    }),
    sku: t.string({ description: 'SKU of the product.', resolve: (event) => held.payload(event).sku }),
    productName: t.string({ description: 'Name of the product.', resolve: (event) => held.payload(event).productName }),
    quantityUnits: t.int({ description: 'Units set aside.', resolve: (event) => held.payload(event).quantityUnits }),
    orderTotal: t.field({
      type: MoneyRef,
      description: 'What the buyer pays for the whole order now.',
      resolve: (event) => ({
        amountMinor: held.payload(event).orderTotalMinor,
        currency: held.payload(event).currency,
      }),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when the stock of the order is held.',
      resolve: (event) => held.payload(event).holdExpiresAt,
    }),
  }),
});

const waitlisted = feedEventType('claim-waitlisted', 'A buyer came too late and stands in line.');

export const ClaimWaitlistedEvent = waitlisted.ref.implement({
  ...waitlisted.common,
  fields: (t) => ({
    commentId: t.id({
      nullable: true,
      description: 'Global id of the Comment that asked for it.',
      resolve: (event) => nodeId('Comment', waitlisted.payload(event).commentId),
    }),
    buyerName: t.exposeString('personName', { nullable: true, description: 'Name of the buyer, when known.' }),
    productId: t.id({
      description: 'Global id of the Product.',
      resolve: (event) => toGlobalId('Product', waitlisted.payload(event).productId),
    }),
    sku: t.string({ description: 'SKU of the product.', resolve: (event) => waitlisted.payload(event).sku }),
    productName: t.string({
      description: 'Name of the product.',
      resolve: (event) => waitlisted.payload(event).productName,
    }),
    quantityUnits: t.int({
      description: 'Units asked for.',
      resolve: (event) => waitlisted.payload(event).quantityUnits,
    }),
  }),
});

const changed = feedEventType(
  'stock-changed',
  'The stock of a product changed. The figures are those right after the change.',
);

export const StockChangedEvent = changed.ref.implement({
  ...changed.common,
  fields: (t) => ({
    productId: t.id({
      description: 'Global id of the Product.',
      resolve: (event) => toGlobalId('Product', changed.payload(event).productId),
    }),
    sku: t.string({ description: 'SKU of the product.', resolve: (event) => changed.payload(event).sku }),
    onHandUnits: t.int({
      description: 'Units on the shelf, held ones included.',
      resolve: (event) => changed.payload(event).onHandUnits,
    }),
    heldUnits: t.int({ description: 'Units set aside.', resolve: (event) => changed.payload(event).heldUnits }),
    availableUnits: t.int({
      description: 'Units that can be ordered now: on hand less held.',
      resolve: (event) => changed.payload(event).onHandUnits - changed.payload(event).heldUnits,
    }),
  }),
});
