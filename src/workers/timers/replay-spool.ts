import type { App } from '../../compose.ts';
import { replaySpool } from '../../domain/queues/spool.ts';
import { type StreamName, shardedStream } from '../../events/streams.ts';
import { publishSharded } from '../../redis-streams-lite/publish.ts';

const BATCH = 500;

/** Publishes what a server kept while Redis was away and could not publish itself, because it is gone too. */
export async function replayLeftSpool(app: Pick<App, 'pool' | 'redis' | 'keyPrefix' | 'config'>): Promise<void> {
  if (app.redis.status !== 'ready') return;
  const publish = (stream: string, messages: Parameters<typeof publishSharded>[1]['messages']) =>
    publishSharded(app.redis, { ...shardedStream(app, stream as StreamName), messages });
  while ((await replaySpool({ pool: app.pool, publish }, { limit: BATCH })) === 'more');
}
