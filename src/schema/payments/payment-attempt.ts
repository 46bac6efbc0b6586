import { builder } from '../builder.ts';
import { MoneyRef } from '../money.ts';
import { findWith } from '../own-stores.ts';

export const PaymentAttempt = builder.prismaNode('PaymentAttempt', {
  name: 'PaymentAttempt',
  description: 'One time that a buyer started to pay.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('orders:read'),
  nullable: true,
  fields: (t) => ({
    gateway: t.exposeString('gateway', { description: 'Where, such as mercadopago.' }),
    state: t.exposeString('state', {
      description: 'created, pending, paid, rejected, expired, refunded or charged_back.',
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'What was asked.',
      resolve: (attempt) => ({ amountMinor: attempt.amountMinor, currency: attempt.currency }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was started.' }),
  }),
});
