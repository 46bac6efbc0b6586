import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { Seal, Vault } from '../../platform/vault/vault.ts';

/** How long posts of webhooks are kept. */
const KEPT_DAYS = 7;

/** The part of a webhook post that belongs to one store, as it came, and when. */
export type RawPost = { readonly storeId: string; readonly body: string; readonly receivedAt: string };

/** What a sealed body is bound to. */
export const rawPostSeal = (storeId: string, id: string): Seal => ({
  storeId,
  table: 'raw_posts',
  column: 'body_enc',
  row: id,
});

/** Keeps posts of Meta in the caller's transaction: one row for each store, sealed with its key. */
export async function keepRawPosts(
  deps: { readonly sql: Sql; readonly vault: Vault },
  posts: readonly RawPost[],
): Promise<void> {
  if (posts.length === 0) return;
  const rows = [];
  for (const [storeId, own] of Map.groupBy(posts, (post) => post.storeId)) {
    const id = randomUUID();
    const bodies = JSON.stringify(own.map(({ body, receivedAt }) => ({ body, receivedAt })));
    const sealed = await deps.vault.encrypt(deps.sql, bodies, rawPostSeal(storeId, id));
    rows.push({ id, storeId, sealed, receivedAt: own[0]?.receivedAt });
  }
  await rowsOf(
    deps.sql,
    `INSERT INTO raw_posts (id, tienda_id, source, body_enc, received_at)
     SELECT id, "storeId", 'facebook', sealed, "receivedAt" FROM jsonb_to_recordset($1::jsonb)
       AS g(id uuid, "storeId" uuid, sealed text, "receivedAt" timestamptz)`,
    [JSON.stringify(rows)],
  );
}

/** Posts that were received in a window, the oldest first, row by row. `storeId` null: those of every store. */
export async function* readRawPosts(
  deps: { readonly pool: Pool; readonly vault: Vault },
  input: { readonly from: Date; readonly to: Date; readonly storeId: string | null },
): AsyncGenerator<readonly RawPost[]> {
  let after = { at: input.from.toISOString(), id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const [row] = await rowsOf<{ id: string; storeId: string; sealed: string; at: string }>(
      deps.pool,
      `SELECT id, tienda_id AS "storeId", body_enc AS sealed, received_at::text AS at FROM raw_posts
       WHERE (received_at, id) > ($1::timestamptz, $2::uuid) AND received_at < $3 AND ($4::uuid IS NULL OR tienda_id = $4)
       ORDER BY received_at, id LIMIT 1`,
      [after.at, after.id, input.to, input.storeId],
    );
    if (!row) return;
    const bodies = JSON.parse(await deps.vault.decrypt(row.sealed, rawPostSeal(row.storeId, row.id))) as Omit<
      RawPost,
      'storeId'
    >[];
    yield bodies.map((post) => ({ storeId: row.storeId, ...post }));
    after = row;
  }
}

/** Deletes up to `limit` rows of posts that are older than 7 days, and answers how many went. */
export async function pruneRawPosts(sql: Sql, input: { readonly limit: number }): Promise<number> {
  const gone = await rowsOf(
    sql,
    `DELETE FROM raw_posts WHERE id IN (
       SELECT id FROM raw_posts WHERE received_at < clock_timestamp() - $1::int * interval '1 day' ORDER BY received_at LIMIT $2)
     RETURNING id`,
    [KEPT_DAYS, input.limit],
  );
  return gone.length;
}
