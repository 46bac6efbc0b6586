import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { backlogOf } from './backlog.ts';
import { consume } from './consume.ts';
import { eachEntry, NeverRetryError } from './each-entry.ts';
import { listParked, requeueParked } from './parked.ts';
import { publishBatch } from './publish.ts';

// Four orders: one fails once, one cannot succeed until somebody repairs it. Run with REDIS_URL=redis://localhost:6379.
const url = process.env['REDIS_URL'] ?? 'redis://localhost:6379';
const redis = new Redis(url);
const queue = { stream: `orders-${randomUUID()}`, group: 'bank' };
let isRepaired = false;

await publishBatch(redis, {
  stream: queue.stream,
  messages: ['1', '2', '3', '4'].map((body) => ({ body, key: `order-${body}` })),
});
console.log('published orders 1 to 4');

const consumer = consume(
  { redis, createBlocking: () => new Redis(url, { maxRetriesPerRequest: null, socketTimeout: 8_000 }) },
  {
    streams: [queue.stream],
    group: queue.group,
    consumer: 'bank-1',
    retryDelaysMs: [300, 600],
    handle: eachEntry(async (order) => {
      if (order.body === '2' && order.attempt === 1) throw new Error('the bank is away');
      if (order.body === '3' && !isRepaired) throw new NeverRetryError('unknown account');
      console.log(`order ${order.body} (${order.key}) is paid at attempt ${order.attempt}`);
      return undefined;
    }),
    onEvent: ({ what, count, error }) => {
      if (error) console.log(`${what} ${count}: ${error instanceof Error ? error.message : error}`);
    },
  },
);

await untilSettled();
for (const parked of await listParked(redis, { ...queue, offset: 0, limit: 10 })) {
  console.log(`order ${parked.body} is a dead letter: ${parked.reason}`);
  isRepaired = true;
  await requeueParked(redis, { ...queue, ids: [parked.id] });
}
await untilSettled();
const { openCount, retryCount, parkedCount } = await backlogOf(redis, queue);
console.log(`open ${openCount}, waiting for a retry ${retryCount}, dead letters ${parkedCount}`);

await consumer.drain(5_000);
await redis.del(...(await redis.keys(`*${queue.stream}*`)));
await redis.quit();

async function untilSettled(): Promise<void> {
  for (;;) {
    const { openCount, retryCount } = await backlogOf(redis, queue);
    if (openCount + retryCount === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
