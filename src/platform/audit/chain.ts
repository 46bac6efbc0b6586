import { createHash } from 'node:crypto';

/** What stands before the first entry of every chain. */
export const GENESIS_HASH = '0'.repeat(64);

/** Ids, names of fields and numbers; never what somebody wrote or is called. Numbers beyond 2^53 are decimal strings. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** One entry of a store's chain. `seq` counts from 1 without a gap, as a decimal string; `at` is ISO 8601 in milliseconds. */
export type AuditEntry = {
  readonly storeId: string;
  readonly seq: string;
  readonly at: string;
  /** The person who did it; null: the system. */
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly details: AuditDetails;
  readonly prevHash: string;
};

/** SHA-256 in hexadecimal over the canonical bytes of an entry, the hash of the entry before it included. */
export function hashEntry(entry: AuditEntry): string {
  const { storeId, seq, at, actorId, action, subjectType, subjectId, details, prevHash } = entry;
  return createHash('sha256')
    .update(canonical(['audit-v1', storeId, seq, at, actorId, action, subjectType, subjectId, details, prevHash]))
    .digest('hex');
}

// JSON with sorted keys and no blanks, because the database gives keys back in an order of its own.
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}
