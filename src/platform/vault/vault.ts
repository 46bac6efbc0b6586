import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { rowsOf, type Sql } from '../db/transaction.ts';
import { openBytes, sealBytes } from './envelope.ts';
import type { MasterKeys } from './master-keys.ts';

const DATA_KEY_BYTES = 32;
const KEYS_KEPT = 1_000;

/** The place that a sealed text belongs to. Moved to another store, table, column or row it does not open. */
export type Seal = {
  readonly storeId: string;
  readonly table: string;
  readonly column: string;
  /** Unique key of the row within its store. */
  readonly row: string;
  /** What texts of the first layout (`v1.`, sealed by the master key itself) were bound to, where there are any. */
  readonly v1?: string;
};

/** Encrypts what belongs to clients, under a data key of their store, and short-lived secrets of people. */
export type Vault = {
  /** Seals a text. `sql` is the transaction that stores it: a data key made for it is committed with it or not at all. */
  encrypt(sql: Sql, plain: string, seal: Seal): Promise<string>;
  /** Opens a text. The data key is read once per process. @throws Error when it was changed, moved, or its key is gone. */
  decrypt(sealed: string, seal: Seal): Promise<string>;
  /**
   * Seals under the master key what belongs to no store and is worthless within hours. Changing keys does not walk such
   * texts: what an older key sealed opens for as long as that key is set.
   */
  sealBriefly(plain: string, boundTo: string): string;
  /** @throws Error when the text was changed, is bound to something else, or its master key is gone. */
  openBrief(sealed: string, boundTo: string): string;
};

/** Layout: `v2.` + id of the data key + `.` + base64url(nonce ‖ ciphertext ‖ tag), AES-256-GCM. */
export function createVault(deps: { readonly pool: Pool; readonly masterKeys: MasterKeys }): Vault {
  const keys = new Map<string, Promise<Buffer>>();
  const openKey = (storeId: string, keyId: string): Promise<Buffer> => {
    const place = `${storeId}|${keyId}`;
    const known = keys.get(place) ?? readDataKey(deps, storeId, keyId);
    // Read again moves to the end, so that the first of the map is the one not used for longest.
    keys.delete(place);
    keys.set(place, known);
    known.catch(() => keys.delete(place));
    const [oldest] = keys.size > KEYS_KEPT ? keys.keys() : [];
    if (oldest) keys.delete(oldest);
    return known;
  };
  return {
    async encrypt(sql, plain, seal) {
      const { id, key } = await currentDataKey(sql, deps.masterKeys, seal.storeId);
      return `v2.${id}.${sealBytes(key, Buffer.from(plain), boundTo(seal))}`;
    },
    async decrypt(sealed, seal) {
      const [version, ...parts] = sealed.split('.');
      if (version === 'v1' && seal.v1 !== undefined && parts[0] && parts.length === 1)
        return deps.masterKeys.openDirect(parts[0], seal.v1).toString('utf8');
      const [keyId, body] = parts;
      if (version !== 'v2' || !keyId || !body || parts.length !== 2)
        throw new Error('The sealed text has an unknown layout.');
      return openBytes(await openKey(seal.storeId, keyId), body, boundTo(seal)).toString('utf8');
    },
    sealBriefly: (plain, place) => deps.masterKeys.wrap(Buffer.from(plain), place),
    openBrief: (sealed, place) => deps.masterKeys.unwrap(sealed, place).toString('utf8'),
  };
}

const boundTo = ({ storeId, table, column, row }: Seal): string => `${storeId}|${table}|${column}|${row}`;

/** What a wrapped data key is bound to. */
export const dataKeySeal = (storeId: string, keyId: string): string => `${storeId}|store_keys|wrapped_key|${keyId}`;

/** Makes a data key for a store that has none in use; changes nothing when it has. */
export async function addDataKey(sql: Sql, masterKeys: MasterKeys, storeId: string): Promise<void> {
  const id = randomUUID();
  await rowsOf(
    sql,
    `INSERT INTO store_keys (id, tienda_id, master_key_id, wrapped_key) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tienda_id) WHERE retired_at IS NULL DO NOTHING`,
    [id, storeId, masterKeys.currentId, masterKeys.wrap(randomBytes(DATA_KEY_BYTES), dataKeySeal(storeId, id))],
  );
}

// The lock keeps the key in use until the text is committed: who retires keys finds every text that was sealed before.
const CURRENT_KEY = `SELECT id, wrapped_key AS wrapped FROM store_keys WHERE tienda_id = $1 AND retired_at IS NULL FOR SHARE`;

async function currentDataKey(sql: Sql, masterKeys: MasterKeys, storeId: string) {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const [row] = await rowsOf<{ id: string; wrapped: string }>(sql, CURRENT_KEY, [storeId]);
    if (row) return { id: row.id, key: masterKeys.unwrap(row.wrapped, dataKeySeal(storeId, row.id)) };
    await addDataKey(sql, masterKeys, storeId);
  }
  throw new Error('The store has no data key, and none could be made.');
}

async function readDataKey(
  deps: { readonly pool: Pool; readonly masterKeys: MasterKeys },
  storeId: string,
  keyId: string,
): Promise<Buffer> {
  const [row] = await rowsOf<{ wrapped: string }>(
    deps.pool,
    'SELECT wrapped_key AS wrapped FROM store_keys WHERE id = $1 AND tienda_id = $2',
    [keyId, storeId],
  );
  if (!row) throw new Error('The data key of the sealed text is not one of its store.');
  return deps.masterKeys.unwrap(row.wrapped, dataKeySeal(storeId, keyId));
}
