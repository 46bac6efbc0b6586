import { rowsOf, type Sql } from '../db/transaction.ts';
import type { AuditHead } from './verify-audit.ts';

/** Heads of the chains that grew since `sinceMs` milliseconds ago. */
export async function readHeads(sql: Sql, input: { readonly sinceMs: number }): Promise<readonly AuditHead[]> {
  return rowsOf<AuditHead>(
    sql,
    `SELECT DISTINCT ON (tienda_id) tienda_id AS "storeId", seq, hash FROM audit_log
     WHERE at > now() - $1::int * interval '1 millisecond' ORDER BY tienda_id, seq DESC`,
    [input.sinceMs],
  );
}
