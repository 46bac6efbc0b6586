import { z } from 'zod';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { configurePayment } from '../../domain/payments/configure-payment.ts';
import { builder } from '../../schema/builder.ts';
import { Store } from '../../schema/identity/store.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { secret } from '../shapes.ts';

const PaymentGateway = builder.enumType('PaymentGateway', {
  description: 'Where buyers can pay.',
  values: { MERCADO_PAGO: { value: 'mercadopago', description: 'Mercado Pago, Checkout Pro.' } } as const,
});

const ConfigurePaymentInput = builder.inputType('ConfigurePaymentInput', {
  description: 'A store’s own credentials for a gateway.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    gateway: t.field({ type: PaymentGateway, required: true, description: 'Which gateway.' }),
    accessToken: t.string({
      required: true,
      description: 'Access token of the gateway, such as APP_USR-…. Stored encrypted and never shown again.',
    }),
  }),
  validate: z.object({ storeId: z.string(), gateway: z.literal('mercadopago'), accessToken: secret() }),
});

builder.mutationField('configurePayment', (t) =>
  t.prismaField({
    type: Store,
    description:
      'Sets the credentials with which a store is paid, or replaces them. Owners only: to others the store is not found.',
    errors: { types: [InvalidInputError, NotFoundError], dataField: { description: 'The store.' } },
    args: { input: t.arg({ type: ConfigurePaymentInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.configurePayment', input.storeId);
      await configurePayment(context.app, {
        storeId,
        actorId: sellerOf(context),
        gateway: input.gateway,
        credentials: { accessToken: input.accessToken },
      });
      return context.app.db.store.findUniqueOrThrow({ ...asked(query), where: { id: storeId } });
    },
  }),
);
