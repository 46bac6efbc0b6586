import type { AuditDetails } from '../../platform/audit/chain.ts';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

/** An entry as owners see it. `actorName` is read from the person's account, never from the log. */
export type ListedAuditEntry = {
  readonly seq: string;
  readonly at: Date;
  readonly actorName: string | null;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly details: AuditDetails;
  readonly hash: string;
};

/** Entries of a store's chain, the newest first, from below `beforeSeq` (null: from the newest). */
export async function listAudit(
  sql: Sql,
  input: { readonly storeId: string; readonly beforeSeq: string | null; readonly limit: number },
): Promise<readonly ListedAuditEntry[]> {
  return rowsOf<ListedAuditEntry>(
    sql,
    `SELECT a.seq, a.at, v.full_name AS "actorName", a.action, a.subject_type AS "subjectType",
       a.subject_id AS "subjectId", a.details, a.hash
     FROM audit_log a LEFT JOIN vendedores v ON v.id = a.actor_id
     WHERE a.tienda_id = $1 AND ($2::bigint IS NULL OR a.seq < $2) ORDER BY a.seq DESC LIMIT $3`,
    [input.storeId, input.beforeSeq, input.limit],
  );
}
