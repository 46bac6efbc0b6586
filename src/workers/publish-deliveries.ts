import { messagesOf, type QueuedDelivery } from '../domain/partners/plan-deliveries.ts';
import { shardedStream } from '../events/streams.ts';
import { publishSharded } from '../redis-streams-lite/publish.ts';
import type { StepApp } from './step.ts';

/** Hands deliveries to the workers, in this order. */
export async function publishDeliveries(
  app: Pick<StepApp, 'redis' | 'keyPrefix' | 'config'>,
  deliveries: readonly QueuedDelivery[],
): Promise<void> {
  await publishSharded(app.redis, {
    ...shardedStream(app, 'partnerDeliveries'),
    messages: messagesOf(deliveries),
  });
}
