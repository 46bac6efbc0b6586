import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { rowsOf } from '../../platform/db/transaction.ts';

const LEASE = `interval '60 seconds'`;

/** Whether the live runs, was ended and is read once more, or a last time ten minutes later. */
export type PollPhase = 'live' | 'first-sweep' | 'second-sweep';

/** A live whose list of comments this process alone reads, as long as it holds the lease. */
export type Poll = {
  readonly liveEventId: string;
  readonly storeId: string;
  readonly lease: string;
  readonly phase: PollPhase;
  readonly fbLiveId: string | null;
  readonly cursor: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly isBroadcastDue: boolean;
  readonly isSubscriptionDue: boolean;
};

const ADD = `
INSERT INTO live_coverage (live_id, tienda_id)
SELECT l.id, l.tienda_id FROM live_events l JOIN fb_sessions f ON f.tienda_id = l.tienda_id
WHERE l.status = 'active' AND NOT EXISTS (SELECT FROM live_coverage c WHERE c.live_id = l.id)
ON CONFLICT DO NOTHING`;

// A live that was ended is read again from its beginning, at once.
const TAKE = `
WITH due AS (
  SELECT c.live_id, l.fb_live_id, l.started_at, l.ended_at, l.status = 'finished' AND c.phase = 'live' AS has_just_ended
  FROM live_coverage c JOIN live_events l ON l.id = c.live_id
  WHERE c.phase <> 'done' AND (c.next_poll_at <= clock_timestamp() OR (l.status = 'finished' AND c.phase = 'live'))
    AND (c.leased_until IS NULL OR c.leased_until < clock_timestamp())
    AND (l.ended_at IS NULL OR l.ended_at > now() - interval '1 day')
  ORDER BY c.next_poll_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED
)
UPDATE live_coverage c SET lease = $1, leased_until = clock_timestamp() + ${LEASE},
  phase = CASE WHEN due.has_just_ended THEN 'first-sweep' ELSE c.phase END,
  cursor = CASE WHEN due.has_just_ended THEN NULL ELSE c.cursor END
FROM due LEFT JOIN fb_sessions f ON f.tienda_id = (SELECT tienda_id FROM live_coverage WHERE live_id = due.live_id)
WHERE c.live_id = due.live_id
RETURNING c.live_id AS "liveEventId", c.tienda_id AS "storeId", c.lease, c.phase, due.fb_live_id AS "fbLiveId", c.cursor,
  due.started_at AS "startedAt", due.ended_at AS "endedAt",
  c.phase = 'live' AND coalesce(c.broadcast_read_at < now() - interval '20 seconds', true) AS "isBroadcastDue",
  c.phase = 'live' AND coalesce(f.checked_at < now() - $2::int * interval '1 millisecond', true) AS "isSubscriptionDue"`;

/**
 * The live that waits longest to be read, and a lease on it: of all processes one reads it. Null when none is due. Lives of
 * stores with a connected Page join by themselves.
 */
export async function takePoll(
  deps: { readonly pool: Pool },
  input: { readonly watchSubscriptionMs: number },
): Promise<Poll | null> {
  await rowsOf(deps.pool, ADD);
  const [poll] = await rowsOf<Poll>(deps.pool, TAKE, [randomUUID(), input.watchSubscriptionMs]);
  return poll ?? null;
}

/** Keeps how far the list was read, and the lease. False: the lease is lost, somebody else reads now. */
export async function keepPoll(
  deps: { readonly pool: Pool },
  input: { readonly poll: Poll; readonly cursor: string | null },
): Promise<boolean> {
  const kept = await rowsOf(
    deps.pool,
    `UPDATE live_coverage SET cursor = $3, leased_until = clock_timestamp() + ${LEASE}
     WHERE live_id = $1 AND lease = $2 RETURNING 1`,
    [input.poll.liveEventId, input.poll.lease, input.cursor],
  );
  return kept.length > 0;
}
