import { expect, test } from 'vitest';
import { isMercadoPagoSignature } from '../../src/integrations/payments/mercadopago/signature.ts';
import { until } from '../testkit/until.ts';
import { MERCADOPAGO_SECRET, startScene } from './scene.ts';

type Scene = Awaited<ReturnType<typeof startScene>>;
const auth = { authorization: 'Bearer TEST-seller-one' };

function preferenceOf(scene: Scene, changes: Record<string, unknown> = {}) {
  return {
    items: [{ id: 'a1', title: 'Pedido 0001', quantity: 1, currency_id: 'CLP', unit_price: 12_990 }],
    external_reference: 'attempt-1',
    back_urls: {
      success: 'https://shop.example/ok',
      pending: 'https://shop.example/ok',
      failure: 'https://shop.example/no',
    },
    auto_return: 'approved',
    notification_url: `${scene.receiverUrl}/hooks/mercadopago?store=s1&source_news=webhooks`,
    ...changes,
  };
}

async function createPreference(scene: Scene, changes: Record<string, unknown> = {}) {
  const made = await scene.call('POST', '/mercadopago/checkout/preferences', {
    headers: auth,
    body: preferenceOf(scene, changes),
  });
  return {
    status: made.status,
    id: made.body['id'] as string,
    payUrl: made.body['init_point'] as string,
    body: made.body,
  };
}

/** Presses a button of the pay page as a browser would; answers where the browser goes. */
async function press(scene: Scene, preferenceId: string, outcome: string) {
  const response = await fetch(`${scene.url}/mercadopago/checkout/v1/pay`, {
    method: 'POST',
    body: new URLSearchParams({ pref_id: preferenceId, outcome }),
    redirect: 'manual',
  });
  return { status: response.status, location: response.headers.get('location') };
}

test('approving stores a payment, sends a signed notice and leads back to the shop', async () => {
  const scene = await startScene();
  const { id, payUrl } = await createPreference(scene);
  const page = await fetch(payUrl, { headers: { 'accept-language': 'es-CL' } });
  expect(await page.text()).toContain('12.990');
  const { status, location } = await press(scene, id, 'approve');
  expect(status).toBe(303);
  const back = new URL(location ?? '');
  expect(`${back.origin}${back.pathname}`).toBe('https://shop.example/ok');
  expect(Object.fromEntries(back.searchParams)).toMatchObject({
    status: 'approved',
    external_reference: 'attempt-1',
    preference_id: id,
  });
  const [notice] = await until('the notice', () => scene.received.length > 0 && scene.received);
  const dataId = notice?.url.searchParams.get('data.id') ?? '';
  expect(notice?.url.searchParams.get('store')).toBe('s1');
  expect(notice?.url.searchParams.get('type')).toBe('payment');
  const signed = {
    signature: notice?.headers['x-signature'] as string,
    requestId: notice?.headers['x-request-id'] as string,
  };
  expect(isMercadoPagoSignature({ secret: MERCADOPAGO_SECRET, ...signed, dataId })).toBe(true);
  const payment = await scene.call('GET', `/mercadopago/v1/payments/${dataId}`, { headers: auth });
  expect(payment.body).toMatchObject({
    status: 'approved',
    transaction_amount: 12_990,
    currency_id: 'CLP',
    external_reference: 'attempt-1',
  });
  const found = await scene.call('GET', '/mercadopago/v1/payments/search?external_reference=attempt-1', {
    headers: auth,
  });
  expect(found.body['results']).toMatchObject([{ id: Number(dataId) }]);
});

test('a payment belongs to the account of its token; without a token nothing is told', async () => {
  const scene = await startScene();
  const { id } = await createPreference(scene);
  await press(scene, id, 'reject');
  const [notice] = await until('the notice', () => scene.received.length > 0 && scene.received);
  const path = `/mercadopago/v1/payments/${notice?.url.searchParams.get('data.id')}`;
  expect((await scene.call('GET', path, { headers: auth })).body).toMatchObject({ status: 'rejected' });
  expect((await scene.call('GET', path, { headers: { authorization: 'Bearer TEST-seller-two' } })).status).toBe(404);
  expect((await scene.call('GET', path)).status).toBe(401);
});

test('an expired preference cannot be paid', async () => {
  const scene = await startScene();
  const expiration_date_to = new Date(Date.now() + 60_000).toISOString();
  const { id, payUrl } = await createPreference(scene, { expires: true, expiration_date_to });
  expect((await fetch(payUrl)).status).toBe(200);
  scene.pass(60_000);
  expect((await fetch(payUrl)).status).toBe(410);
  expect(await press(scene, id, 'approve')).toEqual({ status: 410, location: null });
  const found = await scene.call('GET', '/mercadopago/v1/payments/search?external_reference=attempt-1', {
    headers: auth,
  });
  expect(found.body['results']).toEqual([]);
});

test('amounts that the currency cannot have are refused', async () => {
  const scene = await startScene();
  const item = { title: 'Pedido', quantity: 1, currency_id: 'CLP', unit_price: 12_990 };
  const statusOf = async (changes: object) =>
    (await createPreference(scene, { items: [{ ...item, ...changes }] })).status;
  expect(await statusOf({ unit_price: 12_990.5 })).toBe(400);
  expect(await statusOf({ unit_price: 0 })).toBe(400);
  expect(await statusOf({ currency_id: 'EUR' })).toBe(400);
  expect(await statusOf({ currency_id: 'BRL', unit_price: 149.9 })).toBe(201);
  expect(await statusOf({ currency_id: 'BRL', unit_price: 149.905 })).toBe(400);
});

test('a refund asked twice with one key is made once; a key is obligatory', async () => {
  const scene = await startScene();
  const { id } = await createPreference(scene);
  await press(scene, id, 'approve');
  const [notice] = await until('the notice', () => scene.received.length > 0 && scene.received);
  const payment = `/mercadopago/v1/payments/${notice?.url.searchParams.get('data.id')}`;
  const refund = (key: string | null, body: object = {}) =>
    scene.call('POST', `${payment}/refunds`, {
      headers: { ...auth, ...(key ? { 'x-idempotency-key': key } : {}) },
      body,
    });
  expect((await refund(null)).status).toBe(400);
  const part = await refund('part', { amount: 2_990 });
  expect(await refund('part', { amount: 2_990 })).toEqual(part);
  expect(part).toMatchObject({ status: 201, body: { amount: 2_990 } });
  const read = async () => (await scene.call('GET', payment, { headers: auth })).body;
  expect(await read()).toMatchObject({
    status: 'approved',
    status_detail: 'partially_refunded',
    transaction_amount_refunded: 2_990,
  });
  expect((await refund('too-much', { amount: 10_001 })).status).toBe(400);
  const rest = await refund('rest');
  expect(await refund('rest')).toEqual(rest);
  expect(await read()).toMatchObject({ status: 'refunded', transaction_amount_refunded: 12_990 });
  expect((await refund('again')).status).toBe(400);
});

test('a notice is sent again while the shop fails', async () => {
  const scene = await startScene({ statuses: [500, 200] });
  const { id } = await createPreference(scene);
  await press(scene, id, 'approve');
  await until('the second try', () => scene.received.length === 2);
  const requestIds = new Set(scene.received.map((notice) => notice.headers['x-request-id']));
  expect(requestIds.size).toBe(1);
});
