import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appendLog, endOfLog } from '../../src/redis-streams-lite/append-log.ts';
import { createQueue, type Queue } from './queue.ts';

const numbered = (...positions: readonly string[]) =>
  positions.map((position) => ({ position, publishedAtMs: 1_000, body: position }));
const idsIn = async (queue: Queue, stream: string) => (await queue.redis.xrange(stream, '-', '+')).map(([id]) => id);

test('what a log has already is passed over, and one that lost its end takes nothing', async () => {
  const queue = await createQueue();
  const stream = `${queue.stream}-log`;
  expect(await endOfLog(queue.redis, stream)).toBe('0');
  expect(await appendLog(queue.redis, { stream, after: '0', messages: numbered('1', '2', '4') })).toEqual({
    hasGap: false,
    end: '4',
  });
  expect(await appendLog(queue.redis, { stream, after: '2', messages: numbered('2', '4', '10') })).toEqual({
    hasGap: false,
    end: '10',
  });
  await queue.redis.del(stream);
  await appendLog(queue.redis, { stream, after: '0', messages: numbered('1') });
  expect(await appendLog(queue.redis, { stream, after: '10', messages: numbered('11') })).toEqual({
    hasGap: true,
    end: '1',
  });
  expect(await idsIn(queue, stream)).toEqual(['1-0']);
});

test('the end of a log is known when all of it was trimmed', async () => {
  const queue = await createQueue();
  const stream = `${queue.stream}-log`;
  await appendLog(queue.redis, { stream, after: '0', messages: numbered('7') });
  await queue.redis.xtrim(stream, 'MAXLEN', 0);
  expect(await endOfLog(queue.redis, stream)).toBe('7');
});

test('whatever is repeated, lost and filled again, the log has every position once and in order', async () => {
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 0, max: 5 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('repeat' as const), count: fc.integer({ min: 1, max: 8 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), count: fc.integer({ min: 0, max: 9 }) }) },
  );
  // More digits than a number of Lua holds.
  const start = 9_007_199_254_740_990n;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const queue = await createQueue();
      const stream = `${queue.stream}-log`;
      const all: string[] = [];
      let after = '0';
      const fill = async (messages: readonly string[]) => {
        const appended = await appendLog(queue.redis, { stream, after, messages: numbered(...messages) });
        if (!appended.hasGap) {
          after = appended.end;
          return;
        }
        const missing = all.filter((position) => BigInt(position) > BigInt(appended.end));
        after = (await appendLog(queue.redis, { stream, after: appended.end, messages: numbered(...missing) })).end;
      };
      for (const { kind, count } of steps) {
        if (kind === 'append') {
          const next = Array.from({ length: count }, (_, place) => String(start + BigInt(all.length + place)));
          all.push(...next);
          await fill(next);
        } else if (kind === 'repeat') await fill(all.slice(-count));
        else {
          const kept = (await queue.redis.xrange(stream, '-', '+')).slice(0, count);
          await queue.redis.del(stream);
          for (const [id, fields] of kept) await queue.redis.xadd(stream, id, ...fields);
        }
      }
      await fill([]);
      expect(await idsIn(queue, stream)).toEqual(all.map((position) => `${position}-0`));
    }),
    { numRuns: 50 },
  );
});
