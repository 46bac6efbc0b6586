import { streamKey } from '../events/streams.ts';
import { publishBatch } from '../redis-streams-lite/publish.ts';
import type { StepApp } from './step.ts';

/** Hands queued messages to the delivery workers. */
export async function publishMessages(
  app: Pick<StepApp, 'redis' | 'keyPrefix'>,
  messageIds: readonly string[],
): Promise<void> {
  await publishBatch(app.redis, {
    stream: streamKey(app.keyPrefix, 'notificationDelivery'),
    messages: messageIds.map((messageId) => ({ body: JSON.stringify({ message_id: messageId }), key: messageId })),
  });
}
