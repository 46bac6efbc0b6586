import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { type Claim, type ClaimResult, placeHolds } from '../../src/domain/inventory/place-holds.ts';
import type { Revision } from '../../src/domain/inventory/plan-revision.ts';
import { reviseClaims } from '../../src/domain/inventory/revise-claims.ts';
import type { EventPayload, EventType } from '../../src/events/catalog.ts';
import { rowsOf, withTransaction } from '../../src/platform/db/transaction.ts';
import { createTestDatabase, type TestDatabase } from '../testkit/database.ts';
import { seedComment, seedLive, seedProduct, seedStore } from '../testkit/scene.ts';

/** One database for a test file, whose tests keep apart by their stores. Waits for a connection as long as it takes. */
export function sharedDatabase(): { readonly pool: pg.Pool } {
  const used: { pool?: pg.Pool; database?: TestDatabase } = {};
  beforeAll(async () => {
    used.database = await createTestDatabase();
    used.pool = new pg.Pool({ connectionString: used.database.url, max: 12 });
    used.pool.on('error', () => undefined);
  });
  afterAll(async () => {
    await used.pool?.end();
    await used.database?.drop();
  });
  return {
    get pool() {
      if (!used.pool) throw new Error('The database opens before the first test of the file.');
      return used.pool;
    },
  };
}

export type Shop = {
  readonly storeId: string;
  readonly liveEventId: string;
  readonly productId: string;
  readonly sku: string;
};

/** A store with a running live and one product at 1,000 CLP. */
export async function openShop(pool: pg.Pool, given: { units?: number; priceMinor?: bigint } = {}): Promise<Shop> {
  const { storeId } = await seedStore(pool);
  const liveEventId = await seedLive(pool, { storeId });
  const sku = 'RED-M';
  const productId = await seedProduct(pool, { storeId, sku, ...given });
  return { storeId, liveEventId, productId, sku };
}

const START_MS = Date.parse('2026-01-01T10:00:00.000Z');

/** A buyer's comment that claims units; `second` is when they wrote, counted from the start of the live. */
export async function comment(
  pool: pg.Pool,
  shop: Shop,
  given: { units?: number; second?: number; buyerId?: string; productId?: string } = {},
): Promise<Claim & { readonly commentId: string }> {
  const commentedAt = new Date(START_MS + (given.second ?? 0) * 1_000).toISOString();
  const { storeId, liveEventId } = shop;
  const seeded = await seedComment(pool, {
    storeId,
    liveEventId,
    commentedAt,
    ...(given.buyerId ? { buyerId: given.buyerId } : {}),
  });
  return {
    storeId,
    liveEventId,
    productId: given.productId ?? shop.productId,
    quantityUnits: given.units ?? 1,
    commentedAt,
    ...seeded,
  };
}

export const HOLD_TTL_MS = 60_000;
/** A property plays many scenes; how long they take depends on what else the machine does. */
export const PROPERTY_TIMEOUT_MS = 180_000;

/** Places a batch as the worker does. */
export function place(pool: pg.Pool, claims: readonly Claim[]): Promise<readonly ClaimResult[]> {
  return withTransaction(pool, (sql) => placeHolds({ sql, holdTtlMs: HOLD_TTL_MS }, claims));
}

type Wish = Partial<Pick<Revision, 'intent' | 'items' | 'removedProductIds' | 'isWholeCart'>>;

/** A later comment of a buyer that changes or cancels, as the engine understands it. */
export async function revision(
  pool: pg.Pool,
  shop: Shop,
  { buyerId, second, ...wish }: Wish & { readonly buyerId: string; readonly second?: number },
): Promise<Revision> {
  const { productId, quantityUnits, ...about } = await comment(pool, shop, { buyerId, second: second ?? 30 });
  return { ...about, intent: 'change', items: [], removedProductIds: [], isWholeCart: false, ...wish };
}

/** Applies revisions, and claims beside them, as the worker does. */
export function revise(pool: pg.Pool, revisions: readonly Revision[], claims: readonly Claim[] = []) {
  return withTransaction(pool, (sql) => reviseClaims({ sql, holdTtlMs: HOLD_TTL_MS }, { claims, revisions }));
}

/** A comment that gets its hold; answers the order. */
export async function heldOrder(pool: pg.Pool, shop: Shop, given: Parameters<typeof comment>[2] = {}): Promise<string> {
  const [result] = await place(pool, [await comment(pool, shop, given)]);
  if (!result?.orderId) throw new Error('The claim got no hold.');
  return result.orderId;
}

/** Lets the time of an order run out. */
export async function runOut(pool: pg.Pool, orderId: string): Promise<void> {
  await rowsOf(pool, `UPDATE pedidos SET hold_expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`, [
    orderId,
  ]);
}

export async function orderRow(pool: pg.Pool, orderId: string) {
  const [row] = await rowsOf<{ status: string; total: string; token: string }>(
    pool,
    'SELECT status, total, checkout_token AS token FROM pedidos WHERE id = $1',
    [orderId],
  );
  if (!row) throw new Error(`There is no order ${orderId}.`);
  return row;
}

export async function shelf(pool: pg.Pool, productId: string) {
  const [row] = await rowsOf<{ onHand: number; held: number }>(
    pool,
    'SELECT stock AS "onHand", held FROM productos WHERE id = $1',
    [productId],
  );
  return row;
}

/** The payloads of a store's events of one type, in the order of the log. */
export async function eventsOf<Type extends EventType>(
  pool: pg.Pool,
  storeId: string,
  type: Type,
): Promise<readonly EventPayload<Type>[]> {
  const rows = await rowsOf<{ payload: EventPayload<Type> }>(
    pool,
    'SELECT payload FROM events WHERE tienda_id = $1 AND type = $2 ORDER BY seq',
    [storeId, type],
  );
  return rows.map((row) => row.payload);
}
