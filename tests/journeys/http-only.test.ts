import { createHmac } from 'node:crypto';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { supervise } from '../../src/supervise.ts';
import { type Api, signIn } from '../testkit/api.ts';
import { createTestEnvironment, TEST_SECRETS } from '../testkit/app.ts';
import { until } from '../testkit/until.ts';
import { choosePort } from '../testkit/world.ts';
import { startFakeGraph } from './fakes/graph-api.ts';
import { startFakeMercadoPago } from './fakes/mercado-pago.ts';

const CREATE_STORE = `mutation ($input: CreateStoreInput!) {
  createStore(input: $input) { ... on CreateStoreSuccess { data { id databaseId } } ... on DomainError { code message } }
}`;
const SETUP = `mutation ($page: ConnectPageInput!, $payment: ConfigurePaymentInput!, $products: ImportProductsInput!, $live: StartLiveInput!) {
  connectPage(input: $page) { __typename ... on DomainError { code message } }
  configurePayment(input: $payment) { __typename ... on DomainError { code message } }
  importProducts(input: $products) { __typename ... on DomainError { code message } }
  startLive(input: $live) { ... on StartLiveSuccess { data { id } } ... on DomainError { code message } }
}`;
const ORDERS = `query ($storeId: ID!) {
  orders(storeId: $storeId) { edges { node { id status checkoutUrl total { amountMinor currency } items { quantityUnits product { sku onHandUnits } } } } }
}`;

type Order = {
  id: string;
  status: string;
  checkoutUrl: string;
  total: { amountMinor: string; currency: string };
  items: { quantityUnits: number; product: { sku: string; onHandUnits: number } }[];
};

/** Real processes, vendors named by environment alone, none of the project's sandbox. */
async function startProduct() {
  const graph = await startFakeGraph();
  const gateway = await startFakeMercadoPago({ webhookSecret: TEST_SECRETS.MERCADOPAGO_WEBHOOK_SECRET });
  const port = await choosePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const { env, drop } = await createTestEnvironment({
    BASE_URL: baseUrl,
    PORT: String(port),
    META_GRAPH_URL: graph.url,
    MERCADOPAGO_API_URL: gateway.url,
    SANDBOX_URL: 'http://127.0.0.1:9',
  });
  const tree = supervise({
    roles: ['http', 'workers', 'timers'],
    env: { PATH: process.env['PATH'], ...env },
    log: pino({ level: 'silent' }),
  });
  onTestFinished(async () => {
    await tree.stop();
    await Promise.all([graph.close(), gateway.close()]);
    await drop();
  });
  await tree.ready;
  return { baseUrl, graph, gateway };
}

async function openStore(api: Api): Promise<{ storeId: string; databaseId: string }> {
  const made = await api.graphql<{ createStore: { data: { id: string; databaseId: string } } }>(CREATE_STORE, {
    input: { name: 'Poleras Ana', country: 'CL', currency: 'CLP', locale: 'es-CL' },
  });
  const { id: storeId, databaseId } = made.createStore.data;
  const setUp = await api.graphql<Record<string, { code?: string; message?: string }>>(SETUP, {
    page: { storeId, fbPageId: '4711', pageAccessToken: 'token-of-the-page' },
    payment: { storeId, gateway: 'MERCADO_PAGO', accessToken: 'APP_USR-token-of-the-store' },
    products: {
      storeId,
      products: [{ sku: 'POL-ROJ-M', name: 'Polera Roja M', priceMinor: '15000', onHandUnits: 3, claimCode: 'R1' }],
    },
    live: { storeId, title: 'Live', fbPostId: '4711_1' },
  });
  expect(Object.values(setUp).filter((answer) => answer.code)).toEqual([]);
  return { storeId, databaseId };
}

const nowS = () => Math.floor(Date.now() / 1000);

function postComment(baseUrl: string): Promise<Response> {
  const value = {
    item: 'comment',
    verb: 'add',
    post_id: '4711_1',
    comment_id: '1_1001',
    from: { id: '7001', name: 'Beto Soto' },
    message: 'quiero 2 de la R1',
    created_time: nowS(),
  };
  return postFromMeta(baseUrl, { id: '4711', time: nowS(), changes: [{ field: 'feed', value }] });
}

/** Opens the window: only what a person writes or taps does. */
function postChat(baseUrl: string): Promise<Response> {
  const said = {
    sender: { id: 'psid-of-the-buyer' },
    recipient: { id: '4711' },
    timestamp: Date.now(),
    message: { mid: 'm_of_the_buyer', text: 'gracias' },
  };
  return postFromMeta(baseUrl, { id: '4711', time: Date.now(), messaging: [said] });
}

function postFromMeta(baseUrl: string, entry: object): Promise<Response> {
  const body = JSON.stringify({ object: 'page', entry: [entry] });
  const signature = createHmac('sha256', TEST_SECRETS.FB_APP_SECRET).update(body).digest('hex');
  return fetch(`${baseUrl}/api/v1/webhooks/facebook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
  });
}

test('a comment becomes a paid order over HTTP alone, against vendors that are only addresses', async () => {
  const { baseUrl, graph, gateway } = await startProduct();
  const api = await signIn(baseUrl, { email: 'ana@test.example', password: 'a-long-password', name: 'Ana' });
  const { storeId, databaseId } = await openStore(api);

  const first = await postComment(baseUrl);
  const second = await postComment(baseUrl);
  expect([first.status, second.status]).toEqual([200, 200]);

  const orders = () => api.graphql<{ orders: { edges: { node: Order }[] } }>(ORDERS, { storeId });
  const order = await until('an order', async () => (await orders()).orders.edges[0]?.node);
  expect(order).toMatchObject({ status: 'PENDING', total: { amountMinor: '30000', currency: 'CLP' } });
  await until('public and private reply', () => graph.posts.length >= 2);
  const privately = graph.posts.filter((post) => post.path.endsWith('/4711/messages'));
  expect(privately).toHaveLength(1);
  expect(JSON.stringify(privately[0]?.body)).toContain(order.checkoutUrl);
  expect(privately[0]?.token).toBe('Bearer token-of-the-page');
  expect(graph.posts.filter((post) => post.path.endsWith('/1_1001/comments'))).toHaveLength(1);

  expect((await postChat(baseUrl)).status).toBe(200);
  const page = await fetch(order.checkoutUrl);
  expect(await page.text()).toContain('Polera Roja M');
  const click = await fetch(order.checkoutUrl, { method: 'POST', redirect: 'manual', headers: { origin: baseUrl } });
  expect([click.status, click.headers.get('location')]).toEqual([303, 'http://127.0.0.1:9/pay']);
  expect(gateway.preferences[0]?.items[0]).toMatchObject({ unit_price: 30000, currency_id: 'CLP' });

  expect(await gateway.pay()).toBe(200);
  const paid = await until('the paid order', async () => {
    const node = (await orders()).orders.edges[0]?.node;
    return node?.status === 'PAID' ? node : null;
  });
  expect(paid.items[0]?.product.onHandUnits).toBe(1);
  const products = await api.rest<{ sku: string; stock: number; price: number }[]>(
    `/api/v1/inventory/products?tienda_id=${databaseId}`,
  );
  expect(products.body).toMatchObject([{ sku: 'POL-ROJ-M', stock: 1, price: 15000 }]);
  expect(await (await fetch(order.checkoutUrl)).text()).toContain('data-status="paid"');
  await until('the receipt', () => graph.posts.some((post) => JSON.stringify(post.body).includes('psid-of-the-buyer')));
});
