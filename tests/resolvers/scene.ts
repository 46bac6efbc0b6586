import { randomUUID } from 'node:crypto';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { streamKey } from '../../src/events/streams.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { createBlockingRedis } from '../../src/platform/redis/clients.ts';
import { relayEvents } from '../../src/workers/relay-events.ts';
import { type Listening, listen } from '../http/listen.ts';
import { type Api, signIn } from '../testkit/api.ts';

export type Ids = {
  readonly store: string;
  readonly product: string;
  readonly live: string;
  readonly order: string;
  readonly key: string;
  readonly endpoint: string;
};

/** A signed-in person with a store, a product of 10 units, a running live and an order of 2 units, all made by the API. */
export type Shop = { readonly api: Api; readonly sku: string; readonly ids: Ids };

const CREATE = `mutation ($input: CreateStoreInput!) {
  createStore(input: $input) { __typename ... on CreateStoreSuccess { data { id } } ... on DomainError { message } }
}`;
const FILL = `mutation ($products: ImportProductsInput!, $live: StartLiveInput!, $order: CreateOrderInput!, $key: CreateApiKeyInput!, $endpoint: CreateWebhookEndpointInput!) {
  importProducts(input: $products) { ... on ImportProductsSuccess { data { id } } }
  startLive(input: $live) { ... on StartLiveSuccess { data { id } } }
  createOrder(input: $order) { ... on CreateOrderSuccess { data { id } } }
  createApiKey(input: $key) { ... on CreateApiKeySuccess { data { apiKey { id } } } }
  createWebhookEndpoint(input: $endpoint) { ... on CreateWebhookEndpointSuccess { data { endpoint { id } } } }
}`;

export async function signUp(server: Listening): Promise<Api> {
  return signIn(server.url, {
    email: `${randomUUID()}@test.example`,
    password: 'a-long-password-1',
    name: 'Ana Seller',
  });
}

export async function openShop(server: Listening, api?: Api): Promise<Shop> {
  const owner = api ?? (await signUp(server));
  const created = await owner.graphql<{ createStore: { data: { id: string } } }>(CREATE, {
    input: { name: 'Poleras Ana', country: 'CL', currency: 'CLP', locale: 'es-CL' },
  });
  const storeId = created.createStore.data.id;
  const sku = `SKU-${randomUUID().slice(0, 8)}`;
  const filled = await owner.graphql<{
    importProducts: { data: { id: string }[] };
    startLive: { data: { id: string } };
    createOrder: { data: { id: string } };
    createApiKey: { data: { apiKey: { id: string } } };
    createWebhookEndpoint: { data: { endpoint: { id: string } } };
  }>(FILL, {
    products: { storeId, products: [{ sku, name: 'Polera Roja', priceMinor: '15990', onHandUnits: 10 }] },
    live: { storeId, title: 'Martes de poleras' },
    order: { storeId, customerFbId: 'fb-1', items: [{ sku, quantityUnits: 2 }] },
    key: { storeId, name: 'Partner', scopes: ['PRODUCTS_READ'] },
    endpoint: { storeId, url: 'https://partner.example/hook', eventTypes: [] },
  });
  return {
    api: owner,
    sku,
    ids: {
      store: storeId,
      product: filled.importProducts.data[0]?.id ?? '',
      live: filled.startLive.data.id,
      order: filled.createOrder.data.id,
      key: filled.createApiKey.data.apiKey.id,
      endpoint: filled.createWebhookEndpoint.data.endpoint.id,
    },
  };
}

/** The raw answer of an operation, errors included. */
export type Answer<Data = Record<string, unknown>> = {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
};

export async function ask<Data = Record<string, unknown>>(
  server: { readonly url: string },
  token: string | null,
  operation: { readonly query: string; readonly variables?: Record<string, unknown> },
): Promise<Answer<Data>> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(operation),
  });
  return (await response.json()) as Answer<Data>;
}

/** The codes of the errors of an answer. */
export function codesOf(answer: Answer): unknown[] {
  return (answer.errors ?? []).map((error) => error.extensions?.['code']);
}

/** Publishes the log of the server's database to its stream, as the workers do, until disposed. */
export function startRelay({ app }: Listening): AsyncDisposable {
  const ending = new AbortController();
  const redis = createBlockingRedis({ url: app.config.env.REDIS_URL, onError: () => undefined });
  const running = relayEvents(
    { redis, stream: streamKey(app.keyPrefix, 'events'), log: app.log, onLoss: async () => undefined },
    { databaseUrl: app.config.env.DATABASE_URL, pollMs: 5, batch: 50, signal: ending.signal },
  );
  return {
    async [Symbol.asyncDispose]() {
      ending.abort();
      await running;
      redis.disconnect();
    },
  };
}

/** A socket client that does not come back by itself. */
export function connectSocket(server: { readonly url: string }, token: string | null): Client {
  return createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: true,
    ...(token ? { connectionParams: { authorization: `Bearer ${token}` } } : {}),
  });
}

/** The UUID inside a global id. */
export function uuidIn(globalId: string): string {
  return Buffer.from(globalId, 'base64url').toString('utf8').split(':')[1] ?? '';
}

/** Makes the person of the token a member of a store, or takes the membership away. */
export async function setMember(
  server: Listening,
  given: { storeId: string; token: string; isMember: boolean },
): Promise<void> {
  const viewer = await ask<{ viewer: { id: string } }>(server, given.token, { query: '{ viewer { id } }' });
  const sellerId = uuidIn(viewer.data?.viewer.id ?? '');
  await rowsOf(
    server.app.pool,
    given.isMember
      ? `INSERT INTO members (tienda_id, vendedor_id, role) VALUES ($1, $2, 'staff')`
      : 'DELETE FROM members WHERE tienda_id = $1 AND vendedor_id = $2',
    [uuidIn(given.storeId), sellerId],
  );
}

export { listen };
