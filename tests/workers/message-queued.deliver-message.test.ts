import { expect, test } from 'vitest';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { openDeliveryWorld } from './delivery-world.ts';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

test('a message leaves once, however often its entry comes', async () => {
  const world = await openDeliveryWorld();
  const { id } = await world.queue('private_reply');

  const outcomes = await Promise.all([world.deliver([id, id]), world.deliver([id])]);
  const afterwards = await world.deliver([id]);

  // Who finds it in another's hands comes back: that one may die before it has said how it went.
  const kinds = outcomes.flat().map((outcome) => outcome?.kind);
  expect(kinds).toContain('done');
  expect(kinds.filter((kind) => kind !== 'done' && kind !== 'later')).toEqual([]);
  expect(afterwards).toEqual([{ kind: 'done' }]);
  expect(await world.said()).toHaveLength(1);
  expect(await world.message(id)).toMatchObject({ state: 'sent', failure: null });
});

test.each([
  ['private_reply', 190, 463, 'all', 'token', null],
  ['private_reply', 200, undefined, 'private', 'permission', null],
  ['public_reply', 368, undefined, 'public_reply', 'abuse', 6 * HOUR_S],
  ['private_reply', 32, undefined, 'all', 'rate', 2 * HOUR_S],
  ['private_reply', 10, 1_893_063, 'all', 'restricted', 4 * HOUR_S],
  ['private_reply', 2022, undefined, 'private', 'restricted', 12 * HOUR_S],
  ['public_reply', 613, undefined, 'all', 'rate', MINUTE_S],
] as const)(
  'a %s refused with %i/%s stops %s (%s) for %s s; it is kept and goes out afterwards',
  async (kind, code, subcode, action, cause, endsInS) => {
    const world = await openDeliveryWorld();
    await world.post('graph-answers', { refusals: [{ kind, code, subcode }] });
    const [first, second] = [await world.queue(kind), await world.queue(kind)];

    const [refused] = (await world.deliver([first.id])) ?? [];
    expect(refused).toMatchObject({ kind: 'later' });
    const stops = await world.stops();
    expect(stops).toEqual([{ action, cause, endsInS: endsInS === null ? null : expect.any(Number) }]);
    if (endsInS !== null) expect(Math.abs((stops[0]?.endsInS ?? 0) - endsInS)).toBeLessThan(30);
    expect(
      await rowsOf(world.app.pool, `SELECT payload->>'cause' AS cause FROM events WHERE type = 'page-stopped'`),
    ).toEqual([{ cause }]);

    // Nothing of what is stopped is tried any more, and the seller sees why.
    for (const { id } of [first, second]) {
      const [outcome] = await world.deliver([id]);
      expect(outcome).toMatchObject({ kind: 'later' });
      expect(await world.message(id)).toMatchObject({ state: 'queued', failure: expect.stringMatching(/^[A-Z].*\.$/) });
    }
    expect(await world.said()).toHaveLength(1);

    if (endsInS === null) await world.connect();
    else await world.passStops();
    await world.deliver([first.id, second.id]);
    expect((await world.said()).map((call) => call.outcome)).toEqual(['refused', 'accepted', 'accepted']);
  },
);

test('a stop of public replies lets private messages pass, and the other way round', async () => {
  const world = await openDeliveryWorld();
  await world.post('graph-answers', { refusals: [{ kind: 'public_reply', code: 368 }] });
  const [open, secret] = [await world.queue('public_reply'), await world.queue('private_reply')];

  await world.deliver([open.id]);
  await world.deliver([open.id, secret.id]);

  expect((await world.message(secret.id)).state).toBe('sent');
  expect((await world.message(open.id)).state).toBe('queued');
});

test('who cannot be reached is not tried again; what another app leads comes back without counting', async () => {
  const world = await openDeliveryWorld();
  await world.post('graph-answers', {
    refusals: [
      { kind: 'private_reply', code: 551, subcode: 1_545_041 },
      { kind: 'private_reply', code: 10, subcode: 2_018_300 },
      { kind: 'private_reply', code: 2 },
    ],
  });
  const ids = [];
  for (const _ of [1, 2, 3]) ids.push((await world.queue('private_reply')).id);

  const outcomes = [];
  for (const id of ids) outcomes.push(...((await world.deliver([id])) ?? []));

  expect(outcomes.map((outcome) => outcome.kind)).toEqual(['done', 'later', 'again']);
  const [gone, postponed] = await Promise.all(ids.map((id) => world.message(id)));
  expect(gone).toMatchObject({ state: 'refused', failure: expect.stringContaining('cannot be reached') });
  expect(postponed).toMatchObject({ state: 'queued', failure: expect.stringContaining('Another app') });
  expect(await world.stops()).toEqual([]);
});

test('a private reply whose answer was lost is found done on the retry; one that somebody else gave is not ours', async () => {
  const world = await openDeliveryWorld();
  await world.post('graph-answers', { refusals: [{ kind: 'private_reply', code: 1, isDone: true }] });
  const ours = await world.queue('private_reply');
  const twice = await world.queue('private_reply', { commentId: ours.commentId, dedupeKey: 'by-hand' });

  expect(await world.deliver([ours.id])).toMatchObject([{ kind: 'again' }]);
  expect(await world.deliver([ours.id])).toEqual([{ kind: 'done' }]);
  await world.deliver([twice.id]);

  expect(await world.message(ours.id)).toMatchObject({ state: 'sent' });
  expect(await world.message(twice.id)).toMatchObject({
    state: 'refused',
    failure: 'Somebody has already answered this comment in private.',
  });
  expect((await world.said()).filter((call) => call.outcome === 'accepted')).toHaveLength(1);
});

test('when private replies are short, carts go first by their value; who waits finds the link under the comment', async () => {
  const world = await openDeliveryWorld({ messaging: { privateRepliesPerHour: 2, publicRepliesPerMinute: 1_000 } });
  const plain = await world.queue('private_reply', { name: 'Curious' });
  const small = await world.queue('private_reply', { name: 'Small', totalMinor: 1_000 });
  const big = await world.queue('private_reply', { name: 'Big', totalMinor: 90_000 });
  const middle = await world.queue('private_reply', { name: 'Middle', totalMinor: 5_000 });
  const all = [plain.id, small.id, big.id, middle.id];

  const outcomes = await world.deliver(all);

  expect((await world.said('private_reply')).map((call) => call.text)).toEqual(
    expect.arrayContaining(['private_reply Big', 'private_reply Middle']),
  );
  expect(await world.said('private_reply')).toHaveLength(2);
  expect(outcomes?.map((outcome) => outcome.kind)).toEqual(['later', 'later', 'done', 'done']);
  const [first, second] = (outcomes ?? []).flatMap((outcome) => ('atMs' in outcome ? [outcome.atMs] : []));
  expect(first).toBeGreaterThan(second ?? 0);

  const links = await rowsOf<{ id: string; body: { text: string }; comment_id: string }>(
    world.app.pool,
    `SELECT id, body, comment_id FROM messages WHERE dedupe_key LIKE 'public_link:%'`,
  );
  expect(links.map((link) => link.comment_id)).toEqual([small.commentId]);
  expect(links[0]?.body.text).toMatch(/http:\/\/127\.0\.0\.1:3000\/checkout\/[0-9a-f]{32}$/);
  await world.deliver([...all, ...links.map((link) => link.id)]);
  expect(await world.said('public_reply')).toHaveLength(1);
  expect(await world.said('private_reply')).toHaveLength(2);
});

test('a public reply that still waits is given the link instead of a second one', async () => {
  const world = await openDeliveryWorld({ messaging: { privateRepliesPerHour: 1, publicRepliesPerMinute: 1_000 } });
  const first = await world.queue('private_reply', { totalMinor: 9_000 });
  const { id, commentId, buyerId } = await world.queue('private_reply', { totalMinor: 1_000, name: 'Ana' });
  const open = await world.queue('public_reply', { commentId, buyerId, dedupeKey: `public_reply:${commentId}` });

  await world.deliver([first.id, id, open.id]);
  await world.deliver([id]);

  expect((await world.said('public_reply')).map((call) => call.text)).toEqual([expect.stringContaining('/checkout/')]);
});

test('a new message does not overtake those that wait for the next private reply', async () => {
  const world = await openDeliveryWorld({ messaging: { privateRepliesPerHour: 1 } });
  const first = await world.queue('private_reply');
  const cart = await world.queue('private_reply', { totalMinor: 9_000, name: 'Cart' });
  await world.deliver([first.id]);
  await world.deliver([cart.id]);
  const late = await world.queue('private_reply', { name: 'Late' });
  // An hour passes: the bucket is full again.
  await world.app.redis.del(`${world.app.keyPrefix}page:${world.pageId}:private`);

  const [outcome] = (await world.deliver([late.id])) ?? [];

  expect(outcome?.kind).toBe('later');
  expect((await world.said('private_reply')).map((call) => call.text)).toContain('private_reply Cart');
});

test.each([
  ['x-app-usage', { call_count: 92, total_time: 3, total_cputime: 1 }],
  ['x-page-usage', { call_count: 1, total_time: 93, total_cputime: 1 }],
  ['x-business-use-case-usage', { '1': [{ type: 'messenger', call_count: 2, total_cputime: 95, total_time: 1 }] }],
])('at 90 %% in %s only what brings in money leaves', async (header, usage) => {
  const world = await openDeliveryWorld();
  await world.post('graph-answers', { headers: { [header]: usage } });
  const probe = await world.queue('public_reply');
  await world.deliver([probe.id]);
  const [open, cart] = [await world.queue('public_reply'), await world.queue('private_reply', { totalMinor: 1 })];

  const outcomes = await world.deliver([open.id, cart.id]);

  expect(outcomes?.map((outcome) => outcome.kind)).toEqual(['later', 'done']);
  await world.post('graph-answers', { headers: { 'x-app-usage': { call_count: 10 } } });
  await world.deliver([(await world.queue('private_reply', { totalMinor: 1 })).id]);
  expect(await world.deliver([open.id])).toEqual([{ kind: 'done' }]);
});

test('at 75 % everything goes half as fast, at 100 % nothing until the minutes that Meta names are over', async () => {
  const world = await openDeliveryWorld({ messaging: { privateRepliesPerHour: 5 } });
  await world.post('graph-answers', { headers: { 'x-app-usage': { call_count: 76 } } });
  const ids = [];
  for (const _ of [1, 2, 3, 4]) ids.push((await world.queue('private_reply')).id);
  const probe = await world.queue('public_reply');
  await world.deliver([probe.id]);

  await world.deliver(ids);
  expect(await world.said('private_reply')).toHaveLength(2);

  await world.post('graph-answers', {
    headers: { 'x-business-use-case-usage': { '1': [{ call_count: 100, estimated_time_to_regain_access: 7 }] } },
  });
  await world.deliver([(await world.queue('public_reply')).id]);
  const [outcome] = (await world.deliver([(await world.queue('public_reply')).id])) ?? [];
  const waitMs = outcome && 'atMs' in outcome ? outcome.atMs - Date.now() : 0;
  expect(waitMs).toBeGreaterThan(6.5 * 60_000);
  expect(waitMs).toBeLessThanOrEqual(7 * 60_000 + 1_000);
  expect(await world.said('public_reply')).toHaveLength(2);
});

test('who paid by the public link and has no chat gets the receipt as the one private reply to the comment, once', async () => {
  const world = await openDeliveryWorld();
  const { id, buyerId } = await world.queue('receipt', {
    body: { text: 'Gracias', values: { total: '$ 1', order_id: 'A' } },
  });

  await world.deliver([id, id]);
  await world.deliver([id]);

  expect((await world.said()).map(({ kind, text }) => [kind, text])).toEqual([['private_reply', 'Gracias']]);
  expect(await world.message(id)).toMatchObject({ state: 'sent' });
  const [buyer] = await rowsOf<{ psid: string | null }>(world.app.pool, 'SELECT psid FROM buyers WHERE id = $1', [
    buyerId,
  ]);
  expect(buyer?.psid).toMatch(/^9/);
});
