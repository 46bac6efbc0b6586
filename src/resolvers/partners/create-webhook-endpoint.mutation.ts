import { z } from 'zod';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { createWebhookEndpoint } from '../../domain/partners/webhook-endpoints.ts';
import { builder } from '../../schema/builder.ts';
import { WebhookSecret } from '../../schema/partners/webhook-endpoint.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { line } from '../shapes.ts';
import { webhookRules } from './webhook-rules.ts';
import { eventTypes, remark } from './webhook-shapes.ts';

const CreateWebhookEndpointInput = builder.inputType('CreateWebhookEndpointInput', {
  description: 'An address to register.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    url: t.string({ required: true, description: 'https:// address on the public internet.' }),
    description: t.string({ description: 'What it is for, up to 200 characters.' }),
    eventTypes: t.stringList({
      required: true,
      description: 'Names of events, such as order-paid; empty: all of them, also those that come later.',
    }),
  }),
  validate: z.object({
    storeId: z.string(),
    url: line(2_000),
    description: remark().nullish(),
    eventTypes: eventTypes(),
  }),
});

builder.mutationField('createWebhookEndpoint', (t) =>
  t.field({
    type: WebhookSecret,
    description:
      'Registers an address for events. The answer shows its secret once. Owners only: to others the store is not found.',
    errors: { types: [InvalidInputError, NotFoundError], dataField: { description: 'The endpoint and its secret.' } },
    args: { input: t.arg({ type: CreateWebhookEndpointInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.createWebhookEndpoint', input.storeId);
      return createWebhookEndpoint(
        { ...context.app, rules: webhookRules(context) },
        {
          storeId,
          sellerId: sellerOf(context),
          url: input.url,
          description: input.description ?? '',
          eventTypes: input.eventTypes,
        },
      );
    },
  }),
);
