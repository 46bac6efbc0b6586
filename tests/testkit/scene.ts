import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { rowsOf } from '../../src/platform/db/transaction.ts';

/** Rows that a test needs before it begins, each with unique values. */
export async function seedStore(
  pool: Pool,
  given: { currency?: string; locale?: string; pageId?: string } = {},
): Promise<{ storeId: string; sellerId: string; pageId: string }> {
  const pageId = given.pageId ?? `page-${randomUUID().slice(0, 8)}`;
  const sellerId = await insert(pool, 'vendedores', { email: `${randomUUID()}@test.example`, full_name: 'Ana Test' });
  const storeId = await insert(pool, 'tiendas', {
    vendedor_id: sellerId,
    fb_page_id: pageId,
    name: 'Test store',
    country: 'CL',
    currency: given.currency ?? 'CLP',
    locale: given.locale ?? 'es-CL',
  });
  await insert(pool, 'members', { tienda_id: storeId, vendedor_id: sellerId, role: 'owner' });
  return { storeId, sellerId, pageId };
}

export async function seedProduct(
  pool: Pool,
  given: {
    storeId: string;
    sku?: string;
    units?: number;
    priceMinor?: bigint;
    name?: string;
    currency?: string;
    claimCode?: string;
  },
): Promise<string> {
  const sku = given.sku ?? `SKU-${randomUUID().slice(0, 8)}`;
  const units = given.units ?? 10;
  const productId = await insert(pool, 'productos', {
    tienda_id: given.storeId,
    sku,
    name: given.name ?? `Product ${sku}`,
    price: (given.priceMinor ?? 1_000n).toString(),
    currency: given.currency ?? 'CLP',
    stock: units,
    claim_code: given.claimCode ?? null,
  });
  await insert(pool, 'stock_movements', {
    tienda_id: given.storeId,
    producto_id: productId,
    reason: 'initial',
    on_hand_delta: units,
  });
  return productId;
}

export async function seedLive(pool: Pool, given: { storeId: string; fbPostId?: string }): Promise<string> {
  return insert(pool, 'live_events', {
    tienda_id: given.storeId,
    title: 'Test live',
    fb_post_id: given.fbPostId ?? null,
  });
}

/** A buyer and a comment of theirs, as the ingestion would have written them. */
export async function seedComment(
  pool: Pool,
  given: { storeId: string; liveEventId: string | null; buyerId?: string; text?: string; commentedAt?: string },
): Promise<{ buyerId: string; commentId: string; customerFbId: string }> {
  const customerFbId = `author-${randomUUID().slice(0, 8)}`;
  const buyerId =
    given.buyerId ??
    (await insert(pool, 'buyers', { tienda_id: given.storeId, fb_author_id: customerFbId, name: 'Beto Buyer' }));
  const at = given.commentedAt ?? new Date().toISOString();
  const commentId = await insert(pool, 'comments', {
    tienda_id: given.storeId,
    live_id: given.liveEventId,
    buyer_id: buyerId,
    fb_comment_id: `comment-${randomUUID()}`,
    text: given.text ?? 'quiero uno',
    commented_at: at,
    received_at: at,
  });
  return { buyerId, commentId, customerFbId };
}

async function insert(pool: Pool, table: string, values: Record<string, unknown>): Promise<string> {
  const columns = Object.keys(values);
  const places = columns.map((_, place) => `$${place + 1}`);
  const [row] = await rowsOf<{ id: string }>(
    pool,
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING id`,
    Object.values(values),
  );
  if (!row) throw new Error(`Nothing was inserted into ${table}.`);
  return row.id;
}

/** Every stock rule of design §5.3, asked from the outside. */
export async function stockProblems(pool: Pool): Promise<readonly string[]> {
  const rows = await rowsOf<{
    sku: string;
    stock: number;
    held: number;
    moved: number;
    moved_held: number;
    active: number;
  }>(
    pool,
    `SELECT p.sku, p.stock, p.held,
       coalesce((SELECT sum(m.on_hand_delta) FROM stock_movements m WHERE m.producto_id = p.id), 0)::int AS moved,
       coalesce((SELECT sum(m.held_delta) FROM stock_movements m WHERE m.producto_id = p.id), 0)::int AS moved_held,
       coalesce((SELECT sum(h.quantity) FROM holds h WHERE h.producto_id = p.id AND h.state = 'active'), 0)::int AS active
     FROM productos p`,
  );
  return rows.flatMap((row) => [
    ...(row.stock < 0 || row.held < 0 || row.held > row.stock ? [`${row.sku}: held ${row.held} of ${row.stock}`] : []),
    ...(row.stock !== row.moved ? [`${row.sku}: stock ${row.stock}, movements say ${row.moved}`] : []),
    ...(row.held !== row.moved_held ? [`${row.sku}: held ${row.held}, movements say ${row.moved_held}`] : []),
    ...(row.held !== row.active ? [`${row.sku}: held ${row.held}, active holds say ${row.active}`] : []),
  ]);
}
