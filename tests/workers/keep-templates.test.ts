import { expect, test } from 'vitest';
import { TEMPLATE_DRAFTS } from '../../src/domain/messaging/templates/drafts.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { keepTemplates } from '../../src/workers/timers/keep-templates.ts';
import { until } from '../testkit/until.ts';
import { type DeliveryWorld, openDeliveryWorld } from './delivery-world.ts';

type Template = { readonly language: string; readonly state: string; readonly reason: string | null };

const known = (world: DeliveryWorld) =>
  rowsOf<Template>(
    world.app.pool,
    'SELECT language, state, reason FROM message_templates WHERE tienda_id = $1 ORDER BY language',
    [world.storeId],
  );
const states = async (world: DeliveryWorld) => [...new Set((await known(world)).map(({ state }) => state))];
/** The next turn of the clock, whatever was waited for. */
async function turn(world: DeliveryWorld): Promise<void> {
  await rowsOf(world.app.pool, 'UPDATE fb_sessions SET templates_due_at = now()');
  await keepTemplates(world.app);
}
const waitS = async (world: DeliveryWorld) =>
  (
    await rowsOf<{ s: number }>(
      world.app.pool,
      'SELECT extract(epoch FROM templates_due_at - now())::float8 AS s FROM fb_sessions',
    )
  )[0]?.s ?? 0;
const created = async (world: DeliveryWorld) =>
  (await world.said('message_templates')).filter(({ text }) => text !== null).map(({ text }) => text);
const decide = (world: DeliveryWorld, body: object) => world.post('template-decisions', body);
const changes = (world: DeliveryWorld) =>
  rowsOf<{ language: string; state: string; reason: string | null }>(
    world.app.pool,
    `SELECT payload->>'language' AS language, payload->>'state' AS state, payload->>'reason' AS reason FROM events
     WHERE type = 'template-changed' ORDER BY id`,
  );
/** A receipt to a buyer of this locale, who got the private reply and never wrote. */
async function queueReceipt(world: DeliveryWorld, locale: string): Promise<string> {
  const reply = await world.queue('private_reply');
  await world.deliver([reply.id]);
  await rowsOf(world.app.pool, 'UPDATE buyers SET locale = $2 WHERE id = $1', [reply.buyerId, locale]);
  const { buyerId, commentId } = reply;
  const body = { text: `Gracias ${locale}`, values: { total: '$ 15.000', order_id: 'A1' } };
  return (await world.queue('receipt', { buyerId, commentId, body })).id;
}

test('a connected Page gets every template in every language, once, and each is followed to its approval', async () => {
  const world = await openDeliveryWorld();
  await world.post('template-reviews', { status: 'APPROVED', afterMs: null });

  await Promise.all([keepTemplates(world.app), keepTemplates(world.app)]);

  expect(await states(world)).toEqual(['pending']);
  expect(await waitS(world)).toBeLessThanOrEqual(10);
  await decide(world, { status: 'APPROVED' });
  await turn(world);
  await turn(world);
  expect(await known(world)).toEqual(
    ['ar', 'en', 'es', 'fr', 'pt'].map((language) => ({ language, state: 'approved', reason: null })),
  );
  expect(await waitS(world)).toBeGreaterThan(3_000);
  expect(await created(world)).toEqual(TEMPLATE_DRAFTS.map(({ name }) => name));
  expect((await changes(world)).map(({ state }) => state)).toEqual([
    ...Array.from({ length: 5 }, () => 'pending'),
    ...Array.from({ length: 5 }, () => 'approved'),
  ]);
});

test('a text that has changed is created under its new name beside what the Page has', async () => {
  const world = await openDeliveryWorld();
  await turn(world);
  const rename = `UPDATE message_templates SET name = 'order_receipt_of_last_year', state = 'approved' WHERE language = 'es'`;
  await rowsOf(world.app.pool, rename);

  await turn(world);

  const [es] = await rowsOf<{ name: string }>(
    world.app.pool,
    `SELECT name FROM message_templates WHERE language = 'es'`,
  );
  expect(es?.name).toBe(TEMPLATE_DRAFTS.find(({ language }) => language === 'es')?.name);
  expect(await created(world)).toHaveLength(5);
});

test('outside the window a receipt leaves as the approved template in the buyer’s language, once it is approved', async () => {
  const world = await openDeliveryWorld();
  await world.post('template-reviews', { status: 'APPROVED', afterMs: null });
  await turn(world);
  const [spanish, portuguese] = [await queueReceipt(world, 'es-MX'), await queueReceipt(world, 'pt_BR')];

  const [waits] = await world.deliver([spanish]);
  expect(waits).toMatchObject({ kind: 'later' });
  expect(await world.message(spanish)).toMatchObject({ state: 'queued' });
  await decide(world, { status: 'APPROVED' });
  await turn(world);
  await world.deliver([spanish, spanish, portuguese]);
  await world.deliver([spanish]);

  expect((await world.said('utility')).map(({ text }) => text).toSorted()).toEqual([
    'Recebemos seu pagamento de $ 15.000 pelo pedido A1. Obrigado pela compra.',
    'Recibimos tu pago de $ 15.000 por el pedido A1. Gracias por tu compra.',
  ]);
  expect(await world.message(portuguese)).toMatchObject({ state: 'sent' });
});

test('a refused template is shown with its reason and not created again; a receipt then says why it stays', async () => {
  const world = await openDeliveryWorld();
  await world.post('template-reviews', { status: 'REJECTED', reason: 'TAG_SHOULD_BE_MARKETING', afterMs: 0 });
  await turn(world);
  await until('the refusal', async () => {
    await turn(world);
    return (await states(world)).join() === 'rejected';
  });

  const receipt = await queueReceipt(world, 'es-CL');
  await world.deliver([receipt]);

  expect(new Set((await known(world)).map(({ reason }) => reason))).toEqual(new Set(['TAG_SHOULD_BE_MARKETING']));
  expect(await created(world)).toHaveLength(5);
  expect(await world.message(receipt)).toMatchObject({
    state: 'refused',
    failure: expect.stringMatching(/The template is rejected\. TAG_SHOULD_BE_MARKETING/),
  });
});

test('without the permission nothing is asked of Facebook, and the seller reads which one is missing', async () => {
  const world = await openDeliveryWorld();
  await rowsOf(world.app.pool, `UPDATE fb_sessions SET scopes = '{pages_messaging}'`);

  await turn(world);

  expect(await known(world)).toHaveLength(5);
  expect((await known(world))[0]).toMatchObject({
    state: 'wanted',
    reason: expect.stringMatching(/did not grant pages_utility_messaging\. Connect the Page again/),
  });
  expect(await world.said('message_templates')).toEqual([]);
  expect(await waitS(world)).toBeGreaterThan(23 * 3_600);
  await turn(world);
  expect(await changes(world)).toHaveLength(5);
});

test('that Facebook asks for the permission only when it is called stops no message of the Page', async () => {
  const world = await openDeliveryWorld();
  await world.post('graph-answers', { refusals: [{ kind: 'message_templates', code: 200 }] });

  await turn(world);

  expect((await known(world))[0]?.reason).toMatch(/pages_utility_messaging/);
  expect(await world.stops()).toEqual([]);
  await world.connect();
  await keepTemplates(world.app);
  expect(await created(world)).toHaveLength(5);
});

test('what was known of a Page stays when it cannot be asked, and the others are looked after all the same', async () => {
  const world = await openDeliveryWorld();
  await turn(world);
  const before = await known(world);
  await rowsOf(world.app.pool, `UPDATE fb_sessions SET page_access_token_enc = 'broken'`);

  await turn(world);

  expect(await known(world)).toEqual(before);
  expect(before).toHaveLength(5);
});

test('a Page whose quota is nearly used is left to those who buy', async () => {
  const world = await openDeliveryWorld();
  await world.post('graph-answers', {
    headers: { 'x-app-usage': { call_count: 80, total_time: 1, total_cputime: 1 } },
  });
  await world.deliver([(await world.queue('private_reply')).id]);
  await until('the pause of ten minutes', async () => {
    await turn(world);
    return (await waitS(world)) > 500 && (await waitS(world)) < 700;
  });

  const asked = (await world.said('message_templates')).length;
  await turn(world);

  expect((await world.said('message_templates')).length).toBe(asked);
});
