import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { createOrder } from '../../../src/domain/sales/create-order.ts';
import { CHECKOUT_TEXTS } from '../../../src/http/checkout/texts.ts';
import { rowOf } from '../../../src/platform/db/transaction.ts';
import { startFakeMercadoPago } from '../../journeys/fakes/mercado-pago.ts';
import { TEST_SECRETS } from '../../testkit/app.ts';
import { openBrowser } from '../../testkit/browser.ts';
import { seedProduct, seedStore } from '../../testkit/scene.ts';
import { listen } from '../listen.ts';

const gateway = await startFakeMercadoPago({ webhookSecret: TEST_SECRETS.MERCADOPAGO_WEBHOOK_SECRET });
const server = await listen({ MERCADOPAGO_API_URL: gateway.url });
const browser = await openBrowser();
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
  await gateway.close();
});

test('on a small phone without JavaScript the page fits, asks for no other file, and the button leads to the gateway', async () => {
  const { storeId } = await seedStore(server.app.pool);
  await seedProduct(server.app.pool, { storeId, sku: 'RED-M', name: 'Polera de algodón orgánico, roja, talla M' });
  const { orderId } = await createOrder(
    { pool: server.app.pool, holdTtlMs: 1_800_000 },
    { storeId, customerFbId: randomUUID(), items: [{ sku: 'RED-M', quantityUnits: 2 }] },
  );
  const { token } = await rowOf<{ token: string }>(
    server.app.pool,
    'SELECT checkout_token AS token FROM pedidos WHERE id = $1',
    [orderId],
  );
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));

  for (const language of Object.keys(CHECKOUT_TEXTS)) {
    await page.goto(`${server.url}/checkout/${token}?lang=${language}`);
    const main = await page.locator('main').boundingBox();
    const button = await page.getByRole('button', { name: CHECKOUT_TEXTS[language]?.payWith ?? '' }).boundingBox();
    expect((main?.x ?? -1) >= 0 && (main?.width ?? 999) <= 320, language).toBe(true);
    expect(button?.height, language).toBeGreaterThanOrEqual(48);
  }
  expect(new Set(asked.map((url) => new URL(url).pathname))).toEqual(new Set([`/checkout/${token}`]));

  await Promise.all([page.waitForRequest('http://127.0.0.1:9/pay'), page.getByRole('button').click()]);
  expect(gateway.preferences).toHaveLength(1);
});
