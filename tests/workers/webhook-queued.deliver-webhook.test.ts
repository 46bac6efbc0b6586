import { createHmac } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { toGlobalId } from '../../src/events/global-id.ts';
import { recordEvents } from '../../src/events/record-events.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { seedComment, seedLive } from '../testkit/scene.ts';
import { until } from '../testkit/until.ts';
import { openStore, type PartnerStore, type PartnerWorld, startPartnerWorld } from './partner-world.ts';

let world: PartnerWorld;
let shop: PartnerStore;
beforeAll(async () => {
  world = await startPartnerWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

type Post = { readonly headers: Record<string, string>; readonly body: string };

/** A partner's endpoint: answers with the next of `statuses`, the last one for ever. */
async function startPartner(statuses: number[] = [200], answer?: (response: ServerResponse, count: number) => void) {
  const posts: Post[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    posts.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
    if (answer) return answer(response, posts.length);
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    response.writeHead(status ?? 200).end('thanks');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, posts };
}

type Endpoint = { readonly id: string; readonly secret: string };

async function register(url: string, eventTypes: readonly string[] = ['live-started']): Promise<Endpoint> {
  shop = await openStore(world);
  const made = await shop.api.graphql<{
    createWebhookEndpoint: { data: { secret: string; endpoint: { id: string } } };
  }>(
    `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) {
      ... on CreateWebhookEndpointSuccess { data { secret endpoint { id } } } ... on DomainError { message } } }`,
    { input: { storeId: shop.globalId, url, eventTypes } },
  );
  const { secret, endpoint } = made.createWebhookEndpoint.data;
  return { id: endpoint.id, secret };
}

const write = (count: number, mark: string) =>
  recordEvents(
    world.app.pool,
    Array.from({ length: count }, (_, n) => ({
      storeId: shop.storeId,
      liveEventId: null,
      type: 'live-started' as const,
      payload: { title: `${mark}-${n}` },
    })),
  );

type Delivery = {
  state: string;
  attempts: number;
  responseStatus: number | null;
  responseExcerpt: string | null;
  error: string | null;
  durationMs: number | null;
  eventId: string;
  cursor: string;
};

async function deliveries(endpoint: Endpoint): Promise<Delivery[]> {
  const { node } = await shop.api.graphql<{ node: { deliveries: { edges: { node: Delivery }[] } } }>(
    `query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint { deliveries(first: 100) { edges { node {
      state attempts responseStatus responseExcerpt error durationMs eventId cursor } } } } } }`,
    { id: endpoint.id },
  );
  return node.deliveries.edges.map((edge) => edge.node).reverse();
}

async function state(endpoint: Endpoint) {
  const { node } = await shop.api.graphql<{
    node: { state: string; disabledReason: string | null; failingSince: string | null };
  }>('query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint { state disabledReason failingSince } } }', {
    id: endpoint.id,
  });
  return node;
}

const run = (name: string, input: Record<string, unknown>, select = '__typename') =>
  shop.api.graphql<Record<string, Record<string, unknown>>>(
    `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { answer: ${name}(input: $input) { ${select} } }`,
    { input },
  );

const sign = (secret: string, { headers, body }: Post) =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
    .digest('base64')}`;

describe('a webhook', () => {
  test('is signed as Standard Webhooks says and carries the envelope with global ids', async () => {
    const partner = await startPartner();
    const endpoint = await register(partner.url, ['intent-detected']);
    const liveEventId = await seedLive(world.app.pool, { storeId: shop.storeId });
    const { commentId } = await seedComment(world.app.pool, { storeId: shop.storeId, liveEventId, text: 'quiero' });
    const payload = { commentId, intent: 'purchase', items: [], ambiguous: false, confidence: 1 };
    await recordEvents(world.app.pool, [{ storeId: shop.storeId, liveEventId, type: 'intent-detected', payload }]);
    const post = await until('the webhook arrives', () => partner.posts[0]);
    const body = JSON.parse(post.body) as { event: string; timestamp: string; data: Record<string, unknown> };

    expect(post.headers['webhook-signature']).toBe(sign(endpoint.secret, post));
    expect(Math.abs(Number(post.headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(30);
    expect(post.headers['content-type']).toBe('application/json');
    expect(Object.keys(body)).toEqual(['event', 'timestamp', 'data']);
    expect(body.event).toBe('intent-detected');
    expect(new Date(body.timestamp).toISOString()).toBe(body.timestamp);
    expect(body.data).toMatchObject({
      ...payload,
      id: post.headers['webhook-id'],
      commentId: toGlobalId('Comment', commentId),
      storeId: shop.globalId,
      liveEventId: toGlobalId('LiveEvent', liveEventId),
    });
    expect(post.body).not.toContain('quiero');
    const [row] = await rowsOf<{ text: string }>(
      world.app.pool,
      'SELECT w::text AS text FROM webhook_endpoints w WHERE tienda_id = $1',
      [shop.storeId],
    );
    expect(row?.text).not.toContain(endpoint.secret.slice(6));
  });

  test('pull, subscription order and webhooks are the same log: 200 events arrive in the order that events gives', async () => {
    const partner = await startPartner();
    const endpoint = await register(partner.url);
    await write(200, 'order');
    await until('all have arrived', () => partner.posts.length >= 200, 25_000);
    const pulled: string[] = [];
    let after = '0';
    for (let hasMore = true; hasMore; ) {
      const { events } = await shop.api.graphql<{
        events: { nextCursor: string; hasMore: boolean; events: { cursor: string }[] };
      }>(
        'query ($id: ID!, $after: String) { events(storeId: $id, after: $after, first: 100) { nextCursor hasMore events { ... on Event { cursor } } } }',
        { id: shop.globalId, after },
      );
      pulled.push(...events.events.map((event) => event.cursor));
      after = events.nextCursor;
      hasMore = events.hasMore;
    }

    expect(partner.posts.map((post) => (JSON.parse(post.body) as { data: { cursor: string } }).data.cursor)).toEqual(
      pulled,
    );
    await until(
      'all are settled',
      async () =>
        (
          await rowsOf(world.app.pool, `SELECT FROM webhook_deliveries WHERE state = 'pending' AND tienda_id = $1`, [
            shop.storeId,
          ])
        ).length === 0,
    );
    expect((await deliveries(endpoint)).map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(
      Array(100).fill('DELIVERED 1'),
    );
  }, 60_000);

  test('is tried again after 10 seconds under the same id, and the log says how it went', async () => {
    const partner = await startPartner([500, 200]);
    const endpoint = await register(partner.url);
    const startedMs = Date.now();
    await write(1, 'again');
    await until('the first try is settled', async () => (await deliveries(endpoint))[0]?.attempts === 1);
    expect((await deliveries(endpoint))[0]).toMatchObject({
      state: 'PENDING',
      responseStatus: 500,
      responseExcerpt: 'thanks',
      error: 'The endpoint answered 500.',
    });
    expect((await state(endpoint)).failingSince).not.toBeNull();
    await until('the second try arrives', () => partner.posts.length === 2, 20_000);
    await until('it is settled', async () => (await deliveries(endpoint))[0]?.state === 'DELIVERED');

    expect(Date.now() - startedMs).toBeGreaterThan(9_500);
    expect(partner.posts[1]?.headers['webhook-id']).toBe(partner.posts[0]?.headers['webhook-id']);
    expect((await deliveries(endpoint))[0]).toMatchObject({ attempts: 2, responseStatus: 200, error: null });
    expect((await state(endpoint)).failingSince).toBeNull();
  }, 60_000);

  test('an endpoint that is down holds up neither another one nor the order of its own', async () => {
    const dead = await startPartner([500, 200]);
    const deadEndpoint = await register(dead.url);
    const deadShop = shop;
    await write(5, 'dead');
    await until('it failed once', () => dead.posts.length === 1);
    const partner = await startPartner();
    await register(partner.url);
    await write(3, 'alive');
    await until('the other one gets its own', () => partner.posts.length === 3, 5_000);
    expect(dead.posts).toHaveLength(1);
    shop = deadShop;
    await until(
      'all arrive',
      async () => (await deliveries(deadEndpoint)).every(({ state }) => state === 'DELIVERED'),
      30_000,
    );
    const titles = dead.posts.slice(1).map((post) => (JSON.parse(post.body) as { data: { title: string } }).data.title);

    expect(titles.filter((title) => title !== 'dead-0')).toEqual(['dead-1', 'dead-2', 'dead-3', 'dead-4']);
  }, 60_000);

  test('410 switches its endpoint off with an event, and enabling brings it back', async () => {
    const partner = await startPartner([410, 200]);
    const endpoint = await register(partner.url);
    await write(1, 'gone');
    await until('it is off', async () => (await state(endpoint)).state === 'DISABLED');

    expect(await state(endpoint)).toMatchObject({ disabledReason: 'GONE' });
    expect((await deliveries(endpoint))[0]).toMatchObject({ state: 'FAILED', attempts: 1, responseStatus: 410 });
    const { events } = await shop.api.graphql<{ events: { events: unknown[] } }>(
      'query ($id: ID!) { events(storeId: $id) { events { ... on WebhookDisabledEvent { endpointId reason } } } }',
      { id: shop.globalId },
    );
    expect(events.events).toContainEqual({ endpointId: endpoint.id, reason: 'GONE' });
    await run('enableWebhookEndpoint', { endpointId: endpoint.id });
    await write(1, 'back');
    await until('it gets events again', () => partner.posts.length === 2);
  });

  test('days of failure switch its endpoint off', async () => {
    const partner = await startPartner([500]);
    const endpoint = await register(partner.url);
    await rowsOf(
      world.app.pool,
      `UPDATE webhook_endpoints SET failing_since = now() - interval '6 days' WHERE tienda_id = $1`,
      [shop.storeId],
    );
    await write(1, 'failing');
    await until('it is off', async () => (await state(endpoint)).state === 'DISABLED');

    expect(await state(endpoint)).toMatchObject({ disabledReason: 'FAILING' });
  });

  test('a changed secret signs beside the old one for a while', async () => {
    const partner = await startPartner();
    const endpoint = await register(partner.url);
    const rotated = await run(
      'rotateWebhookSecret',
      { endpointId: endpoint.id },
      '... on RotateWebhookSecretSuccess { data { secret } }',
    );
    const { secret } = (rotated['answer']?.['data'] ?? { secret: '' }) as { secret: string };
    await write(1, 'both');
    const both = await until('it arrives', () => partner.posts[0]);
    expect(both.headers['webhook-signature']).toBe(`${sign(secret, both)} ${sign(endpoint.secret, both)}`);
    await rowsOf(world.app.pool, 'UPDATE webhook_endpoints SET previous_secret_until = now() WHERE tienda_id = $1', [
      shop.storeId,
    ]);
    await write(1, 'new');
    const one = await until('it arrives', () => partner.posts[1]);
    expect(one.headers['webhook-signature']).toBe(sign(secret, one));
  });

  test('any window is replayed by cursor, under the same ids and in order', async () => {
    const partner = await startPartner();
    const endpoint = await register(partner.url);
    await write(5, 'replay');
    await until('all arrive', () => partner.posts.length === 5);
    await until('all are settled', async () =>
      (await deliveries(endpoint)).every(({ state }) => state === 'DELIVERED'),
    );
    const all = await deliveries(endpoint);
    const answer = await run(
      'replayWebhookDeliveries',
      { endpointId: endpoint.id, after: all[0]?.cursor, until: all[3]?.cursor },
      '... on ReplayWebhookDeliveriesSuccess { data { count until hasMore } }',
    );
    expect(answer['answer']?.['data']).toEqual({ count: 3, until: all[3]?.cursor, hasMore: false });
    await until('they arrive again', () => partner.posts.length === 8);

    expect(partner.posts.slice(5).map((post) => post.headers['webhook-id'])).toEqual(
      all.slice(1, 4).map(({ eventId }) => eventId),
    );
  });

  test('events that were not asked for, and those of other stores, do not come', async () => {
    const partner = await startPartner();
    await register(partner.url, ['order-paid']);
    await write(2, 'unasked');
    const mine = shop;
    const second = await startPartner();
    await register(second.url);
    await write(1, 'second');
    await until('the other store gets its own', () => second.posts.length === 1);

    expect(mine.storeId).not.toBe(shop.storeId);
    expect(partner.posts).toEqual([]);
  });

  test('private addresses and unknown events are refused at the door', async () => {
    shop = await openStore(world);
    for (const input of [
      { url: 'https://10.0.0.1/hook', eventTypes: [] },
      { url: 'http://partner.example/', eventTypes: [] },
      { url: 'https://partner.example/', eventTypes: ['no-such-event'] },
    ]) {
      const answer = await run(
        'createWebhookEndpoint',
        { storeId: shop.globalId, ...input },
        '... on DomainError { code }',
      );
      expect(answer['answer']).toEqual({ code: 'INVALID_INPUT' });
    }
  });
});
