import type { OutgoingKind } from '../../domain/messaging/queue-messages.ts';
import type { ORDER_STATES, OrderState } from '../../domain/sales/saga.ts';
import { builder } from '../builder.ts';
import { ProductRef } from '../catalogue/product.ts';
import { enumValues } from '../enum-values.ts';
import { toGlobalId } from '../global-id.ts';
import { Buyer } from '../messaging/buyer.ts';
import { MoneyRef } from '../money.ts';
import { findWith } from '../own-stores.ts';
import { Payment } from '../payments/payment.ts';
import { PaymentAttempt } from '../payments/payment-attempt.ts';
import { Hold } from './hold.ts';

export const OrderStatus = builder.enumType('OrderStatus', {
  description: 'How far an order is. It only moves forward.',
  values: enumValues<(typeof ORDER_STATES)[number]>({
    pending: 'Stock is held and the payment link is open.',
    paid: 'The gateway confirmed the money; the stock is sold.',
    expired: 'Nobody paid in time; the stock went back.',
    cancelled: 'The seller cancelled it; the stock went back.',
    refunded: 'The money went back to the buyer.',
  }),
});

const OrderItem = builder.prismaObject('OrderItem', {
  name: 'OrderItem',
  description: 'A line of an order.',
  select: { id: true, quantityUnits: true, unitPriceMinor: true, order: { select: { currency: true } } },
  fields: (t) => ({
    id: t.id({ description: 'Id of the line.', resolve: (item) => toGlobalId('OrderItem', item.id) }),
    product: t.relation('product', { type: ProductRef, description: 'What was ordered.' }),
    quantityUnits: t.exposeInt('quantityUnits', { description: 'Units ordered.' }),
    unitPrice: t.field({
      type: MoneyRef,
      description: 'Price of one unit when it was ordered.',
      resolve: (item) => ({ amountMinor: item.unitPriceMinor, currency: item.order.currency }),
    }),
  }),
});

type Link = 'none' | 'queued' | 'sent' | 'refused';

const LinkState = builder.enumType('LinkState', {
  description: 'Whether the private message with the payment link reached Facebook.',
  values: enumValues<Link>({
    none: 'There is none: the order was made by the API.',
    queued: 'It is on its way.',
    sent: 'Facebook accepted it.',
    refused: 'Facebook refused it; the message says why.',
  }),
});

export const Order = builder.prismaNode('Order', {
  name: 'Order',
  description: 'A buyer’s cart and what became of it. One is open per buyer and live until the buyer starts to pay.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('orders:read'),
  nullable: true,
  fields: (t) => ({
    databaseId: t.exposeID('id', { description: 'The plain UUID, as the REST API uses it (`order_id`).' }),
    status: t.field({
      type: OrderStatus,
      description: 'How far it is.',
      resolve: (order) => order.status as OrderState,
    }),
    total: t.field({
      type: MoneyRef,
      description: 'What the buyer pays.',
      resolve: (order) => ({ amountMinor: order.totalMinor, currency: order.currency }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was opened.' }),
    holdExpiresAt: t.expose('holdExpiresAt', { type: 'DateTime', description: 'Until when its stock is held.' }),
    paidAt: t.expose('paidAt', { type: 'DateTime', nullable: true, description: 'When it was paid; null before.' }),
    checkoutUrl: t.string({
      description: 'The buyer’s page to pay. Whoever has the address may pay: send it to the buyer only.',
      resolve: (order, _args, context) => `${context.app.config.env.BASE_URL}/checkout/${order.checkoutToken}`,
    }),
    linkState: t.field({
      type: LinkState,
      description: 'Whether the buyer was sent the payment link.',
      select: { messages: { where: { kind: { in: [...LINK_KINDS] } }, select: { state: true } } },
      resolve: ({ messages }) => linkOf(messages.map((message) => message.state)),
    }),
    buyer: t.relation('buyer', { type: Buyer, description: 'Who ordered.' }),
    items: t.relation('items', { type: OrderItem, description: 'Its lines.', query: { orderBy: { id: 'asc' } } }),
    holds: t.relation('holds', {
      type: Hold,
      description: 'Stock set aside for it.',
      query: { orderBy: { id: 'asc' } },
    }),
    attempts: t.relation('attempts', {
      type: PaymentAttempt,
      description: 'Times that the buyer started to pay, the oldest first.',
      query: { orderBy: { id: 'asc' } },
    }),
    payments: t.relation('payments', {
      type: Payment,
      description: 'What gateways reported, the oldest first.',
      query: { orderBy: { id: 'asc' } },
    }),
    liveEvent: t.relation('liveEvent', {
      nullable: true,
      description: 'The live that it came out of; null when it was made by the API.',
    }),
  }),
});

// Both carry the link: the first answers a comment, the second a message of the buyer.
const LINK_KINDS = ['private_reply', 'notice'] as const satisfies readonly OutgoingKind[];

function linkOf(states: readonly string[]): Link {
  if (states.includes('sent')) return 'sent';
  if (states.includes('queued') || states.includes('sending')) return 'queued';
  return states.length > 0 ? 'refused' : 'none';
}

export const OrderConnection = builder.connectionObject(
  { name: 'OrderConnection', type: Order },
  { name: 'OrderEdge' },
);
