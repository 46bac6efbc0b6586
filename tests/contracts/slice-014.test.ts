import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { aiProcessingModel } from '../../src/events/ai-processing.ts';
import { incomingModel } from '../../src/events/incoming.ts';
import { CONSUMER_GROUPS, STREAMS, streamKey } from '../../src/events/streams.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { consume } from '../../src/redis-streams-lite/consume.ts';
import { listParked } from '../../src/redis-streams-lite/parked.ts';
import { publish } from '../../src/redis-streams-lite/publish.ts';
import { again, keysOf } from '../../src/redis-streams-lite/types.ts';
import { listen } from '../http/listen.ts';
import { comment, page, post, takeIncoming } from '../http/webhooks/facebook-post.ts';
import { type FakeGraph, startFakeGraph } from '../journeys/fakes/graph-api.ts';
import { type FakeMercadoPago, startFakeMercadoPago } from '../journeys/fakes/mercado-pago.ts';
import { type Api, signIn } from '../testkit/api.ts';
import { TEST_SECRETS } from '../testkit/app.ts';
import { until } from '../testkit/until.ts';
import { startWorld, type World } from '../testkit/world.ts';

let graph: FakeGraph;
let gateway: FakeMercadoPago;
let world: World;
let api: Api;
let store: { id: string; databaseId: string };
const pageId = '4711';

beforeAll(async () => {
  graph = await startFakeGraph();
  gateway = await startFakeMercadoPago({ webhookSecret: TEST_SECRETS.MERCADOPAGO_WEBHOOK_SECRET });
  world = await startWorld({ META_GRAPH_URL: graph.url, MERCADOPAGO_API_URL: gateway.url });
  api = await signIn(world.baseUrl, {
    email: `${randomUUID()}@test.example`,
    password: 'a-long-password-1',
    name: 'Ana',
  });
  const made = await api.graphql<{ createStore: { data: { id: string; databaseId: string } } }>(
    `mutation ($input: CreateStoreInput!) { createStore(input: $input) { ... on CreateStoreSuccess { data { id databaseId } } } }`,
    { input: { name: 'Poleras Ana', country: 'CL', currency: 'CLP', locale: 'es-CL' } },
  );
  store = made.createStore.data;
  const storeId = store.id;
  const products = ['R1', 'R2', 'R3'].map((claimCode) => ({
    sku: `POL-${claimCode}`,
    name: `Polera ${claimCode}`,
    priceMinor: '15000',
    onHandUnits: 5,
    claimCode,
  }));
  const done = await api.graphql<Record<string, { __typename: string }>>(
    `mutation ($page: ConnectPageInput!, $payment: ConfigurePaymentInput!, $products: ImportProductsInput!, $live: StartLiveInput!) {
      connectPage(input: $page) { __typename } configurePayment(input: $payment) { __typename }
      importProducts(input: $products) { __typename } startLive(input: $live) { __typename }
    }`,
    {
      page: { storeId, fbPageId: pageId, pageAccessToken: 'token-of-the-page' },
      payment: { storeId, gateway: 'MERCADO_PAGO', accessToken: 'APP_USR-token-of-the-store' },
      products: { storeId, products },
      live: { storeId, title: 'Live', fbPostId: '100_55' },
    },
  );
  expect(Object.values(done).every(({ __typename }) => __typename.endsWith('Success'))).toBe(true);
}, 60_000);

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await Promise.all([graph.close(), gateway.close()]);
});

type Order = { status: string; checkoutUrl: string; items: { product: { sku: string } }[] };

async function findOrder(sku: string): Promise<Order | undefined> {
  const { orders } = await api.graphql<{ orders: { edges: { node: Order }[] } }>(
    `query ($storeId: ID!) { orders(first: 50, storeId: $storeId) { edges { node { status checkoutUrl items { product { sku } } } } } }`,
    { storeId: store.id },
  );
  return orders.edges.map(({ node }) => node).find((order) => order.items.some((item) => item.product.sku === sku));
}

/** A viewer claims a product in the live, and the order that comes of it. */
async function claim(code: string): Promise<Order & { commentId: string }> {
  const commentId = `55_${randomUUID()}`;
  const said = comment(commentId, {
    message: `quiero la ${code}`,
    from: { id: `author-${code}`, name: 'Beto' },
    created_time: Math.floor(Date.now() / 1_000),
  });
  expect((await post(world.baseUrl, page({ id: pageId, changes: [said] }))).status).toBe(200);
  return { ...(await until('an order', () => findOrder(`POL-${code}`))), commentId };
}

const click = (order: Order) =>
  fetch(order.checkoutUrl, { method: 'POST', redirect: 'manual', headers: { origin: world.baseUrl } });

const eventsOf = (type: string) =>
  rowsOf<{ id: string }>(world.app.pool, 'SELECT id FROM events WHERE tienda_id = $1 AND type = $2', [
    store.databaseId,
    type,
  ]);

/** A partner's endpoint, registered for these events. */
async function registerPartner(...eventTypes: readonly string[]) {
  const posts: { headers: Record<string, string>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    posts.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  await api.graphql(
    `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { __typename } }`,
    {
      input: { storeId: store.id, url, eventTypes },
    },
  );
  return posts;
}

// §5.3 Integraciones Externas: each test is one statement of the slice, in its order.

describe('A. Third-party APIs', () => {
  test('Meta Graph API: comments of the live are taken in, and direct messages go out with the Page’s long-lived token', async () => {
    const { commentId, checkoutUrl } = await claim('R1');
    const sent = await until('the private message', () =>
      graph.posts.find(({ body }) => JSON.stringify(body).includes(checkoutUrl)),
    );

    expect(sent).toMatchObject({
      path: expect.stringMatching(/\/4711\/messages$/),
      token: 'Bearer token-of-the-page',
      body: { recipient: { comment_id: commentId } },
    });
  });

  test('Mercado Pago: the payment link is made with the store’s access token, and the gateway can be asked about payments of which no notice came', async () => {
    const order = await until('the order', () => findOrder('POL-R1'));
    const answer = await click(order);

    expect([answer.status, answer.headers.get('location')]).toEqual([303, 'http://127.0.0.1:9/pay']);
    expect(gateway.preferences.at(-1)).toMatchObject({ items: [{ unit_price: 15000, currency_id: 'CLP' }] });
    const found = await world.app.gateways['mercadopago']?.findPaymentsOfAttempt(
      { accessToken: 'APP_USR-token-of-the-store' },
      gateway.preferences.at(-1)?.external_reference ?? '',
    );
    expect(found).toEqual([]);
  });
});

describe('B. Webhooks, in and out', () => {
  test('feed_comment, payload base: a new comment of the live travels as { event, timestamp, data }', async () => {
    await using server = await listen();
    await post(server.url, page({ id: pageId, changes: [comment('55_9')] }));
    const [entry] = await takeIncoming(server.app);

    expect(Object.keys(entry?.event ?? {}).toSorted()).toEqual(['data', 'event', 'timestamp']);
    expect(entry?.event.event).toBe('feed_comment');
    expect(new Date(entry?.event.timestamp ?? '').toISOString()).toBe(entry?.event.timestamp);
    expect(incomingModel.safeParse(entry?.event).success).toBe(true);
  });

  test('payment_failure: a payment that was rejected leaves the order open, and the log tells of it', async () => {
    await click(await claim('R2'));
    expect(await gateway.pay('rejected')).toBe(200);
    await until('the rejection', async () => (await eventsOf('payment-rejected')).length === 1);

    expect((await findOrder('POL-R2'))?.status).toBe('PENDING');
  });

  test('payment_success: a payment that the gateway confirms pays the order, once', async () => {
    expect(await gateway.pay()).toBe(200);
    await until('the paid order', async () => (await findOrder('POL-R2'))?.status === 'PAID');

    expect(await eventsOf('order-paid')).toHaveLength(1);
  });

  test('webhooks that go out have the payload base and an X-Idempotency-Key that names the event', async () => {
    const posts = await registerPartner('hold-placed', 'live-ended');
    await claim('R3');
    const sent = await until('the webhook', () => posts[0]);
    const [event] = await rowsOf<{ id: string }>(
      world.app.pool,
      `SELECT id FROM events WHERE tienda_id = $1 AND payload ->> 'sku' = 'POL-R3' AND type = 'hold-placed'`,
      [store.databaseId],
    );

    expect(JSON.parse(sent.body)).toEqual({
      event: 'hold-placed',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      data: expect.objectContaining({ sku: 'POL-R3' }),
    });
    expect(sent.headers['x-idempotency-key']).toBe(event?.id);
  });

  test('exponential back-off: 5 retries after 10 s, 1 min, 5 min, 15 min and 1 h, then the entry is parked', async () => {
    const { redis, createBlockingRedis, keyPrefix } = world.app;
    const stream = `${keyPrefix}contract-retry`;
    const { retry } = keysOf(stream, 'group');
    let attempts = 0;
    await using _consumer = consume(
      { redis, createBlocking: createBlockingRedis },
      {
        streams: [stream],
        group: 'group',
        consumer: 'one',
        wakeEveryMs: 10,
        handle: async (entries) => {
          attempts += entries.length;
          return entries.map(() => again('still away'));
        },
      },
    );
    await publish(redis, { stream, message: { body: 'a' } });
    for (const delayMs of [10_000, 60_000, 300_000, 900_000, 3_600_000]) {
      const [item, dueAt] = await until('it waits', async () => {
        const waiting = await redis.zrange(retry, '0', '-1', 'WITHSCORES');
        return waiting.length > 0 && Number(waiting[1]) > 0 && waiting;
      });
      const [seconds] = await redis.time();
      const waitMs = Number(dueAt) - Number(seconds) * 1_000;
      expect(waitMs).toBeGreaterThan(delayMs - 3_000);
      expect(waitMs).toBeLessThan(delayMs * 1.2 + 3_000);
      // As if that time had passed.
      await redis.zadd(retry, 0, String(item));
    }
    const [parked] = await until('it is parked', async () => {
      const list = await listParked(redis, { stream, group: 'group', offset: 0, limit: 9 });
      return list.length > 0 && list;
    });
    expect([attempts, parked?.attempt, parked?.reason]).toEqual([6, 6, 'still away']);
  });

  test('idempotency: the key of a comment is its comment_id, and a comment that comes again claims nothing more', async () => {
    await using server = await listen();
    const body = page({ id: pageId, changes: [comment('55_twice')] });
    await post(server.url, body);
    expect((await takeIncoming(server.app)).map(({ key }) => key)).toEqual(['55_twice']);

    const holds = await eventsOf('hold-placed');
    const said = comment('55_again', { message: 'quiero la R1', from: { id: 'author-again', name: 'Caro' } });
    for (let times = 0; times < 3; times += 1) await post(world.baseUrl, page({ id: pageId, changes: [said] }));
    const last = comment('55_last', { message: 'hola', from: { id: 'author-last', name: 'Dora' } });
    await post(world.baseUrl, page({ id: pageId, changes: [last] }));
    await until('all were read', async () => {
      const rows = await rowsOf(world.app.pool, `SELECT FROM comments WHERE fb_comment_id = '55_last'`);
      return rows.length === 1;
    });
    await until('the claim', async () => (await eventsOf('hold-placed')).length > holds.length);
    expect(await eventsOf('hold-placed')).toHaveLength(holds.length + 1);
  });

  test('idempotency: a transaction that is told again is applied once', async () => {
    const paid = (await eventsOf('order-paid')).length;
    const payments = () =>
      rowsOf<{ state: string }>(world.app.pool, 'SELECT external_id, state, outcome FROM payments');
    const before = await payments();
    const [hint] = await rowsOf<{ id: string }>(
      world.app.pool,
      `UPDATE inbox SET handled_at = NULL WHERE id = (SELECT id FROM inbox ORDER BY received_at DESC LIMIT 1) RETURNING id`,
    );
    const stream = streamKey(world.app.keyPrefix, 'paymentEvents');
    const message = { body: JSON.stringify({ inboxId: hint?.id }) };
    for (let times = 0; times < 2; times += 1) await publish(world.app.redis, { stream, message });
    await until('it was read again', async () => {
      const [row] = await rowsOf<{ isHandled: boolean }>(
        world.app.pool,
        'SELECT handled_at IS NOT NULL AS "isHandled" FROM inbox WHERE id = $1',
        [hint?.id],
      );
      return row?.isHandled;
    });

    expect(await payments()).toEqual(before);
    expect(await eventsOf('order-paid')).toHaveLength(paid);
  });
});

describe('C. Messaging and queues', () => {
  test('the queues are Redis Streams of the names of the plan, each read by its consumer group', async () => {
    expect(STREAMS).toMatchObject({
      incomingComments: 'incoming_comments',
      aiProcessing: 'ai_processing',
      notificationDelivery: 'notification_delivery',
    });
    for (const name of ['incomingComments', 'notificationDelivery'] as const) {
      const stream = streamKey(world.app.keyPrefix, name);
      expect(await world.app.redis.type(stream)).toBe('stream');
      const groups = (await world.app.redis.xinfo('GROUPS', stream)) as unknown[][];
      expect(groups.map((group) => group[1])).toEqual(CONSUMER_GROUPS[name]);
    }
  });

  test('incoming_comments is never held up by heavy work: each queue has readers and connections of its own', async () => {
    const names = (await world.app.redis.client('LIST')) as string;
    const blocked = names.split('\n').filter((line) => /cmd=xreadgroup/.test(line));

    expect(blocked.length).toBeGreaterThanOrEqual(3);
  });

  test('notification_delivery carries one message to Messenger in each entry, and is empty when all are sent', async () => {
    const stream = streamKey(world.app.keyPrefix, 'notificationDelivery');
    await until('all are sent', async () => (await world.app.redis.xlen(stream)) === 0);
    const replies = await rowsOf<{ state: string }>(
      world.app.pool,
      `SELECT m.state FROM messages m JOIN comments c ON c.id = m.comment_id
       WHERE m.kind = 'private_reply' AND c.commented_at > now() - interval '1 hour'`,
    );

    expect(replies.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    expect(graph.posts.filter(({ path }) => path.endsWith('/messages'))).toHaveLength(3);
  });

  test('the event schema of ai_processing is the one of the plan, version 1.0', () => {
    const example = {
      comment_id: 'str',
      text: 'quiero la roja',
      context: { tienda_id: randomUUID(), live_id: randomUUID() },
      schema_version: '1.0',
    };

    expect(aiProcessingModel.parse(example)).toEqual(example);
    for (const wrong of [
      { schema_version: '1.1' },
      { comment_id: 7 },
      { text: undefined },
      { context: { ...example.context, tienda_id: 'mine' } },
    ])
      expect(aiProcessingModel.safeParse({ ...example, ...wrong }).success).toBe(false);
  });
});
