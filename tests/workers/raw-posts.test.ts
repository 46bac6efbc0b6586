import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { pruneRawPosts } from '../../src/domain/queues/raw-posts.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { comment, page, post } from '../http/webhooks/facebook-post.ts';
import { until } from '../testkit/until.ts';
import { openStore, startPartnerWorld } from './partner-world.ts';

const world = await startPartnerWorld();
afterAll(() => world[Symbol.asyncDispose]());
const { app } = world;

const textsOf = async (storeId: string) =>
  (
    await rowsOf<{ text: string }>(app.pool, 'SELECT text FROM comments WHERE tienda_id = $1 ORDER BY text', [storeId])
  ).map((row) => row.text);
const rowsKept = (storeId: string) =>
  rowsOf<{ row: string }>(app.pool, 'SELECT x::text AS row FROM raw_posts x WHERE tienda_id = $1', [storeId]);

async function replay(...args: readonly string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(app.config.env).map(([name, value]) => [name, String(value ?? '')]));
  const child = spawn(process.execPath, ['scripts/replay-posts.ts', '--url', world.url, ...args], {
    env: { ...process.env, ...env },
  });
  return (await Promise.all([text(child.stdout), text(child.stderr)])).join('');
}

test('posts are kept sealed, can be replayed through the same door, and go after 7 days', async () => {
  const { storeId } = await openStore(world);
  const [row] = await rowsOf<{ pageId: string }>(app.pool, 'SELECT fb_page_id AS "pageId" FROM tiendas WHERE id = $1', [
    storeId,
  ]);
  const pageId = row?.pageId ?? '';
  const said = (id: string, message: string) =>
    comment(`${storeId}_${id}`, { message, from: { id: '7', name: 'Canary Name' } });
  await post(world.url, page({ id: pageId, changes: [said('1', 'canary uno'), said('2', 'canary dos')] }));
  await post(world.url, page({ id: pageId, changes: [said('3', 'canary tres')] }));
  await until('they are stored', async () => (await textsOf(storeId)).length === 3);
  const kept = await until('they are kept', async () => {
    const rows = await rowsKept(storeId);
    return rows.length > 0 && rows;
  });
  expect(kept.map((each) => each.row).join()).not.toMatch(/canary/i);

  // As after a fault of ours that lost them.
  await rowsOf(app.pool, 'DELETE FROM comments WHERE tienda_id = $1 AND text <> $2', [storeId, 'canary dos']);
  const from = new Date(Date.now() - 3_600_000).toISOString();
  expect(await replay('--from', from, '--store', storeId)).toContain('2 posts were replayed.');
  await until('they are back', async () => (await textsOf(storeId)).length === 3);
  expect(await textsOf(storeId)).toEqual(['canary dos', 'canary tres', 'canary uno']);
  expect(await rowsKept(storeId)).toHaveLength(kept.length);

  const ofAge = (days: number) =>
    rowsOf(app.pool, `UPDATE raw_posts SET received_at = now() - $2::int * interval '1 day' WHERE tienda_id = $1`, [
      storeId,
      days,
    ]);
  await ofAge(6);
  expect(await pruneRawPosts(app.pool, { limit: 10 })).toBe(0);
  await ofAge(8);
  expect(await pruneRawPosts(app.pool, { limit: 10 })).toBe(kept.length);
});

test('a replay that is asked wrongly says how to ask', async () => {
  expect(await replay('--store', 'mine')).toContain('from, store do not fit. Usage: npm run replay:posts');
});
