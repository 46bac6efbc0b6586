import type { LoggedEvent } from '../../events/catalog.ts';
import { toGlobalId } from '../../events/global-id.ts';

/** What a payload calls an id, and the type that the API gives it. */
const NODES: Readonly<Record<string, string>> = {
  orderId: 'Order',
  commentId: 'Comment',
  buyerId: 'Buyer',
  productId: 'Product',
  messageId: 'Message',
  attemptId: 'PaymentAttempt',
  endpointId: 'WebhookEndpoint',
};

/**
 * The body of a webhook: the envelope of §5.3. `data` is the payload of the event with global ids, as GraphQL gives
 * them, and its `id`, `cursor`, `storeId` and `liveEventId`. It carries no name and no text of a person.
 */
export function envelopeOf(event: LoggedEvent): string {
  const payload = Object.entries(event.payload as Record<string, unknown>).map(([name, value]) => {
    const type = NODES[name];
    return [name, type && typeof value === 'string' ? toGlobalId(type, value) : value];
  });
  return JSON.stringify({
    event: event.type,
    timestamp: event.occurredAt,
    data: {
      ...Object.fromEntries(payload),
      id: event.id,
      cursor: event.cursor,
      storeId: toGlobalId('Store', event.storeId),
      liveEventId: event.liveEventId && toGlobalId('LiveEvent', event.liveEventId),
    },
  });
}
