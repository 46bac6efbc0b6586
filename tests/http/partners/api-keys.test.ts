import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKeyCaller } from '../../../src/domain/partners/api-keys.ts';
import { streamKey } from '../../../src/events/streams.ts';
import { createFeedHub } from '../../../src/http/graphql/feed-hub.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import {
  type Answer,
  ask,
  codesOf,
  connectSocket,
  listen,
  openShop,
  type Shop,
  setMember,
  signUp,
  startRelay,
  uuidIn,
} from '../../resolvers/scene.ts';
import { until } from '../../testkit/until.ts';
import type { Listening } from '../listen.ts';

let server: Listening;
let relay: AsyncDisposable;
let shop: Shop;
let other: Shop;

beforeAll(async () => {
  server = await listen();
  relay = startRelay(server);
  shop = await openShop(server);
  other = await openShop(server);
});
afterAll(async () => {
  await relay[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

type Key = { readonly id: string; readonly secret: string };

async function makeKey(scopes: readonly string[], given: { owner?: Shop; expiresAt?: string } = {}): Promise<Key> {
  const owner = given.owner ?? shop;
  const made = await owner.api.graphql<{
    createApiKey: { data: { secret: string; apiKey: { id: string; prefix: string } } };
  }>(
    `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
      ... on CreateApiKeySuccess { data { secret apiKey { id prefix scopes } } } ... on DomainError { message } } }`,
    { input: { storeId: owner.ids.store, name: 'Partner', scopes, expiresAt: given.expiresAt ?? null } },
  );
  const { secret, apiKey } = made.createApiKey.data;
  expect(secret.startsWith(`${apiKey.prefix}_`)).toBe(true);
  return { id: apiKey.id, secret };
}

const ALL = ['PRODUCTS_READ', 'ORDERS_READ', 'ORDERS_WRITE', 'EVENTS_READ'];
const rest = (key: string, path: string, body?: unknown) =>
  fetch(`${server.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const productsPath = (of: Shop) => `/api/v1/inventory/products?tienda_id=${uuidIn(of.ids.store)}`;
const act = (name: string, id: string) =>
  `mutation { answer: ${name}(input: { apiKeyId: "${id}" }) { __typename ... on DomainError { code } ${name.startsWith('rotate') ? '... on RotateApiKeySuccess { data { secret } }' : ''} } }`;
const reads = async (key: string) => (await rest(key, productsPath(shop))).status;

describe('a key', () => {
  test('is kept as a hash only, and its last use is written', async () => {
    const { id, secret } = await makeKey(['PRODUCTS_READ']);
    expect(await reads(secret)).toBe(200);
    const [row] = await rowsOf<{ text: string; used: Date | null }>(
      server.app.pool,
      'SELECT k::text AS text, last_used_at AS used FROM api_keys k WHERE id = $1',
      [uuidIn(id)],
    );
    expect(row?.text).not.toContain(secret.slice('lss_12345678_'.length));
    expect(row?.used).not.toBeNull();
    expect(await reads(secret)).toBe(200);
    const [again] = await rowsOf<{ used: Date }>(
      server.app.pool,
      'SELECT last_used_at AS used FROM api_keys WHERE id = $1',
      [uuidIn(id)],
    );
    expect(again?.used).toEqual(row?.used);
  });

  test('opens what its scopes name, on GraphQL and REST, and nothing else', async () => {
    const { secret } = await makeKey(['PRODUCTS_READ']);
    const products = await ask(server, secret, {
      query: `{ products(storeId: "${shop.ids.store}") { edges { node { sku } } } }`,
    });
    expect(products.errors).toBeUndefined();
    const closed = [
      `{ orders(storeId: "${shop.ids.store}") { edges { node { id } } } }`,
      `{ events(storeId: "${shop.ids.store}") { nextCursor } }`,
      `{ apiKeys(storeId: "${shop.ids.store}") { id } }`,
      '{ viewer { id } }',
      `{ store(id: "${shop.ids.store}") { liveEvents { edges { node { id } } } } }`,
      `{ node(id: "${shop.ids.order}") { ... on Order { status } } }`,
      `query { node(id: "${shop.ids.order}") { ...O } } fragment O on Order { status }`,
      `mutation { createStore(input: { name: "x", country: "CL", currency: "CLP", locale: "es" }) { __typename } }`,
      `mutation { startLive(input: { storeId: "${shop.ids.store}", title: "x" }) { __typename } }`,
    ];
    // Each with a key of its own: together they are more than one may call in a second.
    for (const query of closed) {
      const key = await makeKey(['PRODUCTS_READ']);
      expect([query, ...codesOf(await ask(server, key.secret, { query }))]).toEqual([query, 'MISSING_SCOPE']);
    }
    const order = await rest(secret, '/api/v1/orders/create', {
      tienda_id: uuidIn(shop.ids.store),
      customer_fb_id: 'x',
      items: [{ sku: shop.sku, qty: 1 }],
    });
    expect([order.status, await order.json()]).toMatchObject([403, { title: 'MISSING_SCOPE' }]);
  });

  test('acts in its own store only, also when its maker has others', async () => {
    const second = await openShop(server, shop.api);
    for (const foreign of [other, second]) {
      const { secret } = await makeKey(ALL);
      const queries = [
        `{ answer: products(storeId: "${foreign.ids.store}") { edges { node { id } } } }`,
        `{ answer: orders(storeId: "${foreign.ids.store}") { edges { node { id } } } }`,
        `{ answer: order(id: "${foreign.ids.order}") { id } }`,
        `{ answer: store(id: "${foreign.ids.store}") { id } }`,
        `{ answer: node(id: "${foreign.ids.product}") { id } }`,
        `{ answer: node(id: "${foreign.ids.store}") { id } }`,
        `{ answer: events(storeId: "${foreign.ids.store}") { nextCursor } }`,
      ];
      for (const query of queries) {
        const answer = await ask(server, secret, { query });
        expect([query, answer.data?.['answer'] ?? null]).toEqual([query, null]);
      }
      const cancelled = await ask(server, secret, {
        query: `mutation { answer: cancelOrder(input: { orderId: "${foreign.ids.order}" }) { ... on DomainError { code } } }`,
      });
      expect(cancelled.data).toEqual({ answer: { code: 'NOT_FOUND' } });
      expect((await rest(secret, productsPath(foreign))).status).toBe(404);
    }
  });

  test('ends at once when it is revoked, by its time, and with the membership of its maker', async () => {
    const { id, secret } = await makeKey(ALL);
    expect(await reads(secret)).toBe(200);
    await ask(server, shop.api.token, { query: act('revokeApiKey', id) });
    expect(await reads(secret)).toBe(401);

    const short = await makeKey(ALL, { expiresAt: new Date(Date.now() + 60_000).toISOString() });
    expect(await reads(short.secret)).toBe(200);
    await rowsOf(server.app.pool, 'UPDATE api_keys SET expires_at = now() WHERE id = $1', [uuidIn(short.id)]);
    expect(await reads(short.secret)).toBe(401);

    const left = await makeKey(ALL);
    await setMember(server, { storeId: shop.ids.store, token: shop.api.token, isMember: false });
    expect(await reads(left.secret)).toBe(404);
    await setMember(server, { storeId: shop.ids.store, token: shop.api.token, isMember: true });
    await rowsOf(server.app.pool, `UPDATE members SET role = 'owner' WHERE tienda_id = $1`, [uuidIn(shop.ids.store)]);
  });

  test('loses its place at the feed when it is revoked', async () => {
    const { id, secret } = await makeKey(ALL);
    const found = await findKeyCaller(server.app.pool, secret);
    const stream = streamKey(server.app.keyPrefix, 'events');
    const hub = createFeedHub(server.app, { stream, queueMax: 10, recheckEveryMs: 20 });
    const ends: string[] = [];
    const storeId = uuidIn(shop.ids.store);
    const sellerId = found?.sellerId ?? '';
    const keyId = found?.key.keyId;
    await hub.join({ storeId, liveEventId: null, sellerId, keyId, onEnd: (why) => ends.push(why) });
    await hub.join({ storeId, liveEventId: null, sellerId, onEnd: (why) => ends.push(`person ${why}`) });
    await ask(server, shop.api.token, { query: act('revokeApiKey', id) });
    await until('its feed ends', () => ends.length > 0);
    await hub.close();

    expect(ends).toEqual(['no-longer-member']);
  });

  test('works beside its successor until the grace is over', async () => {
    const old = await makeKey(['PRODUCTS_READ']);
    const rotated = await ask<{ answer: { data: { secret: string } } }>(server, shop.api.token, {
      query: act('rotateApiKey', old.id),
    });
    const secret = rotated.data?.answer.data.secret ?? '';
    expect([await reads(old.secret), await reads(secret)]).toEqual([200, 200]);
    await rowsOf(server.app.pool, `UPDATE api_keys SET expires_at = expires_at - interval '1 day' WHERE id = $1`, [
      uuidIn(old.id),
    ]);
    expect([await reads(old.secret), await reads(secret)]).toEqual([401, 200]);
    expect((await ask(server, shop.api.token, { query: act('rotateApiKey', old.id) })).data).toMatchObject({
      answer: { code: 'ILLEGAL_MOVE' },
    });
  });

  test('is made, seen and ended by owners only', async () => {
    const { id } = await makeKey(ALL);
    const staff = await signUp(server);
    await setMember(server, { storeId: shop.ids.store, token: staff.token, isMember: true });
    const answers = await Promise.all([
      ask(server, staff.token, { query: act('revokeApiKey', id) }),
      ask(server, staff.token, { query: act('rotateApiKey', id) }),
      ask(server, other.api.token, { query: act('revokeApiKey', id) }),
    ]);
    for (const answer of answers) expect(answer.data).toMatchObject({ answer: { code: 'NOT_FOUND' } });
    expect(
      codesOf(await ask(server, staff.token, { query: `{ apiKeys(storeId: "${shop.ids.store}") { id } }` })),
    ).toEqual(['NOT_FOUND']);
    expect((await ask(server, staff.token, { query: `{ node(id: "${id}") { id } }` })).data).toEqual({ node: null });
    expect((await ask(server, shop.api.token, { query: `{ node(id: "${id}") { id } }` })).data).toEqual({
      node: { id },
    });
  });

  test('follows the feed over a socket, and reads there what events gives, in the same order', async () => {
    const { secret } = await makeKey(['EVENTS_READ']);
    const pull = `{ events(storeId: "${shop.ids.store}", first: 3) { events { ... on Event { cursor } } } }`;
    const pulled = await until('the events have positions', async () => {
      const answer = await ask<{ events: { events: { cursor: string }[] } }>(server, shop.api.token, { query: pull });
      return answer.data && answer.data.events.events.length === 3 && answer.data.events.events;
    });
    const client = connectSocket(server, secret);
    const seen: unknown[] = [];
    const feed = client.iterate<{ storeFeed: { cursor: string } }>({
      query: `subscription { storeFeed(storeId: "${shop.ids.store}", after: "0") { ... on Event { cursor } } }`,
    });
    for await (const { data } of feed) if (seen.push(data?.storeFeed) === 3) break;
    const closed = await client
      .iterate({ query: `subscription { storeFeed(storeId: "${other.ids.store}") { __typename } }` })
      .next()
      .then(
        ({ value }) => value as Answer,
        (errors: Answer['errors']) => ({ errors }) as Answer,
      );
    await client.dispose();

    expect(seen).toEqual(pulled);
    expect(codesOf(closed)).toEqual(['NOT_FOUND']);
  });
});

describe('calls of a key', () => {
  test('are counted, told in headers, and refused with Retry-After when they are too many; people are not counted', async () => {
    const { secret } = await makeKey(['PRODUCTS_READ']);
    const answers = await Promise.all(Array.from({ length: 30 }, () => rest(secret, productsPath(shop))));
    const statuses = answers.map(({ status }) => status);
    const refused = answers.find(({ status }) => status === 429);
    const passed = answers.find(({ status }) => status === 200);

    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10);
    expect(passed?.headers.get('ratelimit-limit')).toBe('10');
    expect(Number(passed?.headers.get('ratelimit-remaining'))).toBeLessThan(10);
    expect(refused?.headers.get('ratelimit-remaining')).toBe('0');
    expect(refused?.headers.get('ratelimit-reset')).toBe('1');
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect(refused?.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused?.json()).toMatchObject({ title: 'RATE_LIMITED', status: 429 });

    const byGraphql = await Promise.all(
      Array.from({ length: 20 }, () => ask(server, secret, { query: '{ __typename }' })),
    );
    expect(byGraphql.flatMap(codesOf)).toContain('RATE_LIMITED');
    const person = await Promise.all(
      Array.from({ length: 20 }, () => ask(server, shop.api.token, { query: '{ __typename }' })),
    );
    expect(person.flatMap(codesOf)).toEqual([]);
  });

  test('a socket counts its operations', async () => {
    const { secret } = await makeKey(['PRODUCTS_READ']);
    const client = connectSocket(server, secret);
    const answers = await Promise.all(
      Array.from({ length: 15 }, () =>
        client
          .iterate({ query: '{ __typename }' })
          .next()
          .then(
            ({ value }) => value as Answer,
            (errors: Answer['errors']) => ({ errors }) as Answer,
          ),
      ),
    );
    await client.dispose();

    expect(answers.flatMap(codesOf)).toContain('RATE_LIMITED');
  });

  test('the schema is published', async () => {
    expect(await (await fetch(`${server.url}/schema.graphql`)).text()).toContain('type ApiKey implements Node');
  });
});
