import type { OrderStatus } from '../generated/graphql.ts';
import type { Tone } from './badge.tsx';

/** The colour that a state of an order has everywhere. */
export const ORDER_TONES: Readonly<Record<OrderStatus, Tone>> = {
  PENDING: 'warn',
  PAID: 'paid',
  EXPIRED: 'neutral',
  CANCELLED: 'neutral',
  REFUNDED: 'bad',
};
