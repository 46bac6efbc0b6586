import { CONSUMER_GROUPS, STREAMS, type StreamName, shardedStream } from '../../events/streams.ts';
import { backlogOf } from '../../redis-streams-lite/backlog.ts';
import { shardsOf } from '../../redis-streams-lite/publish.ts';
import type { HttpApp } from '../http-app.ts';

/** Sets the figures of every queue to what stands in Redis now, all shards together. While Redis is away the last ones stay. */
export async function measureQueues(app: Pick<HttpApp, 'redis' | 'keyPrefix' | 'config' | 'metrics'>): Promise<void> {
  for (const name of Object.keys(STREAMS) as StreamName[])
    for (const group of CONSUMER_GROUPS[name]) {
      const shards = await Promise.all(
        shardsOf(shardedStream(app, name)).map((stream) =>
          backlogOf(app.redis, { stream, group, keepAcknowledged: name === 'events' }),
        ),
      );
      const sum = (count: 'openCount' | 'retryCount' | 'parkedCount') =>
        shards.reduce((total, shard) => total + shard[count], 0);
      const labels = { stream: STREAMS[name], group };
      app.metrics.backlog.set({ ...labels, state: 'open' }, sum('openCount'));
      app.metrics.backlog.set({ ...labels, state: 'retry' }, sum('retryCount'));
      app.metrics.backlog.set({ ...labels, state: 'parked' }, sum('parkedCount'));
      app.metrics.backlogAge.set(labels, Math.max(...shards.map(({ oldestAgeMs }) => oldestAgeMs)) / 1_000);
    }
}
