import { toGlobalId } from '../global-id.ts';
import { feedEventType } from '../live/feed-event.ts';
import { WebhookDisabledReason } from './webhook-endpoint.ts';

const disabled = feedEventType('webhook-disabled', 'A webhook endpoint was switched off because it did not work.');

export const WebhookDisabledEvent = disabled.ref.implement({
  ...disabled.common,
  fields: (t) => ({
    endpointId: t.id({
      description: 'Global id of the WebhookEndpoint.',
      resolve: (event) => toGlobalId('WebhookEndpoint', disabled.payload(event).endpointId),
    }),
    reason: t.field({
      type: WebhookDisabledReason,
      description: 'Why.',
      resolve: (event) => disabled.payload(event).reason,
    }),
  }),
});
