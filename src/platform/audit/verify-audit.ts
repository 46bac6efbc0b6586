import { rowsOf, type Sql } from '../db/transaction.ts';
import { type AuditEntry, GENESIS_HASH, hashEntry } from './chain.ts';

/** The end of a store's chain. Kept outside of the database it proves that nothing before it was changed or cut off. */
export type AuditHead = { readonly storeId: string; readonly seq: string; readonly hash: string };
/** What does not fit in a chain. `seq` names the entry, or the place where one is missing. */
export type AuditProblem = { readonly storeId: string; readonly seq: string; readonly problem: string };

type StoredEntry = AuditEntry & { readonly hash: string };

const PAGE = 1_000;
const READ = `
SELECT tienda_id AS "storeId", seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
  actor_id AS "actorId", action, subject_type AS "subjectType", subject_id AS "subjectId", details,
  prev_hash AS "prevHash", hash
FROM audit_log WHERE (tienda_id, seq) > ($1::uuid, $2::bigint) ORDER BY tienda_id, seq LIMIT ${PAGE}`;

/**
 * Recomputes every chain, page by page. Each entry that was altered, is missing or stands in another place is named; so
 * is a chain that no longer holds one of the `heads` that were kept outside.
 */
export async function verifyAudit(
  sql: Sql,
  heads: readonly AuditHead[] = [],
): Promise<{
  readonly entries: number;
  readonly heads: readonly AuditHead[];
  readonly problems: readonly AuditProblem[];
}> {
  const problems: AuditProblem[] = [];
  const ends = new Map<string, AuditHead>();
  const awaited = Map.groupBy(heads, (head) => head.storeId);
  let place = { storeId: '00000000-0000-0000-0000-000000000000', seq: '0' };
  let entries = 0;
  for (;;) {
    const rows = await rowsOf<StoredEntry>(sql, READ, [place.storeId, place.seq]);
    for (const row of rows) {
      problems.push(...problemsOf(row, ends.get(row.storeId)));
      ends.set(row.storeId, { storeId: row.storeId, seq: row.seq, hash: row.hash });
      const head = awaited.get(row.storeId)?.find(({ seq }) => seq === row.seq);
      if (head && head.hash !== row.hash) problems.push(at(row, 'is not the one that was kept outside'));
    }
    entries += rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
    place = last;
  }
  for (const head of heads)
    if (BigInt(ends.get(head.storeId)?.seq ?? 0) < BigInt(head.seq))
      problems.push(at(head, 'is missing: the end of the chain was cut off'));
  return { entries, heads: [...ends.values()], problems };
}

function problemsOf(row: StoredEntry, before: AuditHead | undefined): AuditProblem[] {
  const { hash, ...entry } = row;
  const expectedSeq = BigInt(before?.seq ?? 0) + 1n;
  const isNext = BigInt(row.seq) === expectedSeq;
  return [
    ...(isNext ? [] : [{ ...at(row, `is missing: the next one is ${row.seq}`), seq: expectedSeq.toString() }]),
    ...(hashEntry(entry) === hash ? [] : [at(row, 'was altered: its hash does not fit what it says')]),
    ...(!isNext || row.prevHash === (before?.hash ?? GENESIS_HASH)
      ? []
      : [at(row, 'does not follow from the entry before it')]),
  ];
}

function at(entry: { readonly storeId: string; readonly seq: string }, problem: string): AuditProblem {
  return { storeId: entry.storeId, seq: entry.seq, problem };
}
