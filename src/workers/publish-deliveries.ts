import { messagesOf, type QueuedDelivery } from '../domain/partners/plan-deliveries.ts';
import { streamKey } from '../events/streams.ts';
import { publishBatch } from '../redis-streams-lite/publish.ts';
import type { StepApp } from './step.ts';

/** Hands deliveries to the workers, in this order. */
export async function publishDeliveries(
  app: Pick<StepApp, 'redis' | 'keyPrefix'>,
  deliveries: readonly QueuedDelivery[],
): Promise<void> {
  await publishBatch(app.redis, {
    stream: streamKey(app.keyPrefix, 'partnerDeliveries'),
    messages: messagesOf(deliveries),
  });
}
