import { builder } from '../builder.ts';
import { MoneyRef } from '../money.ts';
import { findWith } from '../own-stores.ts';

export const Payment = builder.prismaNode('Payment', {
  name: 'Payment',
  description: 'A transaction as the gateway’s own API reported it.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('orders:read'),
  nullable: true,
  fields: (t) => ({
    gateway: t.exposeString('gateway', { description: 'Which gateway, such as mercadopago.' }),
    externalId: t.exposeString('externalId', { description: 'Its id at the gateway.' }),
    state: t.exposeString('state', { description: 'pending, rejected, approved, refunded or charged_back.' }),
    outcome: t.exposeString('outcome', {
      description: 'What it did to the order: none, applied, to_refund (it could not be used) or refunded.',
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'What was paid.',
      resolve: (payment) => ({ amountMinor: payment.amountMinor, currency: payment.currency }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When we first heard of it.' }),
  }),
});
