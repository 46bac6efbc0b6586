import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { inject, onTestFinished } from 'vitest';
import { type Backlog, backlogOf } from '../../src/redis-streams-lite/backlog.ts';
import { type ConsumeOptions, type Consumer, consume } from '../../src/redis-streams-lite/consume.ts';
import { publishBatch } from '../../src/redis-streams-lite/publish.ts';
import { keysOf, type QueueEvent } from '../../src/redis-streams-lite/types.ts';

export const GROUP = 'workers';

export type Queue = {
  readonly redis: Redis;
  readonly stream: string;
  readonly again: string;
  readonly events: QueueEvent[];
  connect(name?: string): Redis;
  send(...bodies: string[]): Promise<readonly string[]>;
  start(options: Partial<ConsumeOptions> & Pick<ConsumeOptions, 'handle'>, deps?: StartDeps): Consumer;
  /** Delivers up to `count` entries to a consumer that never answers. */
  deliverTo(consumer: string, count?: number): Promise<void>;
  backlog(): Promise<Backlog>;
  isEmpty(): Promise<boolean>;
};
type StartDeps = { readonly redis?: Redis; readonly connectionName?: string };

/** A queue with a name of its own; its consumers, connections and keys end with the test. */
export async function createQueue(): Promise<Queue> {
  const stream = `q-${randomUUID()}`;
  const { again } = keysOf(stream, GROUP);
  const connections: Redis[] = [];
  const consumers: Consumer[] = [];
  const events: QueueEvent[] = [];
  const connect = (connectionName?: string) => {
    const redis = new Redis(inject('redisUrl'), {
      maxRetriesPerRequest: null,
      ...(connectionName ? { connectionName } : {}),
    });
    redis.on('error', () => undefined);
    connections.push(redis);
    return redis;
  };
  const redis = connect();
  for (const source of [stream, again]) await redis.xgroup('CREATE', source, GROUP, '0', 'MKSTREAM');
  onTestFinished(async () => {
    await Promise.all(consumers.map((consumer) => consumer.drain(0)));
    const keys = await redis.keys(`*${stream}*`);
    if (keys.length > 0) await redis.del(...keys);
    for (const connection of connections) connection.disconnect();
  });
  const backlog = () => backlogOf(redis, { stream, group: GROUP });
  return {
    redis,
    stream,
    again,
    events,
    connect,
    send: (...bodies) => publishBatch(redis, { stream, messages: bodies.map((body) => ({ body })) }),
    start(options, deps = {}) {
      const consumer = consume(
        { redis: deps.redis ?? redis, createBlocking: () => connect(deps.connectionName) },
        {
          streams: [stream],
          group: GROUP,
          consumer: 'one',
          blockMs: 500,
          wakeEveryMs: 20,
          jitterRatio: 0,
          onEvent: (event) => events.push(event),
          ...options,
        },
      );
      consumers.push(consumer);
      return consumer;
    },
    async deliverTo(consumer, count = 1) {
      await redis.xreadgroup('GROUP', GROUP, consumer, 'COUNT', count, 'STREAMS', stream, '>');
    },
    backlog,
    async isEmpty() {
      const { openCount, retryCount } = await backlog();
      return openCount + retryCount === 0;
    },
  };
}

/** Cuts the connections of this name, as a network would. */
export async function cutConnections(redis: Redis, name: string): Promise<number> {
  const list = String(await redis.client('LIST'));
  const ids = list
    .split('\n')
    .filter((line) => line.includes(` name=${name} `))
    .map((line) => Number(/\bid=(\d+)/.exec(line)?.[1]));
  for (const id of ids) await redis.client('KILL', 'ID', id);
  return ids.length;
}

export function bodiesOf(entries: readonly { readonly body: string }[]): string[] {
  return entries.map((entry) => entry.body);
}

export async function pendingCount(queue: Queue): Promise<number> {
  const [count] = (await queue.redis.xpending(queue.stream, GROUP)) as [number];
  return count;
}
