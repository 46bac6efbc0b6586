import { type EventType, eventModels, type LoggedEvent } from '../../events/catalog.ts';
import { rowOf, rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { FeedEvent, FeedScope } from './feed.ts';

const EVENT = `id, position::text AS cursor, tienda_id AS "storeId", live_id AS "liveEventId", type, version, payload,
  to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt"`;

const OF_STORE = `SELECT ${EVENT} FROM events WHERE tienda_id = $1 AND position > $2 ORDER BY position LIMIT $3`;
const OF_LIVE = `SELECT ${EVENT} FROM events WHERE live_id = $1 AND position > $2 ORDER BY position LIMIT $3`;
const BETWEEN = `SELECT ${EVENT} FROM events WHERE position > $1 AND position < $2 ORDER BY position LIMIT $3`;

/** A page of the log. `newest` is the position to go on from; `hasMore`: the log goes on behind it. */
export type LogPage = { readonly events: readonly FeedEvent[]; readonly newest: number; readonly hasMore: boolean };

/** The events of a store or live after a position, the oldest first. */
export async function readLog(
  sql: Sql,
  input: FeedScope & { readonly after: number; readonly limit: number },
): Promise<LogPage> {
  const rows = await rowsOf<LoggedEvent>(sql, input.liveEventId ? OF_LIVE : OF_STORE, [
    input.liveEventId ?? input.storeId,
    input.after,
    input.limit + 1,
  ]);
  const page = rows.slice(0, input.limit);
  return {
    events: await toFeedEvents(sql, page),
    newest: Number(page.at(-1)?.cursor ?? input.after),
    hasMore: rows.length > input.limit,
  };
}

/** Events of every store between two positions, both left out. */
export async function readBetween(
  sql: Sql,
  input: { readonly after: number; readonly before: number; readonly limit: number },
): Promise<readonly LoggedEvent[]> {
  return rowsOf<LoggedEvent>(sql, BETWEEN, [input.after, input.before, input.limit]);
}

const NEWEST = 'SELECT coalesce(max(position), 0) AS position FROM events';

/** The newest position that readers can see, of one store when it is given; 0 for an empty log. */
export async function newestPosition(sql: Sql, of: { readonly storeId?: string } = {}): Promise<number> {
  const row = of.storeId
    ? await rowOf<{ position: string }>(sql, `${NEWEST} WHERE tienda_id = $1`, [of.storeId])
    : await rowOf<{ position: string }>(sql, NEWEST);
  return Number(row.position);
}

const WORDS = `
SELECT c.id, c.text, b.name FROM comments c LEFT JOIN buyers b ON b.id = c.buyer_id WHERE c.id = ANY($1::uuid[])
UNION ALL
SELECT id, NULL, name FROM buyers WHERE id = ANY($2::uuid[])`;

// Events whose words are shown; those about goods name the buyer.
const NAMES_COMMENT: ReadonlySet<string> = new Set<EventType>(['intent-unclear', 'intent-detected']);

type Words = { id: string; text: string | null; name: string | null };

/** Joins texts and names to a batch in one statement. Events of a type that this version does not know are left out. */
export async function toFeedEvents(sql: Sql, logged: readonly LoggedEvent[]): Promise<readonly FeedEvent[]> {
  const known = logged.filter((event) => Object.hasOwn(eventModels, event.type));
  const words = await loadWords(sql, known);
  return known.map((event) => {
    const payload = event.payload as Readonly<Record<string, unknown>>;
    const person = words.get(String(payload['buyerId'] ?? payload['commentId']));
    return {
      id: event.id,
      position: Number(event.cursor),
      storeId: event.storeId,
      liveEventId: event.liveEventId,
      type: event.type as EventType,
      occurredAt: event.occurredAt,
      payload,
      text: words.get(String(payload['commentId']))?.text ?? null,
      personName: person?.name ?? null,
    };
  });
}

async function loadWords(sql: Sql, events: readonly LoggedEvent[]): Promise<ReadonlyMap<string, Words>> {
  const commentIds = new Set<string>();
  const buyerIds = new Set<string>();
  for (const event of events) {
    const payload = event.payload as { commentId?: string | null; buyerId?: string };
    if (payload.buyerId) buyerIds.add(payload.buyerId);
    else if (payload.commentId && NAMES_COMMENT.has(event.type)) commentIds.add(payload.commentId);
  }
  if (commentIds.size + buyerIds.size === 0) return new Map();
  const rows = await rowsOf<Words>(sql, WORDS, [[...commentIds], [...buyerIds]]);
  return new Map(rows.map((row) => [row.id, row]));
}
