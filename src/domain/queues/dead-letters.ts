import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { type AuditAction, appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import type { Seal, Vault } from '../../platform/vault/vault.ts';

export const DEAD_LETTER_KINDS = ['comment', 'understanding', 'message', 'payment', 'webhook', 'step'] as const;
export type DeadLetterKind = (typeof DEAD_LETTER_KINDS)[number];

/** An entry of a queue, as it was and will be again. */
export type QueueEntry = {
  readonly id: string;
  readonly stream: string;
  readonly body: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attempt: number;
  readonly publishedAtMs: number;
};

/** Work that a queue gave up, and the store that it was for. `subject` says which: an id or name, never a buyer's words. */
export type DeadLetter = {
  readonly storeId: string;
  readonly kind: DeadLetterKind;
  readonly subject: string | null;
  readonly group: string;
  readonly entry: QueueEntry;
  readonly reason: string;
  readonly parkedAtMs: number;
};

/** What a sealed entry is bound to. */
export const deadLetterSeal = (storeId: string, id: string): Seal => ({
  storeId,
  table: 'dead_letters',
  column: 'entry_enc',
  row: id,
});

const KEEP = `
INSERT INTO dead_letters (id, tienda_id, kind, subject, stream_key, consumer_group, entry_id, entry_enc, reason, attempts, published_at, parked_at)
SELECT g.id, g."storeId", g.kind, g.subject, g."streamKey", g."group", g."entryId", g.sealed, g.reason, g.attempts,
  to_timestamp(g."publishedAtMs" / 1000), to_timestamp(g."parkedAtMs" / 1000)
FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, "storeId" uuid, kind text, subject text, "streamKey" text, "group" text,
  "entryId" text, sealed text, reason text, attempts int, "publishedAtMs" float8, "parkedAtMs" float8)
ON CONFLICT (stream_key, consumer_group, entry_id) DO UPDATE SET id = EXCLUDED.id, entry_enc = EXCLUDED.entry_enc,
  reason = EXCLUDED.reason, attempts = EXCLUDED.attempts, parked_at = EXCLUDED.parked_at, requeued_at = NULL`;

/** Writes down what the queues gave up. An entry that failed again after it was requeued is a new dead letter in the place of the old. */
export async function keepDeadLetters(
  deps: { readonly pool: Pool; readonly vault: Vault },
  letters: readonly DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  await withTransaction(deps.pool, async (sql) => {
    const ids = await rowsOf<{ id: string }>(sql, 'SELECT uuid_v7() AS id FROM generate_series(1, $1)', [
      letters.length,
    ]);
    const rows = [];
    for (const [place, { entry, ...letter }] of letters.entries()) {
      const id = ids[place]?.id ?? '';
      const sealed = await deps.vault.encrypt(sql, JSON.stringify(entry), deadLetterSeal(letter.storeId, id));
      const { stream: streamKey, id: entryId, attempt: attempts, publishedAtMs } = entry;
      rows.push({ ...letter, id, sealed, streamKey, entryId, attempts, publishedAtMs });
    }
    await rowsOf(sql, KEEP, [JSON.stringify(rows)]);
  });
}

export type RequeueDeps = {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly log: Pick<Logger, 'warn'>;
  /** Puts entries back to work for a group of their stream. */
  readonly publishAgain: (input: {
    readonly stream: string;
    readonly group: string;
    readonly entries: readonly QueueEntry[];
  }) => Promise<void>;
};

type Chosen = { readonly storeId: string; readonly actorId: string; readonly ids: readonly string[] };
type Row = {
  readonly id: string;
  readonly storeId: string;
  readonly kind: string;
  readonly subject: string | null;
  readonly reason: string;
  readonly group: string;
  readonly sealed: string;
};
const COLUMNS = `id, tienda_id AS "storeId", kind, subject, reason, consumer_group AS "group", entry_enc AS sealed`;

/**
 * Puts dead letters of a store back to work as first attempts, and answers the ids of those that were there. While Redis
 * is away they wait, and go back once it answers.
 */
export async function requeueDeadLetters(deps: RequeueDeps, input: Chosen): Promise<readonly string[]> {
  const rows = await settle(
    deps.pool,
    input,
    'dead-letter-requeued',
    `UPDATE dead_letters SET requeued_at = clock_timestamp()
     WHERE tienda_id = $1 AND id = ANY($2::uuid[]) AND requeued_at IS NULL RETURNING ${COLUMNS}`,
  );
  await handBack(deps, rows).catch((error) =>
    deps.log.warn({ err: error }, 'Dead letters that were requeued wait for Redis'),
  );
  return rows.map(({ id }) => id);
}

/** Drops dead letters of a store for good, and answers the ids of those that were there. */
export async function dropDeadLetters(deps: { readonly pool: Pool }, input: Chosen): Promise<readonly string[]> {
  const rows = await settle(
    deps.pool,
    input,
    'dead-letter-dropped',
    `DELETE FROM dead_letters WHERE tienda_id = $1 AND id = ANY($2::uuid[]) AND requeued_at IS NULL RETURNING ${COLUMNS}`,
  );
  return rows.map(({ id }) => id);
}

/** Hands back what was requeued and is still here, because its process died or Redis was away. */
export async function handBackLeft(deps: RequeueDeps): Promise<void> {
  const left = await rowsOf<Row>(
    deps.pool,
    `SELECT ${COLUMNS} FROM dead_letters WHERE requeued_at < clock_timestamp() - interval '30 seconds' ORDER BY requeued_at LIMIT 100`,
  );
  await handBack(deps, left);
}

function settle(pool: Pool, input: Chosen, action: AuditAction, change: string): Promise<readonly Row[]> {
  return withTransaction(pool, async (sql: Sql) => {
    const rows = await rowsOf<Row>(sql, change, [input.storeId, input.ids]);
    await appendAudit(
      sql,
      input.storeId,
      rows.map(({ id, kind, subject, reason }) => ({
        actorId: input.actorId,
        action,
        subjectType: 'DeadLetter',
        subjectId: id,
        details: { kind, subject, reason },
      })),
    );
    return rows;
  });
}

// Published first, deleted then: what comes twice changes nothing the second time.
async function handBack(deps: RequeueDeps, rows: readonly Row[]): Promise<void> {
  for (const { id, storeId, group, sealed } of rows) {
    const entry = JSON.parse(await deps.vault.decrypt(sealed, deadLetterSeal(storeId, id))) as QueueEntry;
    await deps.publishAgain({ stream: entry.stream, group, entries: [entry] });
    await rowsOf(deps.pool, 'DELETE FROM dead_letters WHERE id = $1 AND requeued_at IS NOT NULL', [id]);
  }
}
