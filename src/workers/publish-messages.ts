import { shardedStream } from '../events/streams.ts';
import { publishSharded } from '../redis-streams-lite/publish.ts';
import type { StepApp } from './step.ts';

/** Hands queued messages to the delivery workers. */
export async function publishMessages(
  app: Pick<StepApp, 'redis' | 'keyPrefix' | 'config'>,
  messageIds: readonly string[],
): Promise<void> {
  await publishSharded(app.redis, {
    ...shardedStream(app, 'notificationDelivery'),
    messages: messageIds.map((id) => ({ body: JSON.stringify({ message_id: id }), key: id, by: id })),
  });
}
