import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { createOrder } from '../../../src/domain/sales/create-order.ts';
import { CHECKOUT_TEXTS, pickLanguage } from '../../../src/http/checkout/texts.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { createFake } from '../../journeys/fakes/fake-server.ts';
import { startFakeMercadoPago } from '../../journeys/fakes/mercado-pago.ts';
import { TEST_SECRETS } from '../../testkit/app.ts';
import { seedProduct, seedStore } from '../../testkit/scene.ts';
import { type Listening, listen } from '../listen.ts';

const gateway = await startFakeMercadoPago({ webhookSecret: TEST_SECRETS.MERCADOPAGO_WEBHOOK_SECRET });
const server = await listen({ MERCADOPAGO_API_URL: gateway.url });
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await gateway.close();
});

type Given = {
  locale?: string;
  name?: string;
  holdTtlMs?: number;
  set?: string;
  attempt?: { state: string; payUrl: string | null };
};

/** An order of two units at 15,000 CLP; `set` changes its row, `attempt` adds a try to pay. Answers its address. */
async function seedCheckout(given: Given = {}, { app, url }: Listening = server): Promise<string> {
  const { storeId } = await seedStore(app.pool, { locale: given.locale ?? 'es-CL' });
  await seedProduct(app.pool, { storeId, sku: 'RED-M', name: given.name ?? 'Polera Roja M', priceMinor: 15_000n });
  const { orderId } = await createOrder(
    { pool: app.pool, holdTtlMs: given.holdTtlMs ?? 27 * 60_000 - 5_000 },
    { storeId, customerFbId: randomUUID(), items: [{ sku: 'RED-M', quantityUnits: 2 }] },
  );
  if (given.set) await rowsOf(app.pool, `UPDATE pedidos SET ${given.set} WHERE id = $1`, [orderId]);
  if (given.attempt)
    await rowsOf(
      app.pool,
      `INSERT INTO payment_attempts (tienda_id, pedido_id, gateway, amount_minor, currency, state, pay_url)
       VALUES ($1, $2, 'mercadopago', 30000, 'CLP', $3, $4)`,
      [storeId, orderId, given.attempt.state, given.attempt.payUrl],
    );
  const [order] = await rowsOf<{ token: string }>(
    app.pool,
    'SELECT checkout_token AS token FROM pedidos WHERE id = $1',
    [orderId],
  );
  return `${url}/checkout/${order?.token}`;
}

async function open(address: string, init: RequestInit = {}) {
  const response = await fetch(address, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;
const attempts = (address: string) =>
  rowsOf<{ state: string; payUrl: string | null }>(
    server.app.pool,
    `SELECT a.state, a.pay_url AS "payUrl" FROM payment_attempts a JOIN pedidos o ON o.id = a.pedido_id WHERE o.checkout_token = $1`,
    [address.split('/').at(-1)],
  );

const HELD: Readonly<Record<string, string>> = {
  es: 'Apartado para ti por 27 minutos más',
  en: 'On hold for you for 27 minutes more',
  pt: 'Separado para você por mais 27 minutos',
  fr: 'Mise de côté pour vous encore 27 minutes',
  ar: 'محجوز لك، والوقت المتبقي 27 دقيقة',
};

test.each(Object.keys(CHECKOUT_TEXTS))(
  'in %s the page says what is held, for how long, what it costs and how to pay',
  async (language) => {
    const { status, headers, html } = await open(`${await seedCheckout()}?lang=${language}`);

    expect([status, headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([
      200,
      'no-store',
      'no-referrer',
    ]);
    expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
    expect(html).toContain('<time datetime="PT27M">');
    expect(html).toContain(HELD[language]);
    expect(html).toContain('Polera Roja M');
    expect(html).toContain(CHECKOUT_TEXTS[language]?.payWith);
    expect(html.match(/data-testid="checkout-total">([^<]+)</)?.[1]).toMatch(/30[.,\s\u00a0\u202f]?000/u);
  },
);

test('the last minute is said in the singular', async () => {
  expect((await open(`${await seedCheckout({ holdTtlMs: 40_000 })}?lang=es`)).html).toContain('por 1 minuto más');
});

test('the language is the buyer’s wish, else the browser’s, else the store’s, else English', async () => {
  const address = await seedCheckout({ locale: 'pt-BR' });

  expect((await open(`${address}?lang=fr`, { headers: { 'accept-language': 'ar' } })).html).toContain('lang="fr"');
  expect((await open(address, { headers: { 'accept-language': 'xx, ar;q=0.8' } })).html).toContain('lang="ar"');
  expect((await open(address, { headers: { 'accept-language': 'xx' } })).html).toContain('lang="pt"');
  expect(pickLanguage([null, 'xx', undefined])).toBe('en');
});

const GONE = '/checkout/gone';
const STATES: readonly (readonly [
  string,
  Given,
  {
    status: string;
    text: 'paid' | 'refunded' | 'ended' | 'waiting' | 'rejected';
    pay: boolean;
    refresh: string | null;
  },
])[] = [
  ['paid', { set: `status = 'paid'` }, { status: 'paid', text: 'paid', pay: false, refresh: null }],
  ['refunded', { set: `status = 'refunded'` }, { status: 'refunded', text: 'refunded', pay: false, refresh: null }],
  ['expired', { set: `status = 'expired'` }, { status: 'expired', text: 'ended', pay: false, refresh: null }],
  ['cancelled', { set: `status = 'cancelled'` }, { status: 'cancelled', text: 'ended', pay: false, refresh: null }],
  [
    'over, yet unmarked',
    { set: `hold_expires_at = now() - interval '1 second'` },
    { status: 'pending', text: 'ended', pay: false, refresh: null },
  ],
  [
    'at the gateway',
    { attempt: { state: 'created', payUrl: GONE } },
    { status: 'pending', text: 'waiting', pay: true, refresh: '3' },
  ],
  [
    'rejected',
    { attempt: { state: 'rejected', payUrl: GONE } },
    { status: 'pending', text: 'rejected', pay: true, refresh: '60' },
  ],
];

test.each(STATES)('an order that is %s says so', async (_, given, expected) => {
  const { html } = await open(`${await seedCheckout(given)}?lang=es`);

  expect(html.match(/data-status="(\w+)"/)?.[1]).toBe(expected.status);
  expect(html).toContain(CHECKOUT_TEXTS['es']?.[expected.text]);
  expect(html.includes('data-testid="checkout-pay"')).toBe(expected.pay);
  expect(html.match(/http-equiv="refresh" content="(\d+)"/)?.[1] ?? null).toBe(expected.refresh);
});

test('an unknown link is 404 in words of the buyer’s language', async () => {
  const { status, html } = await open(`${server.url}/checkout/unknown?lang=fr`);

  expect([status, count(html, /<h1/g)]).toEqual([404, 1]);
  expect(html).toContain(CHECKOUT_TEXTS['fr']?.missing);
  expect((await open(`${server.url}/checkout/unknown`, { method: 'POST' })).status).toBe(404);
});

test('the page is for a phone and for everybody: one heading, a language, a viewport, named buttons, no script', async () => {
  const { html, headers } = await open(await seedCheckout());

  expect(count(html, /<h1[ >]/g)).toBe(1);
  expect(html).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">');
  expect(html).toMatch(/<title>[^<]+<\/title>/);
  for (const [, label] of html.matchAll(/<button[^>]*>([^<]*)</g)) expect(label).toMatch(/\w/);
  expect(count(html, /<input|<select|<textarea|<img/g)).toBe(0);
  expect(count(html, /<script|javascript:|\son\w+=/g)).toBe(0);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('what a seller writes is shown as text', async () => {
  const { html } = await open(await seedCheckout({ name: '<script>alert(1)</script>' }));

  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).not.toContain('<script>');
});

test('pressing pay creates the gateway’s page once and leads there, however often it is pressed', async () => {
  const address = await seedCheckout();
  const before = gateway.preferences.length;
  const presses = [await open(address, { method: 'POST' }), await open(address, { method: 'POST' })];

  expect(presses.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
    [303, 'http://127.0.0.1:9/pay'],
    [303, 'http://127.0.0.1:9/pay'],
  ]);
  expect(gateway.preferences.length).toBe(before + 1);
  expect(gateway.preferences.at(-1)).toMatchObject({
    items: [{ unit_price: 30_000, currency_id: 'CLP' }],
    back_urls: { success: address },
    notification_url: expect.stringContaining(`${server.url}/api/v1/webhooks/payments/mercadopago?store=`),
  });
  expect(await attempts(address)).toEqual([{ state: 'created', payUrl: 'http://127.0.0.1:9/pay' }]);
});

test('pressing pay on a paid, an expired or a cancelled order leads back to the page and asks no gateway', async () => {
  const before = gateway.preferences.length;
  for (const status of ['paid', 'expired', 'cancelled']) {
    const address = await seedCheckout({ set: `status = '${status}'` });
    const { status: code, headers } = await open(address, { method: 'POST' });
    expect([code, headers.get('location')]).toEqual([303, new URL(address).pathname]);
  }
  expect(gateway.preferences.length).toBe(before);
});

test('a gateway that fails: the page says that nothing was charged, the attempt is kept and the next press succeeds', async () => {
  let isDown = true;
  const flaky = await createFake(() =>
    isDown ? { status: 500, body: {} } : { status: 201, body: { id: 'p', init_point: 'http://127.0.0.1:9/pay' } },
  );
  await using own = await listen({ MERCADOPAGO_API_URL: flaky.url });
  const address = await seedCheckout({}, own);
  const failed = await open(`${address}?lang=es`, { method: 'POST' });

  expect(failed.status).toBe(502);
  expect(failed.html).toContain(CHECKOUT_TEXTS['es']?.failed);
  expect(failed.html).toContain('role="alert"');
  expect(failed.html).not.toContain(CHECKOUT_TEXTS['es']?.waiting);
  expect(failed.html).toContain('data-testid="checkout-pay"');

  isDown = false;
  expect((await open(address, { method: 'POST' })).status).toBe(303);
  const [{ count: tries } = { count: '0' }] = await rowsOf<{ count: string }>(
    own.app.pool,
    'SELECT count(*) FROM payment_attempts',
  );
  expect(tries).toBe('1');
  await flaky.close();
});

test('a gateway that is taken for dead is not asked: the page says at once that it is worth another try shortly', async () => {
  const calls = { count: 0 };
  const dead = await createFake(() => {
    calls.count += 1;
    return { status: 500, body: {} };
  });
  await using own = await listen({ MERCADOPAGO_API_URL: dead.url });
  const address = `${await seedCheckout({}, own)}?lang=pt`;
  for (let tries = 0; tries < 5; tries += 1) expect((await open(address, { method: 'POST' })).status).toBe(502);

  const { status, headers, html } = await open(address, { method: 'POST' });

  expect([status, headers.get('retry-after'), calls.count]).toEqual([503, '10', 5]);
  expect(html).toContain(CHECKOUT_TEXTS['pt']?.away);
  expect(html).toContain('data-testid="checkout-pay"');
  const health = (await (await fetch(`${own.url}/health`)).json()) as object;
  expect(health).toMatchObject({ status: 'alive', degraded: ['mercadopago'] });
  await dead.close();
});

test('a store without any gateway says so and offers no button', async () => {
  await using own = await listen({ MERCADOPAGO_ACCESS_TOKEN: '' });
  const { html } = await open(`${await seedCheckout({}, own)}?lang=es`);

  expect(html).toContain(CHECKOUT_TEXTS['es']?.noGateway);
  expect(html).not.toContain('<button');
});
