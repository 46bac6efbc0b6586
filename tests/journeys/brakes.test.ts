import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../testkit/until.ts';
import { startWorld, type World } from '../testkit/world.ts';
import { act, type OnAir, openOnAir } from './brakes-scene.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const pause = (shop: OnAir, live = true) =>
  act<{ id: string }>(shop.api, 'pauseBot', 'PauseBotInput', {
    storeId: shop.storeId,
    ...(live ? { liveEventId: shop.liveEventId } : {}),
  });
const resume = (shop: OnAir, given: object) =>
  act<{ id: string }>(shop.api, 'resumeBot', 'ResumeBotInput', { storeId: shop.storeId, ...given });

async function untilQuiet(shop: OnAir, told: number): Promise<Readonly<Record<string, number>>> {
  return until(`${told} messages have settled`, async () => {
    const states = await shop.states();
    const total = Object.values(states).reduce((sum, count) => sum + count, 0);
    return total >= told && !states['queued'] && !states['sending'] && states;
  });
}

test('stopped in the middle of 200 messages in flight, nothing leaves later than a second after, and each leaves once when it goes on', async () => {
  const shop = await openOnAir(world);
  const ask = (place: number) => shop.comment(`Buyer ${place}`, 'quiero 1 R1');
  const burst = Promise.all(Array.from({ length: 100 }, (_, place) => ask(place)));
  await until('some messages have left', async () => (await shop.sent()).length >= 10);
  await pause(shop);
  const pausedAtMs = Date.now();
  const later = await Promise.all(Array.from({ length: 10 }, (_, place) => ask(100 + place)));
  const comments = [...(await burst), ...later].map(({ commentId }) => commentId);
  const states = await untilQuiet(shop, 220);

  const before = await shop.sent();
  expect(before.length).toBe(states['sent']);
  expect(states['withheld']).toBeGreaterThanOrEqual(20);
  expect((states['withheld'] ?? 0) + (states['sent'] ?? 0)).toBe(220);
  expect(before.filter(({ atMs }) => atMs > pausedAtMs + 1_000)).toEqual([]);
  const [held] = await shop.rows<{ holds: number }>(`SELECT count(*)::int AS holds FROM holds WHERE tienda_id = $1`);
  expect(held).toEqual({ holds: 110 });

  await resume(shop, { liveEventId: shop.liveEventId, withheld: 'SEND' });
  await until('all have left', async () => (await shop.states())['sent'] === 220);
  const after = await shop.sent();
  for (const kind of ['public_reply', 'private_reply'])
    expect(after.flatMap((call) => (call.kind === kind ? [call.commentId] : [])).toSorted()).toEqual(
      comments.toSorted(),
    );
}, 90_000);

test('a cart that ended is not told of, several messages about one cart become the newest, and dropped ones stay', async () => {
  const shop = await openOnAir(world);
  await pause(shop, false);
  await shop.comment('Ana', 'quiero 1 R1');
  await shop.comment('Beto', 'quiero 1 R1');
  await shop.comment('Carla', 'quiero 1 R1');
  await untilQuiet(shop, 6);
  await shop.comment('Ana', 'quiero 2 R1');
  await untilQuiet(shop, 8);
  const orders = await shop.rows<{ id: string; name: string }>(
    `SELECT o.id, b.name FROM pedidos o JOIN buyers b ON b.id = o.buyer_id WHERE o.tienda_id = $1`,
  );
  const orderOf = (name: string) => orders.find((order) => order.name === name)?.id ?? '';
  await world.app.pool.query(`UPDATE pedidos SET hold_expires_at = now() WHERE id = $1`, [orderOf('Beto')]);
  await until(
    'the cart of Beto has ended',
    async () => (await shop.rows(`SELECT FROM pedidos WHERE status = 'expired' AND tienda_id = $1`)).length === 1,
  );
  await world.app.pool.query(`UPDATE comments SET commented_at = now() - interval '1 hour' WHERE tienda_id = $1`, [
    shop.storeUuid,
  ]);
  await world.app.pool.query(`UPDATE pedidos SET hold_expires_at = now() + interval '3 minutes' WHERE id = $1`, [
    orderOf('Ana'),
  ]);
  const [ofCarla] = await shop.rows<{ id: string }>(
    `SELECT id FROM messages WHERE tienda_id = $1 AND kind = 'private_reply' AND pedido_id = '${orderOf('Carla')}'`,
  );
  const list = await shop.api.graphql<{ store: { botPauses: { withheldCount: number }[] } }>(
    'query ($id: ID!) { store(id: $id) { botPauses { withheldCount } } }',
    { id: shop.storeId },
  );
  expect(list.store.botPauses).toEqual([{ withheldCount: 8 }]);

  await resume(shop, {
    withheld: 'SEND',
    dropMessageIds: [Buffer.from(`Message:${ofCarla?.id}`).toString('base64url')],
  });
  await until('one has left', async () => (await shop.states())['sent'] === 1);
  await untilQuiet(shop, 8);

  expect(await shop.sent()).toMatchObject([
    { kind: 'private_reply', text: expect.stringContaining('3 × Polera Roja M') },
  ]);
  expect(await shop.states()).toEqual({ sent: 1, refused: 7 });
  const [ana] = await shop.rows<{ minutes: number }>(
    `SELECT round(extract(epoch FROM hold_expires_at - clock_timestamp()) / 60)::int AS minutes FROM pedidos
     WHERE tienda_id = $1 AND id = '${orderOf('Ana')}'`,
  );
  expect(ana).toEqual({ minutes: 30 });
}, 60_000);
