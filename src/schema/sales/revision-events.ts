import type { RefusalReason } from '../../domain/inventory/refuse-claims.ts';
import type { EventPayload } from '../../events/catalog.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { toGlobalId } from '../global-id.ts';
import { feedEventType, nodeId } from '../live/feed-event.ts';
import { MoneyRef } from '../money.ts';

const COMMENT = 'Global id of the Comment.';
const BUYER_NAME = 'Name of the buyer, when known.';

type CartState = NonNullable<EventPayload<'hold-changed'>['cart']>;

const CartLine = builder.objectRef<CartState['lines'][number]>('CartLine').implement({
  description: 'Units of one product.',
  fields: (t) => ({
    sku: t.exposeString('sku', { description: 'SKU of the product.' }),
    productName: t.exposeString('productName', { description: 'Name of the product.' }),
    quantityUnits: t.exposeInt('quantityUnits', { description: 'Units of it.' }),
  }),
});

const CartRef = builder.objectRef<CartState>('CartState').implement({
  description: 'A cart as it was right after the event.',
  fields: (t) => ({
    lines: t.field({ type: [CartLine], description: 'All that it holds.', resolve: (cart) => cart.lines }),
    total: t.field({
      type: MoneyRef,
      description: 'What the buyer pays for it.',
      resolve: (cart) => ({ amountMinor: cart.totalMinor, currency: cart.currency }),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when its stock is held.',
      resolve: (cart) => cart.expiresAt,
    }),
  }),
});

const refusedClaim = feedEventType(
  'claim-refused',
  'The rules of the store turned a claim away. Nothing is held for it.',
);

export const ClaimRefusal = builder.enumType('ClaimRefusal', {
  description: 'Why a claim was turned away.',
  values: enumValues<RefusalReason>({
    blocked: 'The store blocked the buyer.',
    product_limit: 'The buyer would hold more of the product in this live than the store allows.',
    live_limit: 'The buyer would hold more units in this live than the store allows.',
    cart_limit: 'The buyer has as many unpaid carts as the store allows.',
  }),
});

export const ClaimRefusedEvent = refusedClaim.ref.implement({
  ...refusedClaim.common,
  fields: (t) => ({
    commentId: t.id({ description: COMMENT, resolve: (e) => toGlobalId('Comment', refusedClaim.payload(e).commentId) }),
    buyerName: t.exposeString('personName', { nullable: true, description: BUYER_NAME }),
    productId: t.id({
      description: 'Global id of the Product.',
      resolve: (event) => toGlobalId('Product', refusedClaim.payload(event).productId),
    }),
    sku: t.string({ description: 'SKU of the product.', resolve: (event) => refusedClaim.payload(event).sku }),
    productName: t.string({ description: 'Its name.', resolve: (event) => refusedClaim.payload(event).productName }),
    quantityUnits: t.int({ description: 'Units asked for.', resolve: (e) => refusedClaim.payload(e).quantityUnits }),
    reason: t.field({ type: ClaimRefusal, description: 'Why.', resolve: (e) => refusedClaim.payload(e).reason }),
  }),
});

const changed = feedEventType('hold-changed', 'A later comment of the buyer changed what is held for them.');

export const HoldChangedEvent = changed.ref.implement({
  ...changed.common,
  fields: (t) => ({
    commentId: t.id({
      description: COMMENT,
      resolve: (event) => toGlobalId('Comment', changed.payload(event).commentId),
    }),
    buyerName: t.exposeString('personName', { nullable: true, description: BUYER_NAME }),
    orderId: t.id({
      nullable: true,
      description: 'Global id of the Order; null when only a place in line changed.',
      resolve: (event) => nodeId('Order', changed.payload(event).orderId),
    }),
    cart: t.field({
      type: CartRef,
      nullable: true,
      description: 'The cart now; null when nothing is held.',
      resolve: (event) => changed.payload(event).cart,
    }),
  }),
});

const cancelled = feedEventType(
  'hold-cancelled',
  'A later comment of the buyer gave units back; they go to the next in line.',
);

export const HoldCancelledEvent = cancelled.ref.implement({
  ...cancelled.common,
  fields: (t) => ({
    commentId: t.id({
      description: COMMENT,
      resolve: (event) => toGlobalId('Comment', cancelled.payload(event).commentId),
    }),
    buyerName: t.exposeString('personName', { nullable: true, description: BUYER_NAME }),
    orderId: t.id({
      nullable: true,
      description: 'Global id of the Order; null when the buyer only stood in line.',
      resolve: (event) => nodeId('Order', cancelled.payload(event).orderId),
    }),
    released: t.field({
      type: [CartLine],
      description: 'What was given back.',
      resolve: (event) => cancelled.payload(event).released,
    }),
    cart: t.field({
      type: CartRef,
      nullable: true,
      description: 'The cart now; null when nothing of it is left.',
      resolve: (event) => cancelled.payload(event).cart,
    }),
  }),
});

type Reason = EventPayload<'revision-refused'>['reason'];

const RevisionRefusal = builder.enumType('RevisionRefusal', {
  description: 'Why a later comment changed nothing.',
  values: enumValues<Reason>({
    nothing_held: 'The buyer holds nothing of what the comment names.',
    paying: 'The buyer is at the gateway: the amount asked cannot change.',
    out_of_stock: 'What the buyer wants instead is out of stock; the buyer keeps what they had.',
    over_limit: 'The rules of the store do not allow that many units.',
  }),
});

const refused = feedEventType(
  'revision-refused',
  'A later comment of the buyer wanted a change that was not possible.',
);

export const RevisionRefusedEvent = refused.ref.implement({
  ...refused.common,
  fields: (t) => ({
    commentId: t.id({
      description: COMMENT,
      resolve: (event) => toGlobalId('Comment', refused.payload(event).commentId),
    }),
    buyerName: t.exposeString('personName', { nullable: true, description: BUYER_NAME }),
    productName: t.string({
      nullable: true,
      description: 'The product that is missing, when one is.',
      resolve: (event) => refused.payload(event).productName,
    }),
    reason: t.field({ type: RevisionRefusal, description: 'Why.', resolve: (event) => refused.payload(event).reason }),
  }),
});
