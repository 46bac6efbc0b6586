import type { Pool } from 'pg';
import { rowOf, rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import type { MasterKeys } from '../../platform/vault/master-keys.ts';
import { addDataKey, dataKeySeal, type Vault } from '../../platform/vault/vault.ts';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.ts';

type RotateDeps = { readonly pool: Pool; readonly vault: Vault; readonly masterKeys: MasterKeys };
type RotateInput = {
  /** Rows that are locked at once. */
  readonly batch: number;
  /** Also gives every store a new data key and seals its texts again. */
  readonly withNewDataKeys: boolean;
};

export type Rotated = {
  readonly rewrappedKeys: number;
  readonly resealedTexts: number;
  readonly deletedKeys: number;
  /** Data keys and texts that still need another master key than the current one; 0: the others can be removed. */
  readonly leftUnderOldKeys: number;
};

/**
 * Wraps every data key under the current master key, and seals again what an older layout or a retired data key sealed.
 * Runs beside a working system, any number of times; what it cannot open it leaves and counts.
 */
export async function rotateVault(deps: RotateDeps, input: RotateInput): Promise<Rotated> {
  if (input.withNewDataKeys) await renewDataKeys(deps, input.batch);
  const rewrappedKeys = await rewrapKeys(deps, input.batch);
  let resealedTexts = 0;
  for (const column of SEALED_COLUMNS) resealedTexts += await resealTexts(deps, column, input.batch);
  const deletedKeys = await deleteRetired(deps.pool);
  return { rewrappedKeys, resealedTexts, deletedKeys, leftUnderOldKeys: await countLeft(deps) };
}

async function renewDataKeys({ pool, masterKeys }: RotateDeps, batch: number): Promise<void> {
  const { now } = await rowOf<{ now: string }>(pool, 'SELECT clock_timestamp()::text AS now');
  for (;;) {
    const stores = await rowsOf<{ storeId: string }>(
      pool,
      'SELECT tienda_id AS "storeId" FROM store_keys WHERE retired_at IS NULL AND created_at < $1 LIMIT $2',
      [now, batch],
    );
    for (const { storeId } of stores) {
      await withTransaction(pool, async (sql) => {
        await rowsOf(
          sql,
          'UPDATE store_keys SET retired_at = clock_timestamp() WHERE tienda_id = $1 AND retired_at IS NULL',
          [storeId],
        );
        await addDataKey(sql, masterKeys, storeId);
      });
    }
    if (stores.length < batch) return;
  }
}

const OLD_KEYS = `
SELECT id, tienda_id AS "storeId", wrapped_key AS wrapped FROM store_keys
WHERE master_key_id <> $1 AND id > $2 ORDER BY id LIMIT $3 FOR UPDATE`;

async function rewrapKeys({ pool, masterKeys }: RotateDeps, batch: number): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000';
  let count = 0;
  for (;;) {
    const done = await withTransaction(pool, async (sql) => {
      const rows = await rowsOf<{ id: string; storeId: string; wrapped: string }>(sql, OLD_KEYS, [
        masterKeys.currentId,
        after,
        batch,
      ]);
      const opened = rows.flatMap((row) => {
        const wrapped = rewrap(masterKeys, row.wrapped, dataKeySeal(row.storeId, row.id));
        return wrapped === null ? [] : [{ id: row.id, wrapped }];
      });
      await rowsOf(
        sql,
        `UPDATE store_keys k SET wrapped_key = n.wrapped, master_key_id = $2
         FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, wrapped text) WHERE k.id = n.id`,
        [JSON.stringify(opened), masterKeys.currentId],
      );
      return { count: opened.length, isLast: rows.length < batch, last: rows.at(-1)?.id };
    });
    count += done.count;
    after = done.last ?? after;
    if (done.isLast) return count;
  }
}

function rewrap(masterKeys: MasterKeys, wrapped: string, boundTo: string): string | null {
  try {
    return masterKeys.wrap(masterKeys.unwrap(wrapped, boundTo), boundTo);
  } catch {
    return null;
  }
}

const isOutdated = (value: string) =>
  `(${value} LIKE 'v1.%' OR split_part(${value}, '.', 2) IN (SELECT id::text FROM store_keys WHERE retired_at IS NOT NULL))`;

async function resealTexts({ pool, vault }: RotateDeps, sealed: SealedColumn, batch: number): Promise<number> {
  const { table, column, rowColumn } = sealed;
  let after = { storeId: '00000000-0000-0000-0000-000000000000', row: '' };
  let count = 0;
  for (;;) {
    const rows = await rowsOf<{ storeId: string; row: string; text: string }>(
      pool,
      `SELECT tienda_id AS "storeId", ${rowColumn}::text AS row, ${column} AS text FROM ${table}
       WHERE (tienda_id, ${rowColumn}::text) > ($1::uuid, $2) AND ${isOutdated(column)}
       ORDER BY tienda_id, ${rowColumn}::text LIMIT $3`,
      [after.storeId, after.row, batch],
    );
    for (const { storeId, row, text } of rows) {
      const seal = sealed.sealOf(storeId, row);
      const plain = await vault.decrypt(text, seal).catch(() => null);
      if (plain === null) continue;
      // Who stored another text meanwhile wins: it was sealed under the key in use.
      const changed = await withTransaction(pool, async (sql) =>
        rowsOf(
          sql,
          `UPDATE ${table} SET ${column} = $4 WHERE tienda_id = $1 AND ${rowColumn}::text = $2 AND ${column} = $3 RETURNING 1`,
          [storeId, row, text, await vault.encrypt(sql, plain, seal)],
        ),
      );
      count += changed.length;
    }
    const last = rows.at(-1);
    if (!last || rows.length < batch) return count;
    after = last;
  }
}

// A process may still hold a text that it read before it was sealed again, so a retired key stays for an hour.
async function deleteRetired(pool: Pool): Promise<number> {
  const unused = SEALED_COLUMNS.map(
    ({ table, column }) =>
      `NOT EXISTS (SELECT FROM ${table} x WHERE x.tienda_id = k.tienda_id AND split_part(x.${column}, '.', 2) = k.id::text)`,
  );
  const rows = await rowsOf(
    pool,
    `DELETE FROM store_keys k WHERE k.retired_at < now() - interval '1 hour' AND ${unused.join(' AND ')} RETURNING 1`,
  );
  return rows.length;
}

async function countLeft({ pool, masterKeys }: RotateDeps): Promise<number> {
  const texts = SEALED_COLUMNS.map(
    ({ table, column }) => `(SELECT count(*) FROM ${table} WHERE ${column} LIKE 'v1.%')`,
  );
  const { left } = await rowOf<{ left: number }>(
    pool,
    `SELECT ((SELECT count(*) FROM store_keys WHERE master_key_id <> $1) + ${texts.join(' + ')})::int AS left`,
    [masterKeys.currentId],
  );
  return left;
}
