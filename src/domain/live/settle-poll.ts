import type { Pool } from 'pg';
import type { NewEvent } from '../../events/catalog.ts';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import type { Broadcast } from './live-reader.ts';
import type { Poll } from './take-poll.ts';

/** How a turn of reading ended. `isWhole`: the list was read to its end; `problem`: why it was not, for the seller. */
export type PollResult = {
  readonly isWhole: boolean;
  readonly hasMore: boolean;
  readonly newestMissedAt: string | null;
  /** Null: it was not asked after. */
  readonly broadcast: Broadcast | null;
  readonly usagePercent: number | null;
  readonly problem: string | null;
};

export type PollPace = { readonly fastPollMs: number; readonly slowPollMs: number; readonly secondSweepMs: number };

type Row = {
  readonly phase: string;
  readonly broadcast: Broadcast;
  readonly seenPercent: number | null;
  readonly repairedCount: number;
  readonly webhookSilentSince: string | null;
  readonly problem: string | null;
};
type Stats = {
  readonly seenPercent: number | null;
  readonly repairedCount: number;
  readonly webhookSilentSince: string | null;
  readonly isHealthy: boolean;
};

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const BEFORE = `
SELECT phase, broadcast, seen_percent AS "seenPercent", repaired_count AS "repairedCount", problem,
  to_char(webhook_silent_since AT TIME ZONE 'UTC', ${ISO}) AS "webhookSilentSince"
FROM live_coverage WHERE live_id = $1 AND lease = $2 FOR UPDATE`;

// Silent: the newest comment that was missed is younger than what the webhook brought last.
const STATS = `
SELECT CASE WHEN brought + repaired = 0 THEN NULL ELSE (100 * brought / (brought + repaired))::int END AS "seenPercent",
  repaired::int AS "repairedCount",
  CASE WHEN greatest(last_repaired, $2::timestamptz) > coalesce(last_brought, '-infinity')
    THEN to_char(coalesce(last_brought, l.started_at) AT TIME ZONE 'UTC', ${ISO}) END AS "webhookSilentSince",
  brought > 0 AND $2::timestamptz IS NULL AND coalesce(c.last_missed_at < now() - interval '2 minutes', true) AS "isHealthy"
FROM live_coverage c JOIN live_events l ON l.id = c.live_id,
LATERAL (SELECT count(*) FILTER (WHERE source = 'comment') AS brought, count(*) FILTER (WHERE source = 'backfill') AS repaired,
    max(received_at) FILTER (WHERE source = 'comment') AS last_brought,
    max(commented_at) FILTER (WHERE source = 'backfill') AS last_repaired
  FROM comments WHERE live_id = l.id) AS counted
WHERE c.live_id = $1`;

const SETTLE = `
UPDATE live_coverage SET phase = $2, cursor = CASE WHEN $3 THEN NULL ELSE cursor END, lease = NULL, leased_until = NULL,
  next_poll_at = greatest(clock_timestamp() + $4::int * interval '1 millisecond', $5::timestamptz),
  broadcast = $6, broadcast_read_at = CASE WHEN $7 THEN clock_timestamp() ELSE broadcast_read_at END,
  seen_percent = $8, repaired_count = $9, webhook_silent_since = $10,
  last_missed_at = CASE WHEN $11 THEN clock_timestamp() ELSE last_missed_at END,
  checked_at = CASE WHEN $12::text IS NULL THEN clock_timestamp() ELSE checked_at END, problem = $12
WHERE live_id = $1`;

/**
 * Gives the lease back, says when to read again, and tells the seller what changed: how much the webhook brought by
 * itself, since when it is silent, and whether Facebook says that the broadcast began or ended. Does nothing when the
 * lease was lost.
 */
export async function settlePoll(
  deps: { readonly pool: Pool },
  input: { readonly poll: Poll; readonly result: PollResult; readonly pace: PollPace },
): Promise<void> {
  const { poll, result, pace } = input;
  await withTransaction(deps.pool, async (sql) => {
    const [before] = await rowsOf<Row>(sql, BEFORE, [poll.liveEventId, poll.lease]);
    if (!before) return;
    const [stats] = await rowsOf<Stats>(sql, STATS, [poll.liveEventId, result.newestMissedAt]);
    if (!stats) return;
    const isSwept = poll.phase !== 'live' && result.isWhole;
    const phase = isSwept ? (poll.phase === 'first-sweep' ? 'second-sweep' : 'done') : poll.phase;
    const secondAt = isSwept && poll.endedAt ? new Date(poll.endedAt.getTime() + pace.secondSweepMs) : new Date(0);
    const broadcast = result.broadcast === null || result.broadcast === 'unknown' ? before.broadcast : result.broadcast;
    await rowsOf(sql, SETTLE, [
      poll.liveEventId,
      phase,
      isSwept,
      waitMs(result, stats.isHealthy, pace),
      secondAt,
      broadcast,
      result.broadcast !== null,
      stats.seenPercent,
      stats.repairedCount,
      stats.webhookSilentSince,
      result.newestMissedAt !== null,
      result.problem,
    ]);
    await tell(sql, poll, before, { ...stats, broadcast, problem: result.problem });
  });
}

/** When to read again. A quota that runs low, and a Facebook that fails, are left alone for longer. */
function waitMs(result: PollResult, isHealthy: boolean, { fastPollMs, slowPollMs }: PollPace): number {
  const usage = result.usagePercent ?? 0;
  if (usage >= 90) return 2 * slowPollMs;
  if (result.problem !== null || usage >= 75) return slowPollMs;
  if (result.hasMore) return 0;
  return isHealthy ? slowPollMs : fastPollMs;
}

async function tell(
  sql: Sql,
  { storeId, liveEventId }: Poll,
  before: Row,
  now: Pick<Row, 'broadcast' | 'seenPercent' | 'repairedCount' | 'webhookSilentSince' | 'problem'>,
): Promise<void> {
  const about = { storeId, liveEventId };
  const { broadcast, seenPercent, repairedCount, webhookSilentSince, problem } = now;
  const payload = { seenPercent, repairedCount, webhookSilentSince, problem };
  const isOther = (Object.keys(payload) as (keyof typeof payload)[]).some((name) => before[name] !== payload[name]);
  const events: NewEvent[] = isOther ? [{ ...about, type: 'coverage-changed', payload }] : [];
  if (broadcast !== before.broadcast && broadcast !== 'unknown')
    events.push({ ...about, type: 'broadcast-changed', payload: { broadcast } });
  await recordEvents(sql, events);
}
