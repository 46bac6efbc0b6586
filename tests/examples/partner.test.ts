import { createHmac } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { type PartnerEvent, startPartner, verify } from '../../examples/partner/partner.ts';
import { seedProduct } from '../testkit/scene.ts';
import { until } from '../testkit/until.ts';
import { choosePort } from '../testkit/world.ts';
import { openStore, startPartnerWorld } from '../workers/partner-world.ts';

test('the example places an order with its key, is told what is out of stock, and hears of it by webhook and by pull, each event once', async () => {
  const world = await startPartnerWorld();
  onTestFinished(() => world[Symbol.asyncDispose]());
  const { api, storeId, globalId } = await openStore(world);
  await seedProduct(world.app.pool, { storeId, sku: 'POL-1', units: 5 });
  const port = await choosePort();
  const made = await api.graphql<{
    key: { data: { secret: string } };
    endpoint: { data: { secret: string; endpoint: { id: string } } };
  }>(
    `mutation ($key: CreateApiKeyInput!, $endpoint: CreateWebhookEndpointInput!) {
      key: createApiKey(input: $key) { ... on CreateApiKeySuccess { data { secret } } }
      endpoint: createWebhookEndpoint(input: $endpoint) { ... on CreateWebhookEndpointSuccess { data { secret endpoint { id } } } }
    }`,
    {
      key: { storeId: globalId, name: 'Example', scopes: ['EVENTS_READ', 'ORDERS_WRITE'] },
      endpoint: { storeId: globalId, url: `http://127.0.0.1:${port}/`, eventTypes: [] },
    },
  );
  const seen: [PartnerEvent, string][] = [];
  const partner = await startPartner({
    url: world.url,
    key: made.key.data.secret,
    webhookSecret: made.endpoint.data.secret,
    storeId: globalId,
    port,
    onEvent: (event, by) => seen.push([event, by]),
  });
  onTestFinished(() => partner.close());
  const order = await partner.placeOrder({ sku: 'POL-1', qty: 2, customer: 'partner-1' });
  await until('webhooks arrive', () => seen.length >= 2);
  const byWebhook = seen.map(([event]) => event);
  await partner.pull();

  expect(order.checkoutUrl).toContain('/checkout/');
  expect(byWebhook.map((event) => event.type)).toContain('hold-placed');
  expect(seen.map(([event]) => event.id).sort()).toEqual([...new Set(seen.map(([event]) => event.id))].sort());
  expect(seen.slice(byWebhook.length)).toEqual([]);

  await api.graphql(
    'mutation ($input: DisableWebhookEndpointInput!) { disableWebhookEndpoint(input: $input) { __typename } }',
    {
      input: { endpointId: made.endpoint.data.endpoint.id },
    },
  );
  await expect(partner.placeOrder({ sku: 'POL-1', qty: 4, customer: 'partner-2' })).rejects.toThrow('OUT_OF_STOCK');
  await partner.placeOrder({ sku: 'POL-1', qty: 1, customer: 'partner-2' });
  await until('the pull brings what no webhook did', async () => {
    await partner.pull();
    return seen.length > byWebhook.length;
  });
  expect(seen.at(-1)?.[1]).toBe('pull');
}, 60_000);

test('the example refuses a wrong signature and an old webhook', () => {
  const secret = `whsec_${Buffer.from('k'.repeat(32)).toString('base64')}`;
  const headersAt = (timestamp: number) => ({
    'webhook-id': 'x',
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')} v1,${createHmac('sha256', 'k'.repeat(32)).update(`x.${timestamp}.{}`).digest('base64')}`,
  });
  const now = Math.floor(Date.now() / 1_000);

  expect(() => verify(secret, { headers: headersAt(now) }, '{}')).not.toThrow();
  expect(() => verify(secret, { headers: headersAt(now) }, '{"a":1}')).toThrow('signature');
  expect(() => verify(secret, { headers: headersAt(now - 600) }, '{}')).toThrow('too old');
  expect(() => verify(secret, { headers: {} }, '{}')).toThrow('too old');
});
