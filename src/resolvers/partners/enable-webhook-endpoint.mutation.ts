import { NotFoundError } from '../../domain/errors.ts';
import { switchWebhookEndpoint } from '../../domain/partners/webhook-endpoints.ts';
import { builder } from '../../schema/builder.ts';
import { WebhookEndpoint } from '../../schema/partners/webhook-endpoint.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const EnableWebhookEndpointInput = builder.inputType('EnableWebhookEndpointInput', {
  description: 'An endpoint to switch on.',
  fields: (t) => ({ endpointId: t.id({ required: true, description: 'Global id of the WebhookEndpoint.' }) }),
});

builder.mutationField('enableWebhookEndpoint', (t) =>
  t.prismaField({
    type: WebhookEndpoint,
    description: 'Switches an endpoint on again: it gets what happens from now on.',
    errors: { types: [NotFoundError], dataField: { description: 'The endpoint.' } },
    args: { input: t.arg({ type: EnableWebhookEndpointInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { id, storeId } = await requireOwn(
        context,
        'Mutation.enableWebhookEndpoint',
        'WebhookEndpoint',
        input.endpointId,
      );
      await switchWebhookEndpoint(context.app, {
        storeId,
        sellerId: sellerOf(context),
        endpointId: id,
        isEnabled: true,
      });
      return context.app.db.webhookEndpoint.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
