import type { Pool } from 'pg';
import { appendAudit, type NewAuditEntry } from '../../platform/audit/append-audit.ts';
import { rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { InvalidInputError } from '../errors.ts';
import { lockProductsBySku } from '../inventory/lock-products.ts';
import { setStock } from '../inventory/set-stock.ts';

/** One SKU as the seller keeps it. Price in minor units of the store's currency. */
export type ImportedProduct = {
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly priceMinor: bigint;
  readonly onHandUnits: number;
  readonly color: string | null;
  readonly size: string | null;
  readonly claimCode: string | null;
  readonly groupKey: string | null;
  readonly keywords: readonly string[];
  readonly imageUrl: string | null;
};

const UPSERT = `
INSERT INTO productos AS p (tienda_id, sku, name, description, price, currency, color, size, claim_code, group_key, keywords,
  image_url, updated_at)
SELECT t.id, g.sku, g.name, g.description, g.price, t.currency, g.color, g.size, g."claimCode", g."groupKey", g.keywords,
  g."imageUrl", clock_timestamp()
FROM tiendas t, jsonb_to_recordset($2::jsonb) AS g(sku text, name text, description text, price bigint, color text, size text,
  "claimCode" text, "groupKey" text, keywords text[], "imageUrl" text)
WHERE t.id = $1
ORDER BY g.sku
ON CONFLICT (tienda_id, sku) DO UPDATE SET name = EXCLUDED.name, description = EXCLUDED.description, price = EXCLUDED.price,
  color = EXCLUDED.color, size = EXCLUDED.size, claim_code = EXCLUDED.claim_code, group_key = EXCLUDED.group_key,
  keywords = EXCLUDED.keywords, image_url = EXCLUDED.image_url, updated_at = EXCLUDED.updated_at
RETURNING p.id, p.sku`;

/**
 * Creates the products that the store does not have and replaces those it has, by SKU: all or none. Answers their ids
 * in the order given. Importing the same again changes nothing. A price that changes is kept in the audit log.
 * @throws InvalidInputError for a SKU given twice, or a count below what is held for buyers.
 */
export async function importProducts(
  deps: { readonly pool: Pool },
  input: {
    readonly storeId: string;
    /** The person who imports; null: the system. */
    readonly actorId: string | null;
    readonly products: readonly ImportedProduct[];
  },
): Promise<readonly string[]> {
  const { storeId, actorId, products } = input;
  refuseRepeated(products);
  return withTransaction(deps.pool, async (sql) => {
    await lockProductsBySku(sql, { storeId, skus: products.map((product) => product.sku) });
    const oldPrices = await readPrices(sql, input);
    const idBySku = await upsert(sql, storeId, products);
    const short = await setStock(sql, {
      storeId,
      counts: products.map(({ sku, onHandUnits }) => ({ sku, onHandUnits })),
    });
    if (short.length > 0) {
      throw new InvalidInputError(
        short.map(({ sku, heldUnits }) => ({
          path: `products.${products.findIndex((product) => product.sku === sku)}.onHandUnits`,
          message: `${heldUnits} units are held for buyers. Give at least ${heldUnits}, or cancel their orders first.`,
        })),
      );
    }
    const ids = products.map((product) => idBySku.get(product.sku) ?? '');
    const changes = products.flatMap((product, place): NewAuditEntry[] => {
      const oldMinor = oldPrices.get(product.sku);
      const newMinor = product.priceMinor.toString();
      if (oldMinor === undefined || oldMinor === newMinor) return [];
      const details = { sku: product.sku, oldPriceMinor: oldMinor, newPriceMinor: newMinor };
      return [{ actorId, action: 'price-changed', subjectType: 'Product', subjectId: ids[place] ?? '', details }];
    });
    await appendAudit(sql, storeId, changes);
    return ids;
  });
}

/** Prices by SKU of the products that exist. They are locked, so nobody changes them meanwhile. */
async function readPrices(
  sql: Sql,
  input: { readonly storeId: string; readonly products: readonly ImportedProduct[] },
): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsOf<{ sku: string; price: string }>(
    sql,
    'SELECT sku, price FROM productos WHERE tienda_id = $1 AND sku = ANY($2::text[])',
    [input.storeId, input.products.map(({ sku }) => sku)],
  );
  return new Map(rows.map((row) => [row.sku, row.price]));
}

function refuseRepeated(products: readonly ImportedProduct[]): void {
  const seen = new Set<string>();
  const problems = products.flatMap(({ sku }, place) => {
    const isRepeated = seen.has(sku);
    seen.add(sku);
    return isRepeated ? [{ path: `products.${place}.sku`, message: `${sku} is given twice. Give each SKU once.` }] : [];
  });
  if (problems.length > 0) throw new InvalidInputError(problems);
}

async function upsert(
  sql: Sql,
  storeId: string,
  products: readonly ImportedProduct[],
): Promise<ReadonlyMap<string, string>> {
  const rows = products.map(({ priceMinor, onHandUnits: _, ...words }) => ({ ...words, price: priceMinor.toString() }));
  const saved = await rowsOf<{ id: string; sku: string }>(sql, UPSERT, [storeId, JSON.stringify(rows)]);
  return new Map(saved.map((row) => [row.sku, row.id]));
}
