import { NotFoundError } from '../../domain/errors.ts';
import { switchWebhookEndpoint } from '../../domain/partners/webhook-endpoints.ts';
import { builder } from '../../schema/builder.ts';
import { WebhookEndpoint } from '../../schema/partners/webhook-endpoint.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const DisableWebhookEndpointInput = builder.inputType('DisableWebhookEndpointInput', {
  description: 'An endpoint to switch off.',
  fields: (t) => ({ endpointId: t.id({ required: true, description: 'Global id of the WebhookEndpoint.' }) }),
});

builder.mutationField('disableWebhookEndpoint', (t) =>
  t.prismaField({
    type: WebhookEndpoint,
    description:
      'Switches an endpoint off: it gets nothing, and what waits for it is given up. A replay brings it back.',
    errors: { types: [NotFoundError], dataField: { description: 'The endpoint.' } },
    args: { input: t.arg({ type: DisableWebhookEndpointInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { id, storeId } = await requireOwn(
        context,
        'Mutation.disableWebhookEndpoint',
        'WebhookEndpoint',
        input.endpointId,
      );
      await switchWebhookEndpoint(context.app, {
        storeId,
        sellerId: sellerOf(context),
        endpointId: id,
        isEnabled: false,
      });
      return context.app.db.webhookEndpoint.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
