import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { until } from '../testkit/until.ts';
import { startWorld, type World } from '../testkit/world.ts';
import { type OnAir, openOnAir } from './brakes-scene.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const STORE = `query ($id: ID!) { store(id: $id) {
  messageTemplates { kind language state reason } botPauses { reason detail }
  pageNotices { status violations { type url } restrictions { feature isLifted endsAt } appeals { type status } }
  waitingBroadcast { fbLiveId }
} }`;
type Template = { kind: string; language: string; state: string; reason: string | null };
type Shown = {
  messageTemplates: readonly Template[];
  botPauses: readonly { reason: string; detail: string }[];
  pageNotices: readonly { status: string; violations: object[]; restrictions: object[]; appeals: object[] }[];
  waitingBroadcast: { fbLiveId: string } | null;
};
const shown = async (shop: OnAir) => (await shop.api.graphql<{ store: Shown }>(STORE, { id: shop.storeId })).store;
const stateOf = async (shop: OnAir, language: string) =>
  (await shown(shop)).messageTemplates.find((template) => template.language === language);
const tell = (shop: OnAir, path: string, body: object) =>
  fetch(`${world.sandboxUrl}/api/live/${shop.pageId}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const eventsOf = async (shop: OnAir, type: string) =>
  (
    await rowsOf<{ payload: object }>(
      world.app.pool,
      'SELECT payload FROM events WHERE tienda_id = $1 AND type = $2 ORDER BY id',
      [shop.storeUuid, type],
    )
  ).map(({ payload }) => payload);
const approved = (shop: OnAir) =>
  until('all templates are approved', async () => {
    const { messageTemplates } = await shown(shop);
    return messageTemplates.length === 5 && messageTemplates.every(({ state }) => state === 'APPROVED');
  });

/** The buyer opens the link of the private message and pays at the gateway. */
async function pay(shop: OnAir): Promise<void> {
  const [order] = await shop.rows<{ token: string }>(
    'SELECT checkout_token AS token FROM pedidos WHERE tienda_id = $1',
  );
  const url = `${world.baseUrl}/checkout/${order?.token}`;
  expect((await fetch(url)).status).toBe(200);
  const click = await fetch(url, { method: 'POST', redirect: 'manual', headers: { origin: world.baseUrl } });
  const gateway = new URL(click.headers.get('location') ?? '');
  const form = new FormData();
  form.set('pref_id', gateway.searchParams.get('pref_id') ?? '');
  form.set('outcome', 'approve');
  await fetch(new URL('/mercadopago/checkout/v1/pay', world.sandboxUrl), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
}

test('who pays by the link without ever writing gets the receipt once, as the template that the product had made', async () => {
  const shop = await openOnAir(world);
  await approved(shop);
  await shop.comment('Ana', 'quiero 2 R1');
  await until('the private message', async () => (await shop.sent()).some(({ kind }) => kind === 'private_reply'));

  await pay(shop);

  await until('the receipt', async () => (await shop.sent()).some(({ kind }) => kind === 'utility'));
  // The same event once more, as after a crash.
  await rowsOf(
    world.app.pool,
    `INSERT INTO events (tienda_id, live_id, type, payload)
     SELECT tienda_id, live_id, type, payload FROM events WHERE tienda_id = $1 AND type = 'order-paid'`,
    [shop.storeUuid],
  );
  await shop.comment('Beto', 'quiero 1 R1');
  await until(
    'what came later has left',
    async () => (await shop.sent()).filter(({ kind }) => kind === 'private_reply').length === 2,
  );
  const receipts = (await shop.sent()).filter(({ kind }) => kind === 'utility' || kind === 'send');
  expect(receipts.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Recibimos tu pago de \$\s?30\.000 por el pedido [0-9A-F]{6}\. Gracias por tu compra\.$/),
  ]);
}, 90_000);

test('what Meta later says of a template is shown with its reason, under either name of the webhook', async () => {
  const shop = await openOnAir(world);
  await approved(shop);
  const decide = (status: string, field: string, reason: string) =>
    tell(shop, 'template-decisions', { status, field, reason });

  await decide('PAUSED', 'messenger_template_status_update', 'Too many people blocked it');
  await until('the pause', async () => (await stateOf(shop, 'ES'))?.state === 'PAUSED');
  expect(await stateOf(shop, 'ES')).toMatchObject({ kind: 'RECEIPT', reason: 'Too many people blocked it' });
  await decide('REJECTED', 'message_template_status_update', 'PROMOTIONAL');
  await until('the refusal', async () => (await stateOf(shop, 'PT'))?.state === 'REJECTED');
  expect(await stateOf(shop, 'PT')).toMatchObject({ reason: 'PROMOTIONAL' });
  const told = await until('all five are told', async () => {
    const refused = (await eventsOf(shop, 'template-changed')).filter(
      (event) => 'state' in event && event.state === 'rejected',
    );
    return refused.length === 5 && refused;
  });
  expect(told).toContainEqual({ kind: 'receipt', language: 'es', state: 'rejected', reason: 'PROMOTIONAL' });
}, 60_000);

test('a restriction of the Page is kept once, shown, and stops the bot; its end does not let it go on', async () => {
  const shop = await openOnAir(world);
  const ends = Math.floor(Date.now() / 1_000) + 86_400;
  const notice = {
    event: {
      timestamp: Math.floor(Date.now() / 1_000) - 5,
      status: 'ok',
      violations: [{ type: 'SPAM', description: 'High volume.', url: 'https://transparency.example/spam' }],
    },
    beside: {
      restrictions: [
        {
          feature: 'page_messaging_api',
          status: 'RESTRICTED',
          description: 'No messages for a day',
          expiration_time: ends,
        },
      ],
    },
  };
  await tell(shop, 'integrity', notice);
  await tell(shop, 'integrity', notice);
  await until('the bot is stopped', async () => (await shown(shop)).botPauses.length === 1);
  const lifted = { feature: 'page_messaging_api', status: 'UNRESTRICTED', description: 'It may send again' };
  await tell(shop, 'integrity', { event: { status: 'ok', restrictions: [lifted] } });
  await tell(shop, 'integrity', {
    event: { status: 'ok', action_events: [{ type: 'FILE_APPEAL', status: 'CLOSED' }] },
  });
  await until('three notices', async () => (await shown(shop)).pageNotices.length === 3);

  const { pageNotices, botPauses } = await shown(shop);
  expect(botPauses).toEqual([{ reason: 'POLICY', detail: 'ok (SPAM): No messages for a day' }]);
  expect(pageNotices.at(-1)).toEqual({
    status: 'ok',
    violations: [{ type: 'SPAM', url: 'https://transparency.example/spam' }],
    restrictions: [{ feature: 'page_messaging_api', isLifted: false, endsAt: new Date(ends * 1_000).toISOString() }],
    appeals: [],
  });
  expect(await eventsOf(shop, 'page-warned')).toHaveLength(3);
  expect((await eventsOf(shop, 'page-warned'))[0]).toEqual({
    status: 'ok',
    violations: ['SPAM'],
    restrictions: ['page_messaging_api'],
    stopsBot: true,
  });
}, 60_000);

test('a broadcast without a live is told once and sells nothing; the live that is started for it takes it from the screen', async () => {
  const shop = await openOnAir(world);
  const end = `mutation ($input: EndLiveInput!) { endLive(input: $input) { __typename } }`;
  await tell(shop, 'knobs', { status: 'LIVE_STOPPED' });
  await until('the end of the broadcast', async () =>
    (await eventsOf(shop, 'broadcast-changed')).some((event) => 'broadcast' in event && event.broadcast === 'ended'),
  );
  await shop.api.graphql(end, { input: { liveEventId: shop.liveEventId } });
  expect((await shown(shop)).waitingBroadcast).toBeNull();

  await tell(shop, 'knobs', { status: 'LIVE' });
  const found = await until('the new broadcast', async () => (await shown(shop)).waitingBroadcast);
  expect(await eventsOf(shop, 'broadcast-found')).toEqual([found]);
  expect(await eventsOf(shop, 'live-started')).toHaveLength(1);

  const start = `mutation ($input: StartLiveInput!) { startLive(input: $input) { ... on StartLiveSuccess { data { id } } } }`;
  await shop.api.graphql(start, { input: { storeId: shop.storeId, title: 'Second' } });
  expect((await shown(shop)).waitingBroadcast).toBeNull();
}, 60_000);
