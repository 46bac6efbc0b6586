import { NotFoundError } from '../../domain/errors.ts';
import { rotateWebhookSecret } from '../../domain/partners/webhook-endpoints.ts';
import { builder } from '../../schema/builder.ts';
import { WebhookSecret } from '../../schema/partners/webhook-endpoint.ts';
import { INPUT } from '../../schema/texts.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const RotateWebhookSecretInput = builder.inputType('RotateWebhookSecretInput', {
  description: 'An endpoint whose secret is to change.',
  fields: (t) => ({ endpointId: t.id({ required: true, description: 'Global id of the WebhookEndpoint.' }) }),
});

builder.mutationField('rotateWebhookSecret', (t) =>
  t.field({
    type: WebhookSecret,
    description:
      'Gives an endpoint a new secret, shown once. For one more day deliveries carry a signature of the old one as well.',
    errors: { types: [NotFoundError], dataField: { description: 'The endpoint and its new secret.' } },
    args: { input: t.arg({ type: RotateWebhookSecretInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const { id, storeId } = await requireOwn(
        context,
        'Mutation.rotateWebhookSecret',
        'WebhookEndpoint',
        input.endpointId,
      );
      return rotateWebhookSecret(context.app, {
        storeId,
        sellerId: sellerOf(context),
        endpointId: id,
        graceMs: context.app.config.limits.partners.rotationGraceMs,
      });
    },
  }),
);
