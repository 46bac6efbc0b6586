import type { Pool } from 'pg';
import { rowsOf } from '../../src/platform/db/transaction.ts';

async function tablesOfStores(pool: Pool): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    pool,
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tienda_id' WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

/** Count and checksum of the rows of the store in every table. */
export async function checksums(pool: Pool, storeId: string): Promise<Readonly<Record<string, string>>> {
  const sums: Record<string, string> = {};
  for (const table of [...(await tablesOfStores(pool)), 'tiendas']) {
    const column = table === 'tiendas' ? 'id' : 'tienda_id';
    const [row] = await rowsOf<{ sum: string }>(
      pool,
      `SELECT count(*) || ':' || coalesce(md5(string_agg(x::text, '|' ORDER BY x::text)), '') AS sum FROM ${table} x WHERE ${column} = $1`,
      [storeId],
    );
    sums[table] = row?.sum ?? '';
  }
  return sums;
}

/** Ids of all its rows. */
export async function idsOfStore(pool: Pool, storeId: string): Promise<readonly string[]> {
  const tables = await tablesOfStores(pool);
  const found = await Promise.all(
    tables.map((table) =>
      // The audit has no ids: its rows are numbered within their store.
      rowsOf<{ id: string | null }>(pool, `SELECT to_jsonb(x) ->> 'id' AS id FROM ${table} x WHERE tienda_id = $1`, [
        storeId,
      ]),
    ),
  );
  return found.flat().flatMap((row) => row.id ?? []);
}
