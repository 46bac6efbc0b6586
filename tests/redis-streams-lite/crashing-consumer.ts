import { Redis } from 'ioredis';
import { consume } from '../../src/redis-streams-lite/consume.ts';

// Run by recover.test.ts: dies of the entry "poison" like a process that runs out of memory.
const { REDIS_URL = '', STREAM = '', GROUP = '' } = process.env;
consume(
  { redis: new Redis(REDIS_URL), createBlocking: () => new Redis(REDIS_URL, { maxRetriesPerRequest: null }) },
  {
    streams: [STREAM],
    group: GROUP,
    consumer: 'fragile',
    blockMs: 500,
    async handle(entries) {
      if (entries.some((entry) => entry.body === 'poison')) process.kill(process.pid, 'SIGKILL');
      return undefined;
    },
  },
);
