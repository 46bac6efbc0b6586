import { rowOf, rowsOf, type Sql } from '../db/transaction.ts';
import { type AuditDetails, type AuditEntry, GENESIS_HASH, hashEntry } from './chain.ts';

/** What is kept for good. A new one is added here and named on the dashboard (`audit.action` of its locales). */
export const AUDIT_ACTIONS = [
  'price-changed',
  'gateway-configured',
  'page-connected',
  'page-disconnected',
  'page-token-refreshed',
  'member-added',
  'buyer-blocked',
  'buyer-unblocked',
  'buyer-limits-set',
  'api-key-created',
  'api-key-rotated',
  'api-key-revoked',
  'webhook-endpoint-created',
  'webhook-endpoint-changed',
  'webhook-endpoint-enabled',
  'webhook-endpoint-disabled',
  'webhook-secret-rotated',
  'webhook-deliveries-replayed',
  'personal-data-read',
  'bot-paused',
  'bot-resumed',
  'conversation-taken-over',
  'deletion-requested',
  'buyer-data-erased',
  'dead-letter-requeued',
  'dead-letter-dropped',
  'member-invited',
  'invitation-revoked',
  'member-role-changed',
  'member-removed',
  'support-read',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type NewAuditEntry = {
  readonly actorId: string | null;
  readonly action: AuditAction;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly details: AuditDetails;
};

const HEAD = `
SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, head.seq, head.hash
FROM (SELECT) AS one LEFT JOIN LATERAL
  (SELECT seq, hash FROM audit_log WHERE tienda_id = $1 ORDER BY audit_log.seq DESC LIMIT 1) AS head ON true`;

const APPEND = `
INSERT INTO audit_log (tienda_id, seq, at, actor_id, action, subject_type, subject_id, details, prev_hash, hash)
SELECT "storeId", seq, at, "actorId", action, "subjectType", "subjectId", details, "prevHash", hash
FROM jsonb_to_recordset($1::jsonb) AS e("storeId" uuid, seq bigint, at timestamptz, "actorId" uuid, action text,
  "subjectType" text, "subjectId" text, details jsonb, "prevHash" text, hash text)`;

/**
 * Appends to the chain of a store, in the transaction of the change that the entries tell of. `sql` must be inside one.
 * From here to its commit nobody else appends to this chain, so call it last.
 */
export async function appendAudit(sql: Sql, storeId: string, entries: readonly NewAuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await rowsOf(sql, `SELECT pg_advisory_xact_lock(hashtextextended('audit|' || $1::text, 0))`, [storeId]);
  // A statement of its own: it must see what was committed while we waited for the lock.
  const head = await rowOf<{ at: string; seq: string | null; hash: string | null }>(sql, HEAD, [storeId]);
  let prevHash = head.hash ?? GENESIS_HASH;
  let seq = BigInt(head.seq ?? 0);
  const chained = entries.map((given) => {
    seq += 1n;
    const entry: AuditEntry = { ...given, storeId, seq: seq.toString(), at: head.at, prevHash };
    prevHash = hashEntry(entry);
    return { ...entry, hash: prevHash };
  });
  await rowsOf(sql, APPEND, [JSON.stringify(chained)]);
}
