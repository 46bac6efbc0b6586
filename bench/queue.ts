import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { consume } from '../src/redis-streams-lite/consume.ts';
import { publishBatch } from '../src/redis-streams-lite/publish.ts';
import { again, done, keysOf } from '../src/redis-streams-lite/types.ts';
import { type BenchRow, ratioRow } from './row.ts';

type Load = { readonly redisUrl: string; readonly entryCount: number; readonly batchSize: number };

const BODY = JSON.stringify({ event: 'feed_comment', data: { comment_id: '1_2', message: 'quiero 2 de la roja M' } });
const GROUP = 'bench';
const AT_LEAST_RATIO = 0.6;

/**
 * Entries per second from publish to acknowledged, publisher and consumer at the same time, against a bare
 * XADD / XREADGROUP / XACK loop with the same batches. Both take turns in many short rounds, and the round
 * with the median ratio counts, so that what else the machine does disturbs both alike.
 */
export async function benchQueue(input: {
  readonly redisUrl: string;
  readonly entryCount?: number;
  readonly batchSize?: number;
  readonly rounds?: number;
}): Promise<readonly BenchRow[]> {
  const load = { redisUrl: input.redisUrl, entryCount: input.entryCount ?? 10_000, batchSize: input.batchSize ?? 100 };
  // The first run of each warms up code and server and is not counted.
  await runBare(load);
  await runOurs(load, 0);
  const rows: BenchRow[] = [];
  for (const failing of [0, 0.01]) {
    const pairs: { ours: number; baseline: number }[] = [];
    for (let round = 0; round < (input.rounds ?? 15); round += 1) {
      pairs.push({ baseline: await runBare(load), ours: await runOurs(load, failing) });
    }
    pairs.sort((a, b) => a.ours / a.baseline - b.ours / b.baseline);
    const { ours, baseline } = pairs[Math.floor(pairs.length / 2)] ?? { ours: 0, baseline: 1 };
    const what = failing === 0 ? 'all succeed' : `${failing * 100} % fail once and are retried`;
    rows.push(
      ratioRow({
        name: `redis-streams-lite publish → processed, ${what}`,
        unit: 'entries/s',
        ours,
        baseline,
        atLeast: AT_LEAST_RATIO,
      }),
    );
  }
  return rows;
}

async function runBare({ redisUrl, entryCount, batchSize }: Load): Promise<number> {
  const [producer, consumer, stream] = [new Redis(redisUrl), new Redis(redisUrl), `bench-${randomUUID()}`];
  await producer.xgroup('CREATE', stream, GROUP, '0', 'MKSTREAM');
  await consumer.ping();
  const startMs = performance.now();
  const published = (async () => {
    for (let sent = 0; sent < entryCount; sent += batchSize) {
      const pipeline = producer.pipeline();
      for (const key of keysOfBatch(sent, batchSize)) pipeline.xadd(stream, '*', 'body', BODY, 'key', key);
      await pipeline.exec();
    }
  })();
  for (let processed = 0; processed < entryCount; ) {
    const answer = (await consumer.xreadgroup(
      'GROUP',
      GROUP,
      'one',
      'COUNT',
      batchSize,
      'BLOCK',
      2_000,
      'STREAMS',
      stream,
      '>',
    )) as [string, [string, string[]][]][] | null;
    const ids = answer?.[0]?.[1].map(([id]) => id) ?? [];
    if (ids.length > 0) processed += await consumer.xack(stream, GROUP, ...ids);
  }
  await published;
  const perSecond = entryCount / ((performance.now() - startMs) / 1_000);
  await producer.del(stream);
  for (const redis of [producer, consumer]) redis.disconnect();
  return perSecond;
}

async function runOurs({ redisUrl, entryCount, batchSize }: Load, failing: number): Promise<number> {
  const [redis, producer, stream] = [new Redis(redisUrl), new Redis(redisUrl), `bench-${randomUUID()}`];
  await Promise.all([redis.ping(), producer.ping()]);
  const all = Promise.withResolvers<void>();
  let processed = 0;
  const startMs = performance.now();
  const consumer = consume(
    { redis, createBlocking: () => new Redis(redisUrl, { maxRetriesPerRequest: null }) },
    {
      streams: [stream],
      group: GROUP,
      consumer: 'one',
      batchSize,
      retryDelaysMs: [10, 100],
      wakeEveryMs: 20,
      async handle(entries) {
        const outcomes = entries.map((entry) => {
          return entry.attempt === 1 && Number(entry.key) < failing * entryCount ? again('once') : done();
        });
        processed += outcomes.filter((outcome) => outcome.kind === 'done').length;
        if (processed >= entryCount) all.resolve();
        return outcomes;
      },
    },
  );
  for (let sent = 0; sent < entryCount; sent += batchSize) {
    await publishBatch(producer, {
      stream,
      messages: keysOfBatch(sent, batchSize).map((key) => ({ body: BODY, key })),
    });
  }
  await all.promise;
  // Waits for the acknowledgements too, as the baseline does.
  await consumer.drain(10_000);
  const perSecond = entryCount / ((performance.now() - startMs) / 1_000);
  await redis.del(stream, ...Object.values(keysOf(stream, GROUP)));
  for (const connection of [redis, producer]) connection.disconnect();
  return perSecond;
}

function keysOfBatch(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, place) => String(first + place));
}

if (import.meta.main) {
  console.table(await benchQueue({ redisUrl: process.env['REDIS_URL'] ?? 'redis://localhost:6379' }));
}
