import { z } from 'zod';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { updateWebhookEndpoint } from '../../domain/partners/webhook-endpoints.ts';
import { builder } from '../../schema/builder.ts';
import { WebhookEndpoint } from '../../schema/partners/webhook-endpoint.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';
import { line } from '../shapes.ts';
import { webhookRules } from './webhook-rules.ts';
import { eventTypes, remark } from './webhook-shapes.ts';

const UpdateWebhookEndpointInput = builder.inputType('UpdateWebhookEndpointInput', {
  description: 'What changes; what is left out stays.',
  fields: (t) => ({
    endpointId: t.id({ required: true, description: 'Global id of the WebhookEndpoint.' }),
    url: t.string({ description: 'https:// address on the public internet.' }),
    description: t.string({ description: 'What it is for, up to 200 characters.' }),
    eventTypes: t.stringList({ description: 'Names of events; empty: all of them.' }),
  }),
  validate: z.object({
    endpointId: z.string(),
    url: line(2_000).nullish(),
    description: remark().nullish(),
    eventTypes: eventTypes().nullish(),
  }),
});

builder.mutationField('updateWebhookEndpoint', (t) =>
  t.prismaField({
    type: WebhookEndpoint,
    description: 'Changes an endpoint.',
    errors: { types: [InvalidInputError, NotFoundError], dataField: { description: 'The endpoint.' } },
    args: { input: t.arg({ type: UpdateWebhookEndpointInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { id, storeId } = await requireOwn(
        context,
        'Mutation.updateWebhookEndpoint',
        'WebhookEndpoint',
        input.endpointId,
      );
      await updateWebhookEndpoint(
        { ...context.app, rules: webhookRules(context) },
        {
          storeId,
          sellerId: sellerOf(context),
          endpointId: id,
          url: input.url ?? null,
          description: input.description ?? null,
          eventTypes: input.eventTypes ?? null,
        },
      );
      return context.app.db.webhookEndpoint.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
