import type { Pool, QueryResultRow } from 'pg';
import type { Sql } from '../../platform/db/transaction.ts';
import { memberRolesWith } from '../identity/permissions.ts';

/** A product as it is stored. */
export type ProductRow = {
  readonly id: string;
  readonly storeId: string;
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly priceMinor: string;
  readonly currency: string;
  readonly onHandUnits: number;
  readonly heldUnits: number;
  readonly imageUrl: string | null;
  readonly color: string | null;
  readonly size: string | null;
  readonly groupKey: string | null;
  readonly claimCode: string | null;
  readonly keywords: string[];
};

type ListInput = {
  readonly storeId: string;
  readonly sellerId: string;
  /** Part of a name or SKU. */
  readonly search: string | null;
};

const COLUMNS = `p.id, p.tienda_id AS "storeId", p.sku, p.name, p.description, p.price AS "priceMinor", p.currency,
  p.stock AS "onHandUnits", p.held AS "heldUnits", p.image_url AS "imageUrl", p.color, p.size, p.group_key AS "groupKey",
  p.claim_code AS "claimCode", p.keywords`;

const MAY_READ = memberRolesWith('catalogue:read')
  .map((role) => `'${role}'`)
  .join(', ');
// Permission is part of the statement: the read that pages open most costs one.
const OWN = `p.tienda_id = $1 AND EXISTS (
  SELECT FROM members m WHERE m.tienda_id = $1 AND m.vendedor_id = $2 AND m.role IN (${MAY_READ}))`;
const MATCHES = `(p.name ILIKE $3 OR p.sku ILIKE $3)`;
const AFTER = `(p.name, p.id) > (SELECT a.name, a.id FROM productos a WHERE a.id = $4 AND a.tienda_id = $1)`;

/** Products of a store by name, for its members; nothing for anybody else. `afterId`: the last product of the page before. */
export async function listProducts(
  sql: Sql,
  input: ListInput & { readonly afterId: string | null; readonly limit: number },
): Promise<readonly ProductRow[]> {
  const conditions = [OWN, input.search ? MATCHES : '$3::text IS NULL', input.afterId ? AFTER : '$4::uuid IS NULL'];
  return prepared<ProductRow>(sql, {
    name: `products${input.search ? '-found' : ''}${input.afterId ? '-after' : ''}`,
    text: `SELECT ${COLUMNS} FROM productos p WHERE ${conditions.join(' AND ')} ORDER BY p.name, p.id LIMIT $5`,
    values: [input.storeId, input.sellerId, pattern(input.search), input.afterId, input.limit],
  });
}

/** How many products `listProducts` has to give. */
export async function countProducts(sql: Sql, input: ListInput): Promise<number> {
  const [row] = await prepared<{ count: string }>(sql, {
    name: `products-count${input.search ? '-found' : ''}`,
    text: `SELECT count(*) AS count FROM productos p WHERE ${OWN} AND ${input.search ? MATCHES : '$3::text IS NULL'}`,
    values: [input.storeId, input.sellerId, pattern(input.search)],
  });
  return Number(row?.count ?? 0);
}

// Planned once per connection: the wall makes planning dearer than the read itself.
async function prepared<Row extends QueryResultRow>(
  sql: Sql,
  statement: { readonly name: string; readonly text: string; readonly values: unknown[] },
): Promise<Row[]> {
  return (await (sql as Pool).query<Row>(statement)).rows;
}

function pattern(search: string | null): string | null {
  return search ? `%${search.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&')}%` : null;
}
