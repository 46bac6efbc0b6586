import { toGlobalId } from '../global-id.ts';
import { feedEventType } from '../live/feed-event.ts';
import { MoneyRef } from '../money.ts';

const ORDER = 'Global id of the Order.';

const started = feedEventType('payment-started', 'A buyer went to the gateway to pay.');

export const PaymentStartedEvent = started.ref.implement({
  ...started.common,
  fields: (t) => ({
    orderId: t.id({ description: ORDER, resolve: (event) => toGlobalId('Order', started.payload(event).orderId) }),
    gateway: t.string({
      description: 'Which gateway, such as mercadopago.',
      resolve: (event) => started.payload(event).gateway,
    }),
    amount: t.field({ type: MoneyRef, description: 'What is asked.', resolve: (event) => started.payload(event) }),
  }),
});

const rejected = feedEventType('payment-rejected', 'The gateway did not accept a payment. The buyer may try again.');

export const PaymentRejectedEvent = rejected.ref.implement({
  ...rejected.common,
  fields: (t) => ({
    orderId: t.id({ description: ORDER, resolve: (event) => toGlobalId('Order', rejected.payload(event).orderId) }),
    gateway: t.string({
      description: 'Which gateway, such as mercadopago.',
      resolve: (event) => rejected.payload(event).gateway,
    }),
  }),
});

const paid = feedEventType('order-paid', 'The money of an order arrived; its stock is sold.');

export const OrderPaidEvent = paid.ref.implement({
  ...paid.common,
  fields: (t) => ({
    orderId: t.id({ description: ORDER, resolve: (event) => toGlobalId('Order', paid.payload(event).orderId) }),
    buyerName: t.exposeString('personName', { nullable: true, description: 'Name of the buyer, when known.' }),
    amount: t.field({ type: MoneyRef, description: 'What was paid.', resolve: (event) => paid.payload(event) }),
  }),
});

const refunded = feedEventType('payment-refunded', 'Money went back to the buyer.');

export const PaymentRefundedEvent = refunded.ref.implement({
  ...refunded.common,
  fields: (t) => ({
    orderId: t.id({ description: ORDER, resolve: (event) => toGlobalId('Order', refunded.payload(event).orderId) }),
    gateway: t.string({
      description: 'Which gateway, such as mercadopago.',
      resolve: (event) => refunded.payload(event).gateway,
    }),
    amount: t.field({ type: MoneyRef, description: 'What went back.', resolve: (event) => refunded.payload(event) }),
  }),
});

const expired = feedEventType('order-expired', 'Nobody paid in time; the stock went back.');

export const OrderExpiredEvent = expired.ref.implement({
  ...expired.common,
  fields: (t) => ({
    orderId: t.id({ description: ORDER, resolve: (event) => toGlobalId('Order', expired.payload(event).orderId) }),
  }),
});

const cancelled = feedEventType('order-cancelled', 'The seller cancelled an unpaid order; the stock went back.');

export const OrderCancelledEvent = cancelled.ref.implement({
  ...cancelled.common,
  fields: (t) => ({
    orderId: t.id({ description: ORDER, resolve: (event) => toGlobalId('Order', cancelled.payload(event).orderId) }),
  }),
});
