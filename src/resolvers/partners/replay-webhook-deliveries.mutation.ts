import { NotFoundError } from '../../domain/errors.ts';
import { replayDeliveries } from '../../domain/partners/plan-deliveries.ts';
import { builder } from '../../schema/builder.ts';
import { positionOf } from '../../schema/global-id.ts';
import { WebhookReplay } from '../../schema/partners/webhook-endpoint.ts';
import { INPUT } from '../../schema/texts.ts';
import { requireOwn, sellerOf } from '../caller.ts';

const ReplayWebhookDeliveriesInput = builder.inputType('ReplayWebhookDeliveriesInput', {
  description: 'A window of the log.',
  fields: (t) => ({
    endpointId: t.id({ required: true, description: 'Global id of the WebhookEndpoint.' }),
    after: t.string({
      required: true,
      description: 'Cursor of the event before the first one; "0" for the beginning.',
    }),
    until: t.string({ required: true, description: 'Cursor of the last one.' }),
  }),
});

builder.mutationField('replayWebhookDeliveries', (t) =>
  t.field({
    type: WebhookReplay,
    description:
      'Delivers the events of a window again, whatever became of them before, under the same ids. Error BAD_CURSOR for what is no cursor.',
    errors: { types: [NotFoundError], dataField: { description: 'What was queued.' } },
    args: { input: t.arg({ type: ReplayWebhookDeliveriesInput, required: true, description: INPUT }) },
    resolve: async (_root, { input }, context) => {
      const { id, storeId } = await requireOwn(
        context,
        'Mutation.replayWebhookDeliveries',
        'WebhookEndpoint',
        input.endpointId,
      );
      const window = { after: positionOf(input.after) ?? 0, until: positionOf(input.until) ?? 0 };
      const { deliveries, until, hasMore } = await replayDeliveries(context.app, {
        storeId,
        sellerId: sellerOf(context),
        endpointId: id,
        ...window,
      });
      await context.app.queueDeliveries(deliveries);
      return { id, count: deliveries.length, until, hasMore };
    },
  }),
);
