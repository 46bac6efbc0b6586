import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { streamKey } from '../../../src/events/streams.ts';
import { isMercadoPagoSignature } from '../../../src/integrations/payments/mercadopago/signature.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { TEST_SECRETS } from '../../testkit/app.ts';
import { seedStore } from '../../testkit/scene.ts';
import { type Listening, listen } from '../listen.ts';

const server = await listen();
afterAll(() => server[Symbol.asyncDispose]());
const { storeId } = await seedStore(server.app.pool);

type Notice = {
  store?: string;
  dataId?: string;
  type?: string;
  requestId?: string;
  ts?: string;
  secret?: string;
  gateway?: string;
};

/** Posts a notice as Mercado Pago signs it. */
function notify(given: Notice, to: Listening = server): Promise<Response> {
  const {
    store = storeId,
    dataId = '77000111222',
    type = 'payment',
    requestId = randomUUID(),
    ts = '1742505638683',
  } = given;
  const v1 = createHmac('sha256', given.secret ?? TEST_SECRETS.MERCADOPAGO_WEBHOOK_SECRET)
    .update(`id:${dataId};request-id:${requestId};ts:${ts};`)
    .digest('hex');
  const query = new URLSearchParams({ store, 'data.id': dataId, type, source_news: 'webhooks' });
  return fetch(`${to.url}/api/v1/webhooks/payments/${given.gateway ?? 'mercadopago'}?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': `ts=${ts},v1=${v1}`, 'x-request-id': requestId },
    body: JSON.stringify({ type, action: 'payment.updated', data: { id: dataId } }),
  });
}

const hints = (of: Listening = server) =>
  rowsOf<{ id: string; body: unknown; trusted: boolean }>(of.app.pool, 'DELETE FROM inbox RETURNING id, body, trusted');

test('the published vector of the signature fits, and with any part changed it does not', () => {
  const vector = {
    secret: 'mp-test-secret',
    signature: 'ts=1742505638683,v1=383a019a1f5156fbf7b625e544aa5e36b8b9cf0f6298080a15c77cb8cd2a12f2',
    requestId: 'req-0001',
    dataId: '123456789',
  };

  expect(isMercadoPagoSignature(vector)).toBe(true);
  for (const change of [
    { secret: 'x' },
    { requestId: undefined },
    { dataId: '123456780' },
    { signature: undefined },
    { signature: 'ts=1,v1=' },
  ])
    expect(isMercadoPagoSignature({ ...vector, ...change })).toBe(false);
});

test('a signed notice is in the inbox and in the stream before it is answered 200', async () => {
  const response = await notify({ requestId: 'req-1' });
  const [hint, ...others] = await hints();
  const [entry] = await server.app.redis.xrange(streamKey(server.app.keyPrefix, 'paymentEvents'), '-', '+');

  expect([response.status, await response.json()]).toEqual([200, { received: true }]);
  expect(others).toEqual([]);
  expect(hint).toMatchObject({
    trusted: true,
    body: { storeId, externalId: '77000111222', gateway: 'mercadopago', requestId: 'req-1' },
  });
  expect(entry?.[1]).toContain(JSON.stringify({ inboxId: hint?.id }));
});

test('seconds and milliseconds are both taken as the time of the signature', async () => {
  expect((await notify({ ts: '1742505638' })).status).toBe(200);
  expect((await notify({ ts: '1742505638683' })).status).toBe(200);
  expect(await hints()).toHaveLength(2);
});

// Mercado Pago’s own signature is known to fail at times (payments.md §2.4): such a notice is refused, and the timers ask anyway.
test('a notice with a wrong signature is refused and nothing is kept of it', async () => {
  expect((await notify({ secret: 'another-secret' })).status).toBe(403);
  expect((await notify({ secret: 'another-secret', store: 'x', dataId: '' })).status).toBe(403);
  expect(await hints()).toEqual([]);
});

test('the old unsigned notices are answered 200 and change nothing', async () => {
  for (const query of ['topic=payment&id=123', 'topic=merchant_order&id=9'])
    expect(
      (await fetch(`${server.url}/api/v1/webhooks/payments/mercadopago?${query}`, { method: 'POST' })).status,
    ).toBe(200);
  expect(await hints()).toEqual([]);
});

test('a delivery that comes twice is stored and told once; another state of the same payment is too', async () => {
  const stream = streamKey(server.app.keyPrefix, 'paymentEvents');
  await server.app.redis.del(stream);
  for (const requestId of ['req-2', 'req-2', 'req-3']) expect((await notify({ requestId })).status).toBe(200);
  expect((await notify({ requestId: 'req-3', ts: '1742505999999' })).status).toBe(200);
  expect(await hints()).toHaveLength(3);
  expect(await server.app.redis.xlen(stream)).toBe(3);
});

test('other topics are answered 200 and leave nothing, as does a store that is not ours', async () => {
  expect((await notify({ type: 'topic_merchant_order_wh' })).status).toBe(200);
  expect((await notify({ store: randomUUID() })).status).toBe(200);
  expect(await hints()).toEqual([]);
});

test('a signed notice without store, or with an id that is none, is answered 422', async () => {
  expect((await notify({ store: 'none' })).status).toBe(422);
  expect((await notify({ dataId: '../../secrets' })).status).toBe(422);
});

test('an unknown gateway is 404, a long body 413', async () => {
  const long = { method: 'POST', body: 'x'.repeat(102_401) };

  expect((await notify({ gateway: 'paypall' })).status).toBe(404);
  expect((await fetch(`${server.url}/api/v1/webhooks/payments/mercadopago`, long)).status).toBe(413);
});

test('with Redis away a notice is stored and answered 200: the timers work it off', async () => {
  await using own = await listen({ REDIS_URL: 'redis://127.0.0.1:1' });
  const { storeId: store } = await seedStore(own.app.pool);

  expect((await notify({ store }, own)).status).toBe(200);
  expect(await hints(own)).toHaveLength(1);
});

test('with PostgreSQL away a notice is answered 503, so that it is sent again', async () => {
  await using own = await listen();
  await rowsOf(own.app.pool, 'ALTER TABLE inbox RENAME TO inbox_away');

  expect((await notify({}, own)).status).toBe(503);
});
