import pg from 'pg';
import { type Claim, placeHolds } from '../src/domain/inventory/place-holds.ts';
import { withTransaction } from '../src/platform/db/transaction.ts';
import { type BenchRow, ratioRow } from './row.ts';

const BATCH = 500;
const BUYERS = 5_000;
const HOLD_TTL_MS = 1_800_000;

/**
 * Claims per second on one product: ours in batches of 500 as the worker has them, against one transaction per claim
 * that locks the product, looks, writes hold and stock and commits, on as many connections. Exactly the units that
 * there are must be sold by both, or the row is not met.
 */
export async function benchClaims(input: {
  readonly databaseUrl: string;
  readonly claimCount?: number;
}): Promise<readonly BenchRow[]> {
  const { databaseUrl, claimCount = 10_000 } = input;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
  try {
    const rows: BenchRow[] = [];
    // A few of each warm up code and caches and are not counted.
    await runOurs(pool, await openShop(pool, { units: 50, claims: 200 }));
    await runNaive(pool, await openShop(pool, { units: 50, claims: 200 }));
    for (const units of [50, claimCount]) {
      const naive = await runNaive(pool, await openShop(pool, { units, claims: claimCount }));
      const ours = await runOurs(pool, await openShop(pool, { units, claims: claimCount }));
      const row = ratioRow({
        name: `${claimCount.toLocaleString('en')} claims on ${units.toLocaleString('en')} units`,
        unit: 'claims/s',
        ours: ours.perSecond,
        baseline: naive.perSecond,
        atLeast: 5,
      });
      const areExact = ours.sold === units && naive.sold === units;
      rows.push({ ...row, target: `${row.target}, exactly ${units} sold`, isMet: row.isMet && areExact });
    }
    return rows;
  } finally {
    await pool.end();
  }
}

type Shop = { readonly productId: string; readonly claims: readonly Claim[] };
type Run = { readonly perSecond: number; readonly sold: number };

async function runOurs(pool: pg.Pool, { productId, claims }: Shop): Promise<Run> {
  const startMs = performance.now();
  for (let first = 0; first < claims.length; first += BATCH) {
    const batch = claims.slice(first, first + BATCH);
    await withTransaction(pool, (sql) => placeHolds({ sql, holdTtlMs: HOLD_TTL_MS }, batch));
  }
  return { perSecond: rateSince(startMs, claims.length), sold: await countSold(pool, productId) };
}

async function runNaive(pool: pg.Pool, { productId, claims }: Shop): Promise<Run> {
  const startMs = performance.now();
  let next = 0;
  const worker = async () => {
    for (let claim = claims[next++]; claim; claim = claims[next++]) await claimOne(pool, claim);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return { perSecond: rateSince(startMs, claims.length), sold: await countSold(pool, productId) };
}

async function claimOne(pool: pg.Pool, claim: Claim): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ free: number; price: string }>(
      'SELECT stock - held AS free, price FROM productos WHERE id = $1 FOR UPDATE',
      [claim.productId],
    );
    const shelf = rows[0];
    if (shelf && shelf.free >= claim.quantityUnits) {
      const order = await client.query<{ id: string }>(
        `INSERT INTO pedidos (tienda_id, live_id, buyer_id, customer_fb_id, total, currency, checkout_token, hold_expires_at)
         VALUES ($1, $2, $3, $4, $5, 'CLP', gen_random_uuid()::text, now() + interval '30 minutes')
         ON CONFLICT (buyer_id, live_id) WHERE status = 'pending' AND checkout_started_at IS NULL
           DO UPDATE SET total = pedidos.total + EXCLUDED.total RETURNING id`,
        [claim.storeId, claim.liveEventId, claim.buyerId, claim.customerFbId, shelf.price],
      );
      await client.query(
        `INSERT INTO holds (tienda_id, producto_id, pedido_id, comment_id, quantity, unit_price) VALUES ($1, $2, $3, $4, $5, $6)`,
        [claim.storeId, claim.productId, order.rows[0]?.id, claim.commentId, claim.quantityUnits, shelf.price],
      );
      await client.query('UPDATE productos SET held = held + $2 WHERE id = $1', [claim.productId, claim.quantityUnits]);
    }
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

const rateSince = (startMs: number, count: number) => count / ((performance.now() - startMs) / 1_000);

async function countSold(pool: pg.Pool, productId: string): Promise<number> {
  const { rows } = await pool.query<{ sold: number }>(
    `SELECT coalesce(sum(quantity), 0)::int AS sold FROM holds WHERE producto_id = $1 AND state = 'active'`,
    [productId],
  );
  return rows[0]?.sold ?? 0;
}

/** A store with a live, one product, and comments of many buyers that each want one. */
async function openShop(pool: pg.Pool, given: { units: number; claims: number }): Promise<Shop> {
  const { rows } = await pool.query<Claim>(
    `WITH seller AS (
       INSERT INTO vendedores (email, full_name) VALUES ('claims-' || gen_random_uuid() || '@bench.example', 'Bench') RETURNING id
     ),
     store AS (
       INSERT INTO tiendas (vendedor_id, name, country, currency) SELECT id, 'Claims', 'CL', 'CLP' FROM seller RETURNING id
     ),
     live AS (INSERT INTO live_events (tienda_id, title) SELECT id, 'Claims' FROM store RETURNING id),
     product AS (
       INSERT INTO productos (tienda_id, sku, name, price, currency, stock) SELECT id, 'ONE', 'One', 1000, 'CLP', $1 FROM store
       RETURNING id, tienda_id
     ),
     moved AS (
       INSERT INTO stock_movements (tienda_id, producto_id, reason, on_hand_delta) SELECT tienda_id, id, 'initial', $1 FROM product
     ),
     buyer AS (
       INSERT INTO buyers (tienda_id, fb_author_id) SELECT s.id, 'b' || n FROM store s, generate_series(0, $3::int - 1) n
       RETURNING id, fb_author_id
     ),
     wish AS (
       INSERT INTO comments (tienda_id, live_id, buyer_id, fb_comment_id, text, commented_at, received_at)
       SELECT s.id, l.id, b.id, 'c' || n, 'mía', now() + n * interval '1 millisecond', now()
       FROM store s, live l, generate_series(1, $2::int) n JOIN buyer b ON b.fb_author_id = 'b' || n % $3::int
       RETURNING id, tienda_id, live_id, buyer_id, commented_at
     )
     SELECT w.tienda_id AS "storeId", p.id AS "productId", w.buyer_id AS "buyerId", 'bench' AS "customerFbId",
       w.live_id AS "liveEventId", w.id AS "commentId", 1 AS "quantityUnits", w.commented_at::text AS "commentedAt"
     FROM wish w, product p ORDER BY w.commented_at`,
    [given.units, given.claims, BUYERS],
  );
  await pool.query('ANALYZE comments, buyers, productos');
  return { productId: rows[0]?.productId ?? '', claims: rows };
}
