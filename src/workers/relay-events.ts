import type { Redis } from 'ioredis';
import pg from 'pg';
import type { Logger } from 'pino';
import type { LoggedEvent } from '../events/catalog.ts';
import { rowsOf, type Sql } from '../platform/db/transaction.ts';
import { pause } from '../platform/pause.ts';
import { appendLog, endOfLog } from '../redis-streams-lite/append-log.ts';

const LEADER_LOCK = 7_312_411;

export type RelayDeps = {
  readonly redis: Redis;
  readonly stream: string;
  readonly log: Logger;
  /** Called when Redis lost a part of the log, and so perhaps of the queues: puts back what PostgreSQL knows of. */
  readonly onLoss: () => Promise<void>;
};
export type RelayOptions = {
  readonly databaseUrl: string;
  readonly pollMs: number;
  readonly batch: number;
  readonly signal: AbortSignal;
};

const EVENT = `e.id, e.position::text AS cursor, e.tienda_id AS "storeId", e.live_id AS "liveEventId", e.type, e.version,
  e.payload, to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt"`;

// The lock has one holder, so positions follow the order in which rows became visible: no reader can miss a late commit.
const GIVE_POSITIONS = `
WITH next AS MATERIALIZED (
  SELECT id, nextval('event_positions') AS position FROM (SELECT id FROM events WHERE position IS NULL ORDER BY seq LIMIT $1) u
)
UPDATE events e SET position = next.position FROM next WHERE e.id = next.id
RETURNING ${EVENT}`;

const PASS_POSITION = `
SELECT setval('event_positions', $1::bigint) FROM event_positions WHERE last_value < $1::bigint`;

const AFTER = `
SELECT ${EVENT} FROM events e
WHERE e.position > $1 AND ($1::bigint > 0 OR e.occurred_at > clock_timestamp() - interval '1 hour')
ORDER BY e.position LIMIT $2`;

// How often the end of the stream is looked at while nothing happens, for then no append would notice a loss.
const WATCH_MS = 1_000;

/**
 * Publishes the log to its stream: FOLLOWING (another process leads) -> LEADING -> FOLLOWING when its connection dies.
 * The stream id of an event is its position, so publishing one twice changes nothing and the end of the stream tells
 * how far the relay came. A stream that ends earlier than it did has lost entries: they are published again.
 */
export async function relayEvents(deps: RelayDeps, options: RelayOptions): Promise<void> {
  while (!options.signal.aborted) {
    const client = new pg.Client({ connectionString: options.databaseUrl, keepAlive: true });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await lead(deps, options, client);
    } catch (error) {
      if (!options.signal.aborted) deps.log.warn({ err: error }, 'The relay lost its footing and starts again');
    } finally {
      await client.end().catch(() => undefined);
    }
    await pause(500, options.signal);
  }
}

async function lead(deps: RelayDeps, options: RelayOptions, sql: pg.Client): Promise<void> {
  while (!options.signal.aborted) {
    const [lock] = await rowsOf<{ leads: boolean }>(sql, 'SELECT pg_try_advisory_lock($1) AS leads', [LEADER_LOCK]);
    if (lock?.leads) break;
    await pause(500, options.signal);
  }
  let end = await catchUp(deps, options, sql, '0');
  let seenAtMs = Date.now();
  while (!options.signal.aborted) {
    const events = await rowsOf<LoggedEvent>(sql, GIVE_POSITIONS, [options.batch]);
    if (events.length > 0 || Date.now() - seenAtMs > WATCH_MS) {
      const sorted = events.toSorted((a, b) => Number(BigInt(a.cursor) - BigInt(b.cursor)));
      const appended = await appendLog(deps.redis, {
        stream: deps.stream,
        after: end,
        messages: sorted.map(messageOf),
      });
      end = appended.hasGap ? await catchUp(deps, options, sql, end) : appended.end;
      seenAtMs = Date.now();
    }
    if (events.length < options.batch) await pause(options.pollMs, options.signal);
  }
}

/**
 * Publishes what has a position but is not in the stream, after a crash between the two or when Redis lost its data, and
 * answers where the stream ends now. It is known to have reached `known`.
 */
async function catchUp(deps: RelayDeps, options: RelayOptions, sql: Sql, known: string): Promise<string> {
  let end = await endOfLog(deps.redis, deps.stream);
  // A database that was restored is behind the stream: positions given twice would be passed over without a word.
  await rowsOf(sql, PASS_POSITION, [end]);
  for (let isFirst = true; ; isFirst = false) {
    const events = await rowsOf<LoggedEvent>(sql, AFTER, [end, options.batch]);
    // Before the stream is whole again, so that a failure here is not forgotten.
    if (isFirst && events.length > 0 && (end === '0' || BigInt(end) < BigInt(known))) await deps.onLoss();
    const appended = await appendLog(deps.redis, { stream: deps.stream, after: end, messages: events.map(messageOf) });
    if (appended.hasGap) throw new Error('Redis lost the log again while it was being filled.');
    end = appended.end;
    if (events.length < options.batch) return end;
  }
}

const messageOf = (event: LoggedEvent) => ({
  position: event.cursor,
  publishedAtMs: Date.parse(event.occurredAt),
  body: JSON.stringify(event),
  key: `${event.type}:${event.id}`,
});
