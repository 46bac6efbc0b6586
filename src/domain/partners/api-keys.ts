import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { type AuditAction, appendAudit } from '../../platform/audit/append-audit.ts';
import type { AuditDetails } from '../../platform/audit/chain.ts';
import { rowOf, rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { IllegalMoveError, NotFoundError } from '../errors.ts';
import type { KeyGrant, Scope } from './scopes.ts';

/** A new key. `secret` is shown once: only its hash is kept. */
export type NewApiKey = { readonly id: string; readonly secret: string };

const PREFIX_BYTES = 4;
const SECRET_BYTES = 32;
const FORM = /^lss_[0-9a-f]{8}_[\w-]{43}$/;

type Insert = {
  readonly storeId: string;
  readonly sellerId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Null: until it is revoked. */
  readonly expiresAt: Date | null;
};

/** Makes a key that acts for `sellerId` in one store, `lss_<prefix>_<256 random bits>`. */
export async function createApiKey(
  deps: { readonly pool: Pool },
  input: Omit<Insert, 'scopes'> & { readonly scopes: readonly Scope[] },
): Promise<NewApiKey> {
  return withTransaction(deps.pool, async (sql) => {
    const made = await insertKey(sql, { ...input, rotatedFrom: null });
    await auditKey(sql, { ...input, keyId: made.id }, 'api-key-created', {
      prefix: prefixOf(made),
      scopes: [...input.scopes],
      expiresAt: input.expiresAt?.toISOString() ?? null,
    });
    return made;
  });
}

type Old = {
  readonly name: string;
  readonly prefix: string;
  readonly scopes: string[];
  readonly expiresAt: Date | null;
  readonly isOpen: boolean;
};

/**
 * Makes a key like another. The old one works until `graceMs` from now have passed.
 * @throws NotFoundError, IllegalMoveError when the old key has ended.
 */
export async function rotateApiKey(
  deps: { readonly pool: Pool },
  input: { readonly storeId: string; readonly sellerId: string; readonly keyId: string; readonly graceMs: number },
): Promise<NewApiKey> {
  return withTransaction(deps.pool, async (sql) => {
    const [old] = await rowsOf<Old>(
      sql,
      `SELECT name, prefix, scopes, expires_at AS "expiresAt",
         revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp()) AS "isOpen"
       FROM api_keys WHERE id = $1 AND tienda_id = $2 FOR UPDATE`,
      [input.keyId, input.storeId],
    );
    if (!old) throw new NotFoundError('key', input.keyId);
    if (!old.isOpen) throw new IllegalMoveError('The key has ended. Create a new one.');
    await rowsOf(
      sql,
      `UPDATE api_keys SET expires_at = least(expires_at, clock_timestamp() + $2 * interval '1 millisecond') WHERE id = $1`,
      [input.keyId, input.graceMs],
    );
    const made = await insertKey(sql, { ...input, ...old, rotatedFrom: input.keyId });
    await auditKey(sql, input, 'api-key-rotated', { prefix: old.prefix, newKeyId: made.id, newPrefix: prefixOf(made) });
    return made;
  });
}

/** Ends a key at once. Ending it twice changes nothing. @throws NotFoundError */
export async function revokeApiKey(
  deps: { readonly pool: Pool },
  input: { readonly storeId: string; readonly sellerId: string; readonly keyId: string },
): Promise<void> {
  await withTransaction(deps.pool, async (sql) => {
    const [key] = await rowsOf<{ prefix: string; isOpen: boolean }>(
      sql,
      'SELECT prefix, revoked_at IS NULL AS "isOpen" FROM api_keys WHERE id = $1 AND tienda_id = $2 FOR UPDATE',
      [input.keyId, input.storeId],
    );
    if (!key) throw new NotFoundError('key', input.keyId);
    if (!key.isOpen) return;
    await rowsOf(sql, 'UPDATE api_keys SET revoked_at = clock_timestamp() WHERE id = $1', [input.keyId]);
    await auditKey(sql, input, 'api-key-revoked', { prefix: key.prefix });
  });
}

export type KeyCaller = { readonly sellerId: string; readonly expiresAtMs: number; readonly key: KeyGrant };

const FIND = `
SELECT id AS "keyId", tienda_id AS "storeId", created_by AS "sellerId", scopes, expires_at AS "expiresAt",
  last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute' AS "isUseStale"
FROM api_keys WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())`;

type Found = KeyGrant & {
  readonly sellerId: string;
  readonly expiresAt: Date | null;
  readonly isUseStale: boolean;
};

/** Who a key acts for, while it is good; null otherwise. Its use is written down at most once a minute. */
export async function findKeyCaller(sql: Sql, token: string): Promise<KeyCaller | null> {
  if (!FORM.test(token)) return null;
  const [found] = await rowsOf<Found>(sql, FIND, [hashOf(token)]);
  if (!found) return null;
  const { keyId, storeId, scopes, sellerId, expiresAt, isUseStale } = found;
  if (isUseStale) await noteUse(sql, keyId);
  return { sellerId, key: { keyId, storeId, scopes }, expiresAtMs: expiresAt?.getTime() ?? Number.MAX_SAFE_INTEGER };
}

// Requests that come together see the same stale time; the condition lets one of them write.
async function noteUse(sql: Sql, keyId: string): Promise<void> {
  await rowsOf(
    sql,
    `UPDATE api_keys SET last_used_at = clock_timestamp()
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')`,
    [keyId],
  );
}

/**
 * Keeps in the audit log that a key is about to read personal data of buyers: once a day for each key, so that its owner
 * sees which programs do, and a program that asks all day long does not fill the log.
 */
export async function notePersonalRead(
  deps: { readonly pool: Pool },
  input: { readonly sellerId: string; readonly key: KeyGrant },
): Promise<void> {
  const { keyId, storeId, scopes } = input.key;
  await withTransaction(deps.pool, async (sql) => {
    const [first] = await rowsOf<{ prefix: string }>(
      sql,
      `UPDATE api_keys SET personal_read_on = (clock_timestamp() AT TIME ZONE 'UTC')::date WHERE id = $1
         AND personal_read_on IS DISTINCT FROM (clock_timestamp() AT TIME ZONE 'UTC')::date RETURNING prefix`,
      [keyId],
    );
    if (!first) return;
    const details = { prefix: first.prefix, scopes: [...scopes] };
    await auditKey(sql, { storeId, sellerId: input.sellerId, keyId }, 'personal-data-read', details);
  });
}

function prefixOf({ secret }: NewApiKey): string {
  return secret.slice(0, 'lss_'.length + 2 * PREFIX_BYTES);
}

function auditKey(
  sql: Sql,
  by: { readonly storeId: string; readonly sellerId: string; readonly keyId: string },
  action: AuditAction,
  details: AuditDetails,
): Promise<void> {
  return appendAudit(sql, by.storeId, [
    { actorId: by.sellerId, action, subjectType: 'ApiKey', subjectId: by.keyId, details },
  ]);
}

/** What is kept of a key. It has 256 random bits, so a plain hash cannot be guessed back. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

async function insertKey(sql: Sql, input: Insert & { readonly rotatedFrom: string | null }): Promise<NewApiKey> {
  const prefix = `lss_${randomBytes(PREFIX_BYTES).toString('hex')}`;
  const secret = `${prefix}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const { id } = await rowOf<{ id: string }>(
    sql,
    `INSERT INTO api_keys (tienda_id, created_by, name, prefix, token_hash, scopes, expires_at, rotated_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [
      input.storeId,
      input.sellerId,
      input.name,
      prefix,
      hashOf(secret),
      input.scopes,
      input.expiresAt,
      input.rotatedFrom,
    ],
  );
  return { id, secret };
}
