import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Feed } from '../../domain/live/feed.ts';
import { newestPosition, readBetween, toFeedEvents } from '../../domain/live/read-log.ts';
import type { EventType, LoggedEvent } from '../../events/catalog.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import { pause } from '../../platform/pause.ts';
import { tail } from '../../redis-streams-lite/tail.ts';
import type { Entry } from '../../redis-streams-lite/types.ts';
import { createSeat, type Seat } from './feed-seat.ts';

export type FeedHubDeps = {
  readonly pool: Pool;
  readonly redis: Redis;
  readonly createBlockingRedis: () => Redis;
  readonly log: Logger;
};
export type FeedHubOptions = {
  readonly stream: string;
  /** Events that may wait for one reader; one more ends its feed. */
  readonly queueMax: number;
  /** How often memberships of long-lived readers are looked up again. */
  readonly recheckEveryMs: number;
};

export type FeedHub = Feed & { readonly size: () => number; close(): Promise<void> };

const GAP_MAX = 10_000;
const MEMBERSHIPS_END: ReadonlySet<string> = new Set<EventType>(['member-removed', 'member-role-changed']);

/**
 * One tail of the log for the whole process: every batch is read once, joined with names and texts once, and put into
 * the queues of those who follow its store or live. It starts with the first reader. PostgreSQL is the truth: positions that Redis skips (it restarted,
 * or was trimmed) are read from there.
 */
export function createFeedHub(deps: FeedHubDeps, options: FeedHubOptions): FeedHub {
  const seats = new Set<Seat>();
  const ending = new AbortController();
  let running: Promise<void> | null = null;
  const started = Promise.withResolvers<void>();
  const start = () => run({ ...deps, ...options, seats, signal: ending.signal, onStart: started.resolve });
  const recheck = setInterval(() => void endFormerMembers(deps, seats), options.recheckEveryMs);
  recheck.unref();
  return {
    async join(input) {
      running ??= start();
      await started.promise;
      const seat = createSeat(input, { queueMax: options.queueMax, onLeave: (left) => seats.delete(left) });
      if (ending.signal.aborted) seat.leave();
      else seats.add(seat);
      return seat;
    },
    size: () => seats.size,
    async close() {
      clearInterval(recheck);
      ending.abort();
      started.resolve();
      for (const seat of seats) seat.leave();
      await running;
    },
  };
}

type Run = FeedHubDeps &
  FeedHubOptions & { readonly seats: ReadonlySet<Seat>; readonly signal: AbortSignal; readonly onStart: () => void };

/** STARTING (asks PostgreSQL where the log ends) -> FOLLOWING -> ended by the signal. Trouble leads back to STARTING at the position reached. */
async function run(hub: Run): Promise<void> {
  let position: number | null = null;
  while (!hub.signal.aborted) {
    try {
      position ??= await newestPosition(hub.pool);
      hub.onStart();
      const entries = tail(
        { redis: hub.redis, createBlocking: hub.createBlockingRedis },
        { stream: hub.stream, after: `${position}-0`, signal: hub.signal },
      );
      for await (const batch of entries) {
        const reached: number = positionOf(batch.at(-1));
        await deliver(hub, batch, position);
        position = reached;
      }
    } catch (error) {
      if (hub.signal.aborted) return;
      hub.log.error({ err: error }, 'The feed lost its footing and goes on in a moment');
      await pause(200, hub.signal);
    }
  }
}

async function deliver(hub: Run, batch: readonly Entry[], position: number): Promise<void> {
  if (hub.seats.size === 0) return;
  const gap = await readGap(hub, positionOf(batch[0]), position);
  const logged = [...gap, ...batch.map((entry) => JSON.parse(entry.body) as LoggedEvent)];
  const stores = new Set([...hub.seats].map((seat) => seat.storeId));
  const followed = logged.filter((event) => stores.has(event.storeId));
  if (followed.length === 0) return;
  // Who lost their place must not hear what follows, nor wait for the next look.
  if (followed.some(({ type }) => MEMBERSHIPS_END.has(type))) await endFormerMembers(hub, hub.seats);
  const events = await toFeedEvents(hub.pool, followed);
  const byStore = Map.groupBy(events, (event) => event.storeId);
  for (const seat of hub.seats) for (const event of byStore.get(seat.storeId) ?? []) seat.offer(event);
}

// Positions follow each other; where they do not, a transaction was rolled back or Redis lost entries.
async function readGap(hub: Run, first: number, position: number): Promise<readonly LoggedEvent[]> {
  if (first <= position + 1) return [];
  const found = await readBetween(hub.pool, { after: position, before: first, limit: GAP_MAX + 1 });
  if (found.length > GAP_MAX) {
    for (const seat of hub.seats) seat.end('too-slow');
    return [];
  }
  return found;
}

function positionOf(entry: Entry | undefined): number {
  return Number(entry?.id.split('-')[0]);
}

const FORMER = `
SELECT g.place FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS ("storeId" uuid, "sellerId" uuid, "keyId" uuid, "liveEventId" uuid,
  "isModerator" boolean)) WITH ORDINALITY AS g("storeId", "sellerId", "keyId", "liveEventId", "isModerator", place)
WHERE NOT EXISTS (SELECT FROM members m WHERE m.tienda_id = g."storeId" AND m.vendedor_id = g."sellerId"
    AND CASE WHEN g."isModerator" THEN m.live_id = g."liveEventId" ELSE m.live_id IS NULL END)
  OR g."keyId" IS NOT NULL AND NOT EXISTS (SELECT FROM api_keys k
    WHERE k.id = g."keyId" AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp()))`;

/** Ends the feeds of people who no longer have their place in the store and of keys that ended, all asked in one statement. */
async function endFormerMembers(deps: FeedHubDeps, seats: ReadonlySet<Seat>): Promise<void> {
  if (seats.size === 0) return;
  const asked = [...seats];
  const readers = asked.map(({ storeId, sellerId, keyId, liveEventId, isModerator }) => {
    return { storeId, sellerId, keyId, liveEventId, isModerator };
  });
  try {
    const former = await rowsOf<{ place: string }>(deps.pool, FORMER, [JSON.stringify(readers)]);
    for (const { place } of former) asked[Number(place) - 1]?.end('no-longer-member');
  } catch (error) {
    deps.log.warn({ err: error }, 'Memberships of the feed could not be looked up; they are asked again in a moment');
  }
}
