import type { Redis } from 'ioredis';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { type TokenBucket, takeTokens } from '../../platform/redis/take-tokens.ts';
import { LEASE } from './claim-messages.ts';
import { findUsage, paceOf } from './page-usage.ts';

export type ChooseDeps = {
  readonly sql: Sql;
  readonly redis: Redis;
  readonly keyPrefix: string;
  readonly limits: {
    readonly privateRepliesPerHour: number;
    readonly publicRepliesPerMinute: number;
    readonly overflowAfterMs: number;
  };
};

/**
 * When a message comes back, in milliseconds of the database's clock, and why not now. `isOverflow`: it carries a payment
 * link that the buyer should not have to wait for.
 */
type Later = { readonly atMs: number; readonly reason: string; readonly isOverflow: boolean };
/** `ids` may leave now; the others come back. */
export type Choice = { readonly ids: readonly string[]; readonly later: ReadonlyMap<string, Later> };

type Row = {
  id: string;
  storeId: string;
  pageId: string | null;
  kind: string;
  hasOrder: boolean;
  hasLink: boolean;
  isDoubtful: boolean;
  leaseEndsMs: number | null;
  isStopped: boolean;
  stopEndsMs: number | null;
  stopReason: string | null;
  isCut: boolean;
  nowMs: number;
};

const FIND = `
SELECT m.id, m.tienda_id AS "storeId", t.fb_page_id AS "pageId", m.kind, m.pedido_id IS NOT NULL AS "hasOrder",
  m.body ? 'hasLink' AS "hasLink", m.state = 'sending' AS "isDoubtful",
  CASE WHEN m.state = 'sending' AND m.claimed_at > clock_timestamp() - ${LEASE}
    THEN (extract(epoch FROM m.claimed_at + ${LEASE}) * 1000)::float8 END AS "leaseEndsMs",
  coalesce(s.is_stopped, false) AS "isStopped", s.ends_ms AS "stopEndsMs", s.reason AS "stopReason",
  coalesce(s.is_cut, false) AS "isCut", (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs"
FROM messages m JOIN tiendas t ON t.id = m.tienda_id
LEFT JOIN LATERAL (
  SELECT bool_or(p.action <> 'pace') AS is_stopped, bool_or(p.action = 'pace') AS is_cut,
    CASE WHEN bool_or(p.action <> 'pace' AND p.ends_at IS NULL) THEN NULL
      ELSE (extract(epoch FROM max(p.ends_at) FILTER (WHERE p.action <> 'pace')) * 1000)::float8 END AS ends_ms,
    min(p.reason) FILTER (WHERE p.action <> 'pace') AS reason
  FROM page_stops p
  WHERE p.tienda_id = m.tienda_id AND (p.ends_at IS NULL OR p.ends_at > clock_timestamp())
    AND p.action IN ('all', 'pace', CASE WHEN m.kind = 'public_reply' THEN 'public_reply' ELSE 'private' END)
) s ON true
WHERE m.id = ANY($1::uuid[]) AND m.state IN ('queued', 'sending')
ORDER BY array_position($1::uuid[], m.id)`;

// What brings in money first: a held cart by its value, then by the time of its comment; then all others.
const LINE = `
SELECT m.id FROM messages m LEFT JOIN pedidos o ON o.id = m.pedido_id AND o.status = 'pending'
WHERE m.tienda_id = $1 AND m.kind = 'private_reply' AND m.state = 'queued'
ORDER BY o.id IS NULL, o.total DESC, m.created_at, m.id LIMIT 5000`;

const LOOK_AGAIN_MS = 60_000;
const SHORTEST_MS = 250;

/**
 * Says which messages may leave now. What a stop of the Page or Meta's quota holds back comes back later; where private
 * replies are short, the ones that bring in money go first, whoever's turn it is.
 */
export async function chooseMessages(deps: ChooseDeps, given: { readonly ids: readonly string[] }): Promise<Choice> {
  const rows = await rowsOf<Row>(deps.sql, FIND, [given.ids]);
  const ids: string[] = [];
  const later = new Map<string, Later>();
  const put = (row: Row, waitMs: number, reason: string) => {
    const isOverflow = row.kind === 'private_reply' && row.hasOrder && waitMs > deps.limits.overflowAfterMs;
    later.set(row.id, { atMs: row.nowMs + Math.max(waitMs, SHORTEST_MS), reason, isOverflow });
  };
  const free = rows.filter((row) => {
    // Who took it may be dead; it is not done before somebody says so.
    if (row.leaseEndsMs !== null) {
      put(row, row.leaseEndsMs - row.nowMs, BEING_SENT);
      return false;
    }
    if (!row.isStopped) return true;
    const waitMs = Math.min(LOOK_AGAIN_MS, (row.stopEndsMs ?? Number.POSITIVE_INFINITY) - row.nowMs);
    put(row, waitMs, row.stopReason ?? '');
    return false;
  });
  for (const ofStore of Map.groupBy(free, (row) => row.storeId).values()) {
    const [first] = ofStore;
    if (!first) continue;
    const usage = first.pageId ? await findUsage(deps, first.pageId) : null;
    const pace = usage && paceOf(usage, first);
    const open = ofStore.filter((row) => {
      if (!pace) return true;
      if (pace.closedUntilMs !== null) put(row, pace.closedUntilMs - row.nowMs, QUOTA_USED);
      else if (pace.isEssentialOnly && !isEssential(row)) put(row, LOOK_AGAIN_MS, QUOTA_TIGHT);
      else return true;
      return false;
    });
    const each = pace?.each ?? 1;
    const bucketOf = (what: 'private' | 'public'): TokenBucket => ({
      key: `${deps.keyPrefix}page:${first.pageId ?? first.storeId}:${what}`,
      ...(what === 'private'
        ? { size: deps.limits.privateRepliesPerHour, fillMs: 3_600_000 }
        : { size: deps.limits.publicRepliesPerMinute, fillMs: 60_000 }),
    });
    const privates = open.filter((row) => row.kind === 'private_reply');
    const publics = open.filter((row) => row.kind === 'public_reply');
    publics.sort((one, other) => Number(other.hasLink) - Number(one.hasLink));
    ids.push(...open.filter((row) => row.kind !== 'private_reply' && row.kind !== 'public_reply').map((row) => row.id));
    ids.push(...(await choosePrivate(deps, { rows: privates, bucket: bucketOf('private'), each, put })));
    ids.push(...(await choosePublic(deps, { rows: publics, bucket: bucketOf('public'), each, put })));
  }
  await postpone(deps.sql, later);
  return { ids, later };
}

/** The seller sees why a message waits; and it is not taken for forgotten. */
async function postpone(sql: Sql, later: Choice['later']): Promise<void> {
  if (later.size === 0) return;
  const rows = [...later].map(([id, { atMs, reason }]) => ({ id, atMs, reason }));
  await rowsOf(
    sql,
    `UPDATE messages m SET failure = g.reason, due_at = to_timestamp(g."atMs" / 1000)
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, "atMs" float8, reason text) WHERE m.id = g.id AND m.state = 'queued'`,
    [JSON.stringify(rows)],
  );
}

const BEING_SENT = 'It is being sent.';
const QUOTA_USED = 'Facebook takes no more calls for this Page for a while.';
const QUOTA_TIGHT = 'The quota of the Page at Facebook is nearly used: payments and reminders go first.';
const QUOTA_PRIVATE = 'The Page has used its private replies of this hour; the next one goes out soon.';
const QUOTA_PUBLIC = 'The Page answers in public only so often, so that it does not look like spam.';

function isEssential(row: Row): boolean {
  return row.hasOrder && row.kind !== 'public_reply';
}

type Bucketed = {
  readonly rows: readonly Row[];
  readonly bucket: TokenBucket;
  readonly each: number;
  readonly put: (row: Row, waitMs: number, reason: string) => void;
};

async function choosePublic({ redis }: ChooseDeps, { rows, bucket, each, put }: Bucketed): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const { taken, waitMs } = await takeTokens(redis, bucket, { count: rows.length, each });
  const gapMs = (bucket.fillMs / bucket.size) * each;
  for (const [place, row] of rows.slice(taken).entries()) put(row, waitMs + place * gapMs, QUOTA_PUBLIC);
  return rows.slice(0, taken).map((row) => row.id);
}

async function choosePrivate(deps: ChooseDeps, { rows, bucket, each, put }: Bucketed): Promise<readonly string[]> {
  const [first] = rows;
  if (!first) return [];
  const lineKey = `${bucket.key}:line`;
  const [{ taken, waitMs }, isLine] = await Promise.all([
    takeTokens(deps.redis, bucket, { count: rows.length, each }),
    deps.redis.exists(lineKey),
  ]);
  if (taken === rows.length && isLine === 0) return rows.map((row) => row.id);
  const line = (await rowsOf<{ id: string }>(deps.sql, LINE, [first.storeId])).map((row) => row.id);
  // What is in doubt has had its turn and only wants to be settled.
  const doubtful = rows.filter((row) => row.isDoubtful).map((row) => row.id);
  const places = new Map([...doubtful, ...line].map((id, place) => [id, place]));
  const gapMs = (bucket.fillMs / bucket.size) * each;
  for (const row of rows) {
    const place = places.get(row.id) ?? places.size;
    if (place >= taken) put(row, waitMs + (place - taken) * gapMs, QUOTA_PRIVATE);
  }
  // The line is over when all of it is leaving now.
  if (places.size > taken) await deps.redis.set(lineKey, 1, 'PX', bucket.fillMs);
  else await deps.redis.del(lineKey);
  return [...places.keys()].slice(0, taken);
}
