import type { Pool } from 'pg';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { type CatalogueIndex, compileCatalogue } from './detect-intent.ts';
import type { CatalogueProduct } from './intent-detector.ts';

/** `products`: by SKU, as the store wrote them. */
export type CatalogueEntry = {
  readonly version: string;
  readonly index: CatalogueIndex;
  readonly products: ReadonlyMap<string, CatalogueProduct>;
};
export type CatalogueCache = { get(storeId: string): Promise<CatalogueEntry> };

const CHECK_EVERY_MS = 1_000;
const STORES_MAX = 200;

const LOAD = `
SELECT sku, name, description, color, size, keywords, claim_code AS "claimCode", group_key AS "groupKey"
FROM productos WHERE tienda_id = $1 ORDER BY sku`;

type Cached = CatalogueEntry & { readonly checkedAtMs: number };

/** Compiled catalogues of the stores in use. A change is seen within a second; stock does not count as a change. */
export function createCatalogueCache(deps: { readonly pool: Pool }): CatalogueCache {
  const cached = new Map<string, Cached>();
  return {
    async get(storeId) {
      const known = cached.get(storeId);
      if (known && Date.now() - known.checkedAtMs < CHECK_EVERY_MS) return known;
      const version = await versionOf(deps.pool, storeId);
      const entry = known?.version === version ? known : entryOf(version, await readProducts(deps.pool, storeId));
      cached.delete(storeId);
      cached.set(storeId, { ...entry, checkedAtMs: Date.now() });
      const oldest = cached.keys().next().value;
      if (cached.size > STORES_MAX && oldest !== undefined) cached.delete(oldest);
      return entry;
    },
  };
}

async function versionOf(pool: Pool, storeId: string): Promise<string> {
  const [row] = await rowsOf<{ version: string }>(
    pool,
    `SELECT coalesce(extract(epoch FROM max(updated_at))::text, 'empty') AS version FROM productos WHERE tienda_id = $1`,
    [storeId],
  );
  return row?.version ?? 'empty';
}

/** A catalogue made ready. */
export function entryOf(version: string, products: readonly CatalogueProduct[]): CatalogueEntry {
  return {
    version,
    index: compileCatalogue(products),
    products: new Map(products.map((product) => [product.sku, product])),
  };
}

/** The catalogue of a store as the engine reads it. */
export async function readProducts(sql: Sql, storeId: string): Promise<readonly CatalogueProduct[]> {
  const rows = await rowsOf<Nullable<CatalogueProduct>>(sql, LOAD, [storeId]);
  return rows.map(withoutNulls);
}

type Nullable<T> = { [Key in keyof T]: T[Key] | null };

function withoutNulls(row: Nullable<CatalogueProduct>): CatalogueProduct {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as CatalogueProduct;
}
