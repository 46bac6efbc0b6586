import type { Pool } from 'pg';
import { rowOf, rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { InvalidInputError, OutOfStockError } from '../errors.ts';
import { openShelves } from '../inventory/open-shelves.ts';
import { type Claim, placeHolds } from '../inventory/place-holds.ts';

export type CreateOrderInput = {
  readonly storeId: string;
  /** The buyer's id at Facebook, or any name that stays the same for the buyer. */
  readonly customerFbId: string;
  readonly items: readonly { readonly sku: string; readonly quantityUnits: number }[];
};

type Shelf = { id: string; sku: string; free: number };

/**
 * Opens (or extends) the buyer's cart outside a live and holds the stock: all of the items or none.
 * @throws InvalidInputError naming the SKU that the store does not have, or for no items; OutOfStockError naming the one
 *   that is short.
 */
export async function createOrder(
  deps: { readonly pool: Pool; readonly holdTtlMs: number },
  input: CreateOrderInput,
): Promise<{ readonly orderId: string }> {
  return withTransaction(deps.pool, async (sql) => {
    const shelves = await lockShelves(sql, input);
    const buyerId = await upsertBuyer(sql, input);
    const claims = input.items.map((item, place) => toClaim({ input, item, buyerId, place, shelves }));
    const results = await placeHolds({ sql, holdTtlMs: deps.holdTtlMs }, claims);
    const short = input.items[results.findIndex((result) => !result.held)];
    if (short) throw new OutOfStockError({ sku: short.sku, leftUnits: shelves.get(short.sku)?.free ?? 0 });
    const orderId = results[0]?.orderId;
    if (!orderId) throw new InvalidInputError([{ path: 'items', message: 'An order needs at least one item.' }]);
    return { orderId };
  });
}

async function lockShelves(sql: Sql, input: CreateOrderInput): Promise<ReadonlyMap<string, Shelf>> {
  const skus = [input.storeId, input.items.map((item) => item.sku)];
  const products = await rowsOf<{ id: string }>(
    sql,
    'SELECT id FROM productos WHERE tienda_id = $1 AND sku = ANY($2)',
    skus,
  );
  const productIds = products.map((product) => product.id);
  await openShelves(sql, productIds);
  const rows = await rowsOf<Shelf>(
    sql,
    'SELECT id, sku, stock - held AS free FROM productos WHERE id = ANY($1::uuid[])',
    [productIds],
  );
  return new Map(rows.map((row) => [row.sku, row]));
}

async function upsertBuyer(sql: Sql, input: CreateOrderInput): Promise<string> {
  const buyer = await rowOf<{ id: string }>(
    sql,
    `INSERT INTO buyers (tienda_id, fb_author_id) VALUES ($1, $2)
     ON CONFLICT (tienda_id, fb_author_id) DO UPDATE SET fb_author_id = EXCLUDED.fb_author_id
     RETURNING id`,
    [input.storeId, input.customerFbId],
  );
  return buyer.id;
}

function toClaim(given: {
  readonly input: CreateOrderInput;
  readonly item: CreateOrderInput['items'][number];
  readonly buyerId: string;
  readonly place: number;
  readonly shelves: ReadonlyMap<string, Shelf>;
}): Claim {
  const { input, item, buyerId, place, shelves } = given;
  const shelf = shelves.get(item.sku);
  if (!shelf) {
    throw new InvalidInputError([{ path: `items.${place}.sku`, message: `The store has no product ${item.sku}.` }]);
  }
  return {
    storeId: input.storeId,
    productId: shelf.id,
    buyerId,
    customerFbId: input.customerFbId,
    liveEventId: null,
    commentId: null,
    quantityUnits: item.quantityUnits,
    commentedAt: new Date().toISOString(),
  };
}
