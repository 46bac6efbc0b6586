import { type Loop, pause } from './loop.ts';
import { WAKE } from './scripts.ts';
import { idsOf } from './take-over.ts';

const WAKE_LIMIT = 100;

/** Wakes due retries until the drain begins, and keeps what is held from being taken over until the drain is over. */
export async function keepLoop(loop: Loop): Promise<void> {
  const { wakeEveryMs, minIdleMs } = loop.options;
  while (!loop.closed.aborted) {
    try {
      await beat(loop);
      await wake(loop);
    } catch (error) {
      // The read loop reports it and heals it. While Redis is away nobody can show a sign of life: give them time to.
      const isAway = (error as Error).name !== 'ReplyError';
      if (isAway) loop.reclaimAtMs = Date.now() + minIdleMs;
    }
    await pause(Math.min(wakeEveryMs, minIdleMs / 3), loop.closed);
  }
}

async function wake(loop: Loop): Promise<void> {
  while (!loop.stop.aborted) {
    const woken = await loop.redis.eval(WAKE, 2, loop.keys.retry, loop.keys.again, WAKE_LIMIT);
    if (Number(woken) < WAKE_LIMIT) return;
  }
}

/** JUSTID sets the idle time back to zero without counting a delivery. */
async function beat(loop: Loop): Promise<void> {
  const { group, consumer, minIdleMs } = loop.options;
  const due = [...loop.held].filter((batch) => batch.beatAtMs <= Date.now() - minIdleMs / 3);
  for (const source of loop.sources) {
    const batches = due.filter((batch) => batch.source === source);
    if (batches.length === 0) continue;
    await loop.redis.xclaim(source, group, consumer, 0, ...batches.flatMap(idsOf), 'JUSTID');
    for (const batch of batches) batch.beatAtMs = Date.now();
  }
}
