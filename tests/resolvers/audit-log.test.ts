import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '../../src/platform/audit/verify-audit.ts';
import type { Listening } from '../http/listen.ts';
import { startTestSandbox } from '../testkit/sandbox.ts';
import { ask, codesOf, listen, openShop, type Shop, signUp } from './scene.ts';

const sandbox = await startTestSandbox();
let server: Listening;
let shop: Shop;
beforeAll(async () => {
  server = await listen({ SANDBOX_URL: sandbox.url });
  shop = await openShop(server);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await sandbox.close();
});

type Log = {
  readonly auditLog: {
    readonly edges: readonly {
      readonly node: { readonly seq: string; readonly action: string; readonly actorName: string | null };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};
const LOG = `query ($storeId: ID!, $first: Int, $after: String) {
  auditLog(storeId: $storeId, first: $first, after: $after) {
    edges { node { seq at action actorName subjectType subjectId details { name value } hash } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const read = (variables: object = {}, token = shop.api.token) =>
  ask<Log>(server, token, { query: LOG, variables: { storeId: shop.ids.store, ...variables } });
const nodes = async () => ((await read({ first: 100 })).data?.auditLog.edges ?? []).map(({ node }) => node);

const importAt = (priceMinor: string) =>
  ask(server, shop.api.token, {
    query: `mutation ($input: ImportProductsInput!) { importProducts(input: $input) { __typename } }`,
    variables: {
      input: {
        storeId: shop.ids.store,
        products: [{ sku: shop.sku, name: 'Polera Roja', priceMinor, onHandUnits: 10 }],
      },
    },
  });

test('what changes money or access is kept, with who did it and what changed, and nothing secret', async () => {
  await importAt('15990');
  await importAt('12990');
  const fbPageId = `page-${randomUUID()}`;
  const secret = `sandbox-token-${fbPageId}`;
  for (const call of [
    `connectPage(input: { storeId: "${shop.ids.store}", fbPageId: "${fbPageId}", pageAccessToken: "${secret}" })`,
    `configurePayment(input: { storeId: "${shop.ids.store}", gateway: MERCADO_PAGO, accessToken: "${secret}" })`,
  ])
    await ask(server, shop.api.token, { query: `mutation { answer: ${call} { __typename } }` });

  const log = await nodes();
  expect(log.map(({ action }) => action)).toEqual([
    'gateway-configured',
    'page-connected',
    'price-changed',
    'webhook-endpoint-created',
    'api-key-created',
    'member-added',
  ]);
  expect(log[0]).toMatchObject({
    actorName: 'Ana Seller',
    subjectId: 'mercadopago',
    details: expect.arrayContaining([{ name: 'fields', value: 'accessToken' }]),
  });
  expect(log[1]).toMatchObject({ subjectType: 'Page', subjectId: fbPageId });
  expect(log[2]).toMatchObject({
    subjectType: 'Product',
    details: expect.arrayContaining([
      { name: 'newPriceMinor', value: '12990' },
      { name: 'oldPriceMinor', value: '15990' },
      { name: 'sku', value: shop.sku },
    ]),
  });
  expect(JSON.stringify(log)).not.toContain('canary');
  expect((await verifyAudit(server.app.pool)).problems).toEqual([]);
});

test('what is done with keys and endpoints is kept once, and refused or repeated acts are not', async () => {
  const own = await openShop(server);
  const { store, key, endpoint } = own.ids;
  const act = async <Data>(call: string) =>
    (await own.api.graphql<{ answer: { data: Data } }>(`mutation { answer: ${call} }`)).answer.data;
  const rotated = await act<{ apiKey: { id: string; prefix: string } }>(
    `rotateApiKey(input: { apiKeyId: "${key}" }) { ... on RotateApiKeySuccess { data { apiKey { id prefix } } } }`,
  );
  const revoke = `revokeApiKey(input: { apiKeyId: "${rotated.apiKey.id}" }) { __typename }`;
  await act(revoke);
  await act(revoke);
  for (const call of [
    `updateWebhookEndpoint(input: { endpointId: "${endpoint}", eventTypes: ["order-paid"] })`,
    `rotateWebhookSecret(input: { endpointId: "${endpoint}" })`,
    `replayWebhookDeliveries(input: { endpointId: "${endpoint}", after: "0", until: "9" })`,
    `disableWebhookEndpoint(input: { endpointId: "${endpoint}" })`,
    `enableWebhookEndpoint(input: { endpointId: "${endpoint}" })`,
  ])
    await act(`${call} { __typename }`);
  const stranger = await signUp(server);
  await ask(server, stranger.token, {
    query: `mutation { disableWebhookEndpoint(input: { endpointId: "${endpoint}" }) { __typename } }`,
  });
  const log = await read({ storeId: store }, own.api.token);

  expect((log.data?.auditLog.edges ?? []).map(({ node }) => node.action)).toEqual([
    'webhook-endpoint-enabled',
    'webhook-endpoint-disabled',
    'webhook-deliveries-replayed',
    'webhook-secret-rotated',
    'webhook-endpoint-changed',
    'api-key-revoked',
    'api-key-rotated',
    'webhook-endpoint-created',
    'api-key-created',
    'member-added',
  ]);
  expect(JSON.stringify(log)).toContain(rotated.apiKey.prefix);
  expect(JSON.stringify(log)).not.toMatch(/lss_[0-9a-f]{8}_|whsec_/);
});

test('that a key reads what buyers are called is kept, once a day for each key', async () => {
  const own = await openShop(server);
  const made = await own.api.graphql<{ createApiKey: { data: { secret: string } } }>(
    `mutation { createApiKey(input: { storeId: "${own.ids.store}", name: "Mail", scopes: [ORDERS_READ] }) {
      ... on CreateApiKeySuccess { data { secret } } } }`,
  );
  const { secret } = made.createApiKey.data;
  const orders = (fields: string) =>
    ask(server, secret, { query: `{ orders(storeId: "${own.ids.store}") { edges { node { ${fields} } } } }` });
  const kept = async () =>
    ((await read({ storeId: own.ids.store }, own.api.token)).data?.auditLog.edges ?? []).filter(
      ({ node }) => node.action === 'personal-data-read',
    );
  expect((await orders('id status')).errors).toBeUndefined();
  expect(await kept()).toEqual([]);
  await Promise.all([orders('buyer { name }'), orders('buyer { name }')]);

  expect(await kept()).toHaveLength(1);
});

test('a change that is refused is not kept', async () => {
  const before = await nodes();
  const taken = await openShop(server);
  await ask(server, taken.api.token, {
    query: `mutation { connectPage(input: { storeId: "${taken.ids.store}", fbPageId: "taken-page", pageAccessToken: "sandbox-token-taken-page" }) { __typename } }`,
  });
  const refused = await ask(server, shop.api.token, {
    query: `mutation { connectPage(input: { storeId: "${shop.ids.store}", fbPageId: "taken-page", pageAccessToken: "sandbox-token-taken-page" }) { __typename } }`,
  });

  expect(refused.data).toEqual({ connectPage: { __typename: 'ConflictError' } });
  expect(await nodes()).toEqual(before);
});

test('it is read page by page, the newest first, each entry once', async () => {
  await importAt('9990');
  const all = await nodes();
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: Log['auditLog'] | undefined = (await read({ first: 2, after })).data?.auditLog;
    seen.push(...(page?.edges ?? []).map(({ node }) => node.seq));
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);

  expect(seen).toEqual(all.map(({ seq }) => seq));
  expect(seen.map(Number)).toEqual(seen.map((_, place) => seen.length - place));
  expect(codesOf(await read({ after: 'nonsense' }))).toEqual(['BAD_CURSOR']);
  const stranger = await signUp(server);
  expect(codesOf(await ask(server, stranger.token, { query: LOG, variables: { storeId: shop.ids.store } }))).toEqual([
    'NOT_FOUND',
  ]);
});
