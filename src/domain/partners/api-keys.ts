import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
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
  deps: { readonly sql: Sql },
  input: Omit<Insert, 'scopes'> & { readonly scopes: readonly Scope[] },
): Promise<NewApiKey> {
  return insertKey(deps.sql, { ...input, rotatedFrom: null });
}

/**
 * Makes a key like another. The old one works until `graceMs` from now have passed.
 * @throws NotFoundError, IllegalMoveError when the old key has ended.
 */
export async function rotateApiKey(
  deps: { readonly pool: Pool },
  input: { readonly storeId: string; readonly sellerId: string; readonly keyId: string; readonly graceMs: number },
): Promise<NewApiKey> {
  return withTransaction(deps.pool, async (sql) => {
    const [old] = await rowsOf<{ name: string; scopes: string[]; expiresAt: Date | null; isOpen: boolean }>(
      sql,
      `SELECT name, scopes, expires_at AS "expiresAt",
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
    return insertKey(sql, { ...input, ...old, rotatedFrom: input.keyId });
  });
}

/** Ends a key at once. Ending it twice changes nothing. @throws NotFoundError */
export async function revokeApiKey(
  deps: { readonly sql: Sql },
  input: { readonly storeId: string; readonly keyId: string },
): Promise<void> {
  const ended = await rowsOf(
    deps.sql,
    'UPDATE api_keys SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE id = $1 AND tienda_id = $2 RETURNING id',
    [input.keyId, input.storeId],
  );
  if (ended.length === 0) throw new NotFoundError('key', input.keyId);
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
