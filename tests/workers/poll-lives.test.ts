import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPage } from '../../src/domain/identity/connect-page.ts';
import { takePoll } from '../../src/domain/live/take-poll.ts';
import { streamKey } from '../../src/events/streams.ts';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import { backlogOf } from '../../src/redis-streams-lite/backlog.ts';
import { pollNext } from '../../src/workers/timers/poll-lives.ts';
import { PROVEN } from '../testkit/sandbox.ts';
import { seedProduct, seedStore } from '../testkit/scene.ts';
import { until } from '../testkit/until.ts';
import { startWorld, type World } from '../testkit/world.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

let world: World;
beforeAll(async () => {
  world = await startWorld({}, { withTimers: false });
});
afterAll(() => world[Symbol.asyncDispose]());

type Shop = { readonly storeId: string; readonly pageId: string; readonly liveEventId: string };

/** A store with a Page, 1,000 units of R1 and a live that began an hour ago. Others are out of the way. */
async function openShop(token = 'sandbox-token-'): Promise<Shop> {
  const { pool } = world.app;
  await rowsOf(pool, `UPDATE live_coverage SET phase = 'done'`);
  await rowsOf(pool, `UPDATE live_events SET status = 'finished', ended_at = now() - interval '2 days'`);
  const pageId = randomUUID().slice(0, 8);
  const { storeId, sellerId } = await seedStore(pool, { pageId });
  await connectPage(world.timersApp, {
    storeId,
    actorId: sellerId,
    fbPageId: pageId,
    pageAccessToken: `${token}${pageId}`,
    proven: PROVEN,
  });
  await seedProduct(pool, { storeId, sku: 'R1', name: 'Polera Roja', units: 1_000, claimCode: 'R1' });
  return { storeId, pageId, liveEventId: await openLive(storeId, pageId) };
}

async function openLive(storeId: string, pageId: string): Promise<string> {
  const live = (await (await fetch(`${world.sandboxUrl}/api/live/${pageId}`)).json()) as Record<string, string>;
  const row = await rowOf<{ id: string }>(
    world.app.pool,
    `INSERT INTO live_events (tienda_id, title, fb_live_id, fb_post_id, started_at)
     VALUES ($1, 'Live', $2, $3, now() - interval '1 hour') RETURNING id`,
    [storeId, live['liveId'], live['postId']],
  );
  return row.id;
}

const post = async (path: string, body: unknown) =>
  (await (
    await fetch(`${world.sandboxUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json()) as Record<string, unknown>;
const turn = (pageId: string, knobs: object) => post(`/api/live/${pageId}/knobs`, knobs);
const say = async (pageId: string, text: string, given: { agoMs?: number; name?: string } = {}) =>
  String(
    (
      await post(`/api/live/${pageId}/comments`, {
        author: { name: given.name ?? 'Ana' },
        text,
        createdTimeMs: Date.now() - (given.agoMs ?? 20 * SECOND_MS),
      })
    )['commentId'],
  );

/** Reads what is due now, as if the time until then had passed. */
async function poll(): Promise<void> {
  await rowsOf(world.app.pool, `UPDATE live_coverage SET next_poll_at = now()`);
  expect(await pollNext(world.timersApp)).toBe(true);
}

const comments = ({ storeId }: Shop) =>
  rowsOf<{ text: string; source: string; liveEventId: string | null }>(
    world.app.pool,
    `SELECT text, source, live_id AS "liveEventId" FROM comments WHERE tienda_id = $1 ORDER BY commented_at, text`,
    [storeId],
  );
const coverageOf = ({ liveEventId }: Shop) =>
  rowOf<{
    phase: string;
    broadcast: string;
    percent: number | null;
    repaired: number;
    silentSince: Date | null;
    problem: string | null;
    waitS: number;
  }>(
    world.app.pool,
    `SELECT phase, broadcast, seen_percent AS percent, repaired_count AS repaired, webhook_silent_since AS "silentSince", problem,
       round(extract(epoch FROM next_poll_at - clock_timestamp()))::int AS "waitS"
     FROM live_coverage WHERE live_id = $1`,
    [liveEventId],
  );
const eventsOf = async ({ storeId }: Shop, type: string) =>
  (
    await rowsOf<{ payload: Record<string, unknown> }>(
      world.app.pool,
      'SELECT payload FROM events WHERE tienda_id = $1 AND type = $2 ORDER BY occurred_at',
      [storeId, type],
    )
  ).map(({ payload }) => payload);
const calls = async (pageId: string, kind: string) =>
  (
    (await (await fetch(`${world.sandboxUrl}/_history?page=${pageId}&kind=${kind}`)).json()) as {
      calls: { text: string | null; commentId: string | null }[];
    }
  ).calls;
const arrived = (shop: Shop, count: number) =>
  until(`${count} comments`, async () => (await comments(shop)).length >= count);

test('what the webhook does not bring is read from Facebook’s list and sold like everything else, once', async () => {
  const shop = await openShop();
  await say(shop.pageId, 'quiero 1 de la R1', { name: 'Beto' });
  await arrived(shop, 1);
  await poll();
  expect(await coverageOf(shop)).toMatchObject({ percent: 100, repaired: 0, silentSince: null, problem: null });

  await turn(shop.pageId, { isSilent: true });
  const missedId = await say(shop.pageId, 'quiero 2 de la R1', { agoMs: 10 * SECOND_MS });
  await say(shop.pageId, 'r1', { name: 'Caro', agoMs: 9 * SECOND_MS });
  await rowsOf(world.app.pool, `UPDATE comments SET received_at = now() - interval '15 seconds' WHERE tienda_id = $1`, [
    shop.storeId,
  ]);
  await poll();
  await arrived(shop, 3);
  expect((await comments(shop)).map(({ source, liveEventId }) => [source, liveEventId])).toEqual([
    ['comment', shop.liveEventId],
    ['backfill', shop.liveEventId],
    ['backfill', shop.liveEventId],
  ]);
  await poll();
  const silent = await coverageOf(shop);
  expect(silent).toMatchObject({ percent: 33, repaired: 2, waitS: 5 });
  expect(Date.now() - Number(silent.silentSince)).toBeLessThan(MINUTE_MS);
  await until('both replies', async () => (await calls(shop.pageId, 'private_reply')).length >= 3);

  // The webhook brings one of them after all, under the post's own prefix.
  await turn(shop.pageId, { isSilent: false });
  await post(`/api/live/${shop.pageId}/comments`, {
    author: { name: 'Ana' },
    text: 'quiero 2 de la R1',
    commentId: missedId,
    createdTimeMs: Date.now() - 10 * SECOND_MS,
  });
  await say(shop.pageId, 'hola', { agoMs: 8 * SECOND_MS });
  await arrived(shop, 4);
  await poll();
  expect(await coverageOf(shop)).toMatchObject({ percent: 50, repaired: 2, silentSince: null });
  const held = await rowOf<{ units: number }>(
    world.app.pool,
    `SELECT sum(quantity)::int AS units FROM holds WHERE tienda_id = $1 AND state = 'active'`,
    [shop.storeId],
  );
  expect(held.units).toBe(4);
  expect(await calls(shop.pageId, 'private_reply')).toHaveLength(3);
  expect((await eventsOf(shop, 'coverage-changed')).at(-1)).toMatchObject({
    seenPercent: 50,
    webhookSilentSince: null,
  });
});

test('every page of the list is read, the oldest first, and later only what is new', async () => {
  const shop = await openShop();
  await turn(shop.pageId, { isSilent: true });
  const posted = Array.from({ length: 230 }, (_, place) => ({
    id: `${shop.pageId}_${place + 1}`,
    authorId: `author-${place}`,
    authorName: `Ana ${place}`,
    text: `comentario ${String(place).padStart(3, '0')}`,
    createdAtMs: Date.now() - 20 * SECOND_MS,
  }));
  await post(`/api/live/${shop.pageId}/posted`, { comments: posted });
  await poll();
  await arrived(shop, 230);
  expect((await comments(shop)).map(({ text }) => text)).toEqual(posted.map(({ text }) => text));
  expect(await calls(shop.pageId, 'list_comments')).toHaveLength(3);
  await poll();
  expect(await calls(shop.pageId, 'list_comments')).toHaveLength(4);
});

test('a comment that may still be on its way is left for the next reading', async () => {
  const shop = await openShop();
  await turn(shop.pageId, { isSilent: true });
  await say(shop.pageId, 'quiero la R1', { agoMs: 0 });
  await poll();
  await rowsOf(world.app.pool, `UPDATE live_coverage SET next_poll_at = now() + interval '1 hour'`);
  const { openCount } = await backlogOf(world.app.redis, {
    stream: streamKey(world.app.keyPrefix, 'incomingComments'),
    group: 'ingestion',
  });
  expect(openCount).toBe(0);
  expect(await comments(shop)).toEqual([]);
  await until('its time has come', async () => {
    await poll();
    return (await comments(shop)).length === 1;
  });
});

test('an old comment is answered in private alone', async () => {
  const shop = await openShop();
  await turn(shop.pageId, { isSilent: true });
  await say(shop.pageId, 'quiero la R1', { agoMs: 20 * MINUTE_MS, name: 'Old' });
  await say(shop.pageId, 'precio de la R1?', { agoMs: 20 * MINUTE_MS, name: 'Asks' });
  await say(shop.pageId, 'quiero la R1', { agoMs: 10 * SECOND_MS, name: 'New' });
  await poll();
  await until('both private replies', async () => (await calls(shop.pageId, 'private_reply')).length === 2);
  await until('the public reply', async () => (await calls(shop.pageId, 'public_reply')).length > 0);
  const sent = await rowsOf(
    world.app.pool,
    `SELECT count(*)::int AS count FROM messages WHERE tienda_id = $1 AND kind = 'public_reply'`,
    [shop.storeId],
  );
  expect(sent).toEqual([{ count: 1 }]);
});

test('a live that cannot be read says why and waits; the others are read', async () => {
  const sick = await openShop('a-token-that-ended-');
  await poll();
  expect(await coverageOf(sick)).toMatchObject({
    problem: expect.stringContaining('Connect the Page again'),
    waitS: 30,
  });
  const { storeId, sellerId, pageId } = await seedStore(world.app.pool, { pageId: randomUUID().slice(0, 8) });
  await connectPage(world.timersApp, {
    storeId,
    actorId: sellerId,
    fbPageId: pageId,
    pageAccessToken: `sandbox-token-${pageId}`,
    proven: PROVEN,
  });
  const sound = { storeId, pageId, liveEventId: await openLive(storeId, pageId) };
  expect(await pollNext(world.timersApp)).toBe(true);
  expect(await coverageOf(sound)).toMatchObject({ problem: null, broadcast: 'live' });
  expect(await pollNext(world.timersApp)).toBe(false);
});

test('of many processes one reads a live; what a dead one left is taken over', async () => {
  const shop = await openShop();
  await poll();
  await rowsOf(world.app.pool, `UPDATE live_coverage SET next_poll_at = now()`);
  const taken = await Promise.all(
    Array.from({ length: 6 }, () => takePoll(world.timersApp, { watchSubscriptionMs: MINUTE_MS })),
  );
  const [leased] = taken.filter((one) => one !== null);
  expect(taken.filter((one) => one !== null)).toHaveLength(1);
  expect(leased?.liveEventId).toBe(shop.liveEventId);

  expect(await pollNext(world.timersApp)).toBe(false);
  await rowsOf(world.app.pool, `UPDATE live_coverage SET leased_until = now() - interval '1 second'`);
  expect(await pollNext(world.timersApp)).toBe(true);
});

test('after the end the list is read once more from its beginning, and again ten minutes later', async () => {
  const shop = await openShop();
  await turn(shop.pageId, { isSilent: true });
  await poll();
  await say(shop.pageId, 'quiero la R1', { agoMs: 30 * SECOND_MS });
  await say(shop.pageId, 'llego tarde', { agoMs: 6 * SECOND_MS, name: 'Late' });
  const end = `UPDATE live_events SET status = 'finished', ended_at = now() - interval '10 seconds' WHERE id = $1`;
  await rowsOf(world.app.pool, end, [shop.liveEventId]);

  expect(await pollNext(world.timersApp)).toBe(true);
  await arrived(shop, 2);
  expect(await comments(shop)).toEqual([
    { text: 'quiero la R1', source: 'backfill', liveEventId: shop.liveEventId },
    { text: 'llego tarde', source: 'backfill', liveEventId: null },
  ]);
  const swept = await coverageOf(shop);
  expect(swept.phase).toBe('second-sweep');
  expect(swept.waitS).toBeGreaterThan(9 * 60);
  expect(swept.waitS).toBeLessThanOrEqual(10 * 60);

  await poll();
  expect((await coverageOf(shop)).phase).toBe('done');
  expect(await pollNext(world.timersApp)).toBe(false);
  expect(await comments(shop)).toHaveLength(2);
});

test('what Facebook says of the broadcast, and what it let go of the Page, is noticed and told', async () => {
  const shop = await openShop();
  await poll();
  expect(await eventsOf(shop, 'broadcast-changed')).toEqual([{ broadcast: 'live' }]);
  await fetch(`${world.sandboxUrl}/graph/v26.0/${shop.pageId}/subscribed_apps`, {
    method: 'DELETE',
    headers: { authorization: `Bearer sandbox-token-${shop.pageId}` },
  });
  await rowsOf(world.app.pool, `UPDATE live_coverage SET broadcast_read_at = now() - interval '1 minute'`);
  await rowsOf(world.app.pool, `UPDATE fb_sessions SET checked_at = now() - interval '4 minutes'`);
  await turn(shop.pageId, { status: 'VOD' });
  await poll();

  expect(await eventsOf(shop, 'broadcast-changed')).toEqual([{ broadcast: 'live' }, { broadcast: 'ended' }]);
  expect(await eventsOf(shop, 'page-subscription-repaired')).toEqual([
    { fbPageId: shop.pageId, missingFields: expect.arrayContaining(['feed', 'messages']) },
  ]);
  expect((await calls(shop.pageId, 'subscribed_apps')).length).toBeGreaterThan(0);
});

test('that a broadcast ended is noticed as soon as the webhook tells it, by asking Facebook itself', async () => {
  const shop = await openShop();
  await poll();
  const before = await coverageOf(shop);
  expect(before).toMatchObject({ broadcast: 'live' });
  expect(before.waitS).toBeGreaterThan(0);
  expect(await pollNext(world.timersApp)).toBe(false);

  await turn(shop.pageId, { status: 'LIVE_STOPPED' });
  await until('the poll is due', async () => (await coverageOf(shop)).waitS <= 0);

  expect(await pollNext(world.timersApp)).toBe(true);
  expect(await coverageOf(shop)).toMatchObject({ broadcast: 'ended', phase: 'live' });
  expect(await eventsOf(shop, 'broadcast-changed')).toEqual([{ broadcast: 'live' }, { broadcast: 'ended' }]);
  expect(await eventsOf(shop, 'broadcast-found')).toEqual([]);
});

test('a quota that runs low is left alone, and a live that began before its broadcast is tied to it', async () => {
  const shop = await openShop();
  await rowsOf(world.app.pool, 'UPDATE live_events SET fb_live_id = NULL, fb_post_id = NULL WHERE id = $1', [
    shop.liveEventId,
  ]);
  await turn(shop.pageId, { usagePercent: 80 });
  await poll();
  expect((await coverageOf(shop)).waitS).toBe(30);
  const live = await rowOf<{ fbLiveId: string }>(
    world.app.pool,
    'SELECT fb_live_id AS "fbLiveId" FROM live_events WHERE id = $1',
    [shop.liveEventId],
  );
  expect(live.fbLiveId).toContain(`live_${shop.pageId}_`);
  await turn(shop.pageId, { usagePercent: 95 });
  await poll();
  expect((await coverageOf(shop)).waitS).toBe(60);
  await turn(shop.pageId, { usagePercent: 10 });
  await poll();
  expect((await coverageOf(shop)).waitS).toBe(5);
});
