import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import type { Consumer } from '../../src/redis-streams-lite/consume.ts';
import { listParked } from '../../src/redis-streams-lite/parked.ts';
import { again, done, type Entry, laterAt, never, type Outcome } from '../../src/redis-streams-lite/types.ts';
import { until } from '../testkit/until.ts';
import { createQueue, GROUP, pendingCount, type Queue } from './queue.ts';

type Step = 'ok' | 'fail' | 'later' | 'never' | 'crash';
const RETRY_DELAYS_MS = [2, 4];

const planArbitrary = fc.record({
  // What happens to each entry, delivery by delivery; after the last step it succeeds.
  steps: fc.array(
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constant<Step>('ok') },
        { weight: 4, arbitrary: fc.constant<Step>('fail') },
        { weight: 2, arbitrary: fc.constant<Step>('later') },
        { weight: 1, arbitrary: fc.constant<Step>('never') },
        { weight: 1, arbitrary: fc.constant<Step>('crash') },
      ),
      { maxLength: 4 },
    ),
    { minLength: 1, maxLength: 12 },
  ),
  consumerCount: fc.integer({ min: 1, max: 3 }),
  batchSize: fc.integer({ min: 1, max: 5 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  oneBatchAtATime: fc.boolean(),
});
type Plan = typeof planArbitrary extends fc.Arbitrary<infer T> ? T : never;

test('each entry is acknowledged as done or parked, exactly one of the two, and none is lost', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(planArbitrary, async (plan) => {
      const queue = await createQueue();
      const { doneCounts, crashCount, stop } = runPlan(queue, plan);
      await queue.send(...plan.steps.map((_, place) => String(place)));
      await until('the queue is empty', queue.isEmpty);
      await stop();
      const parked = await listParked(queue.redis, { stream: queue.stream, group: GROUP, offset: 0, limit: 100 });
      expect(await pendingCount(queue)).toBe(0);
      const parkedBodies = parked.map((entry) => entry.body);
      for (const [place, steps] of plan.steps.entries()) {
        const isParked = parkedBodies.includes(String(place));
        const doneCount = doneCounts.get(String(place)) ?? 0;
        // A crash may take outcomes of other entries with it, then these are worked on again.
        if (crashCount() > 0) expect(isParked || doneCount > 0).toBe(true);
        else expect({ place, isParked, doneCount }).toEqual({ place, ...endOf(steps) });
      }
      expect(new Set(parkedBodies).size).toBe(parkedBodies.length);
    }),
    { numRuns: 40 },
  );
});

/** The end of an entry that no crash disturbs. */
function endOf(steps: readonly Step[]): { isParked: boolean; doneCount: number } {
  let failureCount = 0;
  for (const step of steps) {
    if (step === 'ok') break;
    if (step === 'fail') failureCount += 1;
    if (step === 'never' || failureCount > RETRY_DELAYS_MS.length) return { isParked: true, doneCount: 0 };
  }
  return { isParked: false, doneCount: 1 };
}

/** Starts consumers that follow the plan. One that crashes loses its connections and its answers, and starts again. */
function runPlan(queue: Queue, plan: Plan) {
  const left = new Map(plan.steps.map((steps, place) => [String(place), [...steps]]));
  const doneCounts = new Map<string, number>();
  const living = new Map<string, Consumer>();
  let crashCount = 0;
  const start = (name: string) => {
    const redis = queue.connect();
    const handle = async (entries: readonly Entry[]) => {
      const steps = entries.map((entry) => left.get(entry.body)?.shift() ?? 'ok');
      if (steps.includes('crash')) {
        crashCount += 1;
        await crash(redis, living.get(name));
        start(name);
        return new Promise<never>(() => undefined);
      }
      for (const [place, entry] of entries.entries()) {
        if (steps[place] === 'ok') doneCounts.set(entry.body, (doneCounts.get(entry.body) ?? 0) + 1);
      }
      return steps.map(outcomeOf);
    };
    const { batchSize, concurrency, oneBatchAtATime } = plan;
    const options = { batchSize, concurrency, oneBatchAtATime, retryDelaysMs: RETRY_DELAYS_MS, maxDeliveries: 1_000 };
    living.set(name, queue.start({ ...options, consumer: name, wakeEveryMs: 5, handle }, { redis }));
  };
  for (let place = 0; place < plan.consumerCount; place += 1) start(`consumer ${place}`);
  return {
    doneCounts,
    crashCount: () => crashCount,
    stop: () => Promise.all([...living.values()].map((consumer) => consumer.drain(1_000))),
  };
}

async function crash(redis: Redis, consumer: Consumer | undefined): Promise<void> {
  redis.disconnect();
  await consumer?.drain(0);
}

function outcomeOf(step: Step): Outcome {
  if (step === 'fail') return again('it failed');
  if (step === 'later') return laterAt(Date.now() + 3);
  if (step === 'never') return never('it cannot be');
  return done();
}
