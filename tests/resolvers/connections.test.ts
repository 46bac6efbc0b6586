import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { Listening } from '../http/listen.ts';
import { seedComment } from '../testkit/scene.ts';
import { type Answer, ask, codesOf, listen, openShop, type Shop, uuidIn } from './scene.ts';

let server: Listening;
let shop: Shop;

beforeAll(async () => {
  server = await listen();
  shop = await openShop(server);
  const storeId = uuidIn(shop.ids.store);
  // Names repeat, so that the order has to fall back on something that does not.
  await rowsOf(
    server.app.pool,
    `INSERT INTO productos (tienda_id, sku, name, price, currency) SELECT $1, 'P-' || n, 'Name ' || n / 10, 1, 'CLP' FROM generate_series(1, 250) n`,
    [storeId],
  );
  for (let n = 0; n < 25; n += 1)
    await seedComment(server.app.pool, { storeId, liveEventId: uuidIn(shop.ids.live), text: `comment ${n}` });
});
afterAll(() => server[Symbol.asyncDispose]());

type Page = {
  edges: { cursor: string; node: { id: string; sku?: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  totalCount?: number;
};

async function page(field: string, at: (data: Record<string, never>) => Page, after: string | null): Promise<Page> {
  const query = `query ($store: ID!, $live: ID!, $after: String) { store(id: $store) { id } liveEvent(id: $live) { id } ${field} }`;
  const answer: Answer = await ask(server, shop.api.token, {
    query,
    variables: { store: shop.ids.store, live: shop.ids.live, after },
  });
  expect(answer.errors).toBeUndefined();
  return at(answer.data as Record<string, never>);
}

const PAGE = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor }';
type Nested = Record<string, Record<string, Page>>;
const LISTS: [string, string, (data: Record<string, never>) => Page, number][] = [
  [
    'products',
    `products(storeId: $store, first: 100, after: $after) { ${PAGE} }`,
    (data) => data['products'] as unknown as Page,
    251,
  ],
  [
    'products of a store',
    `one: store(id: $store) { products(first: 100, after: $after) { ${PAGE} } }`,
    (data) => (data as unknown as Nested)['one']?.['products'] as Page,
    251,
  ],
  [
    'comments of a live',
    `one: liveEvent(id: $live) { comments(first: 7, after: $after) { ${PAGE} } }`,
    (data) => (data as unknown as Nested)['one']?.['comments'] as Page,
    25,
  ],
  [
    'orders',
    `orders(storeId: $store, first: 1, after: $after) { ${PAGE} }`,
    (data) => data['orders'] as unknown as Page,
    1,
  ],
];

test.each(LISTS)('%s: pages follow each other without a gap or a repeat', async (_name, field, at, count) => {
  const ids: string[] = [];
  let after: string | null = null;
  for (let isFirst = true, hasNext = true; hasNext; isFirst = false) {
    const { edges, pageInfo } = await page(field, at, after);
    expect(pageInfo.hasPreviousPage).toBe(!isFirst);
    ids.push(...edges.map((edge) => edge.node.id));
    after = pageInfo.endCursor;
    hasNext = pageInfo.hasNextPage;
  }

  expect(ids).toHaveLength(count);
  expect(new Set(ids).size).toBe(count);
});

test('a page has 20 entries when nothing is said, and 100 at most', async () => {
  const sizes = await Promise.all(
    ['', ', first: 5', ', first: 5000'].map(async (first) => {
      const list = await page(
        `products(storeId: $store, after: $after${first}) { ${PAGE} }`,
        (data) => data['products'] as unknown as Page,
        null,
      );
      return list.edges.length;
    }),
  );

  expect(sizes).toEqual([20, 5, 100]);
});

test('the first page of products costs one statement, and its rows none', async () => {
  const query = `{ products(storeId: "${shop.ids.store}", first: 20) { edges { node { id sku price { amountMinor } availableUnits } } } }`;
  await ask(server, shop.api.token, { query });
  const statements = vi.spyOn(pg.Client.prototype, 'query');
  const answer = await ask(server, shop.api.token, { query });

  expect(answer.errors).toBeUndefined();
  expect(statements).toHaveBeenCalledTimes(1);
});

test('both lists of products give the same order, and one goes on where the other stopped', async () => {
  const root = await page(
    `products(storeId: $store, first: 50, after: $after) { totalCount ${PAGE} }`,
    (data) => data['products'] as unknown as Page,
    null,
  );
  const nested = await page(
    `one: store(id: $store) { products(first: 50, after: $after) { totalCount ${PAGE} } }`,
    (data) => (data as unknown as Nested)['one']?.['products'] as Page,
    null,
  );
  expect(nested).toEqual(root);
  expect(root.totalCount).toBe(251);

  const on = `products(storeId: $store, first: 1, after: $after) { ${PAGE} }`;
  const [a, b] = await Promise.all([
    page(on, (data) => data['products'] as unknown as Page, nested.pageInfo.endCursor),
    page(
      `one: store(id: $store) { ${on.replace('storeId: $store, ', '')} }`,
      (data) => (data as unknown as Nested)['one']?.['products'] as Page,
      root.pageInfo.endCursor,
    ),
  ]);
  expect(a.edges).toEqual(b.edges);
});

test.each(['name 12', 'p-12', 'P-1%'])('the search %s finds the same in both lists', async (words) => {
  const search = `search: "${words}"`;
  const root = await page(
    `products(storeId: $store, after: $after, ${search}) { totalCount ${PAGE} }`,
    (data) => data['products'] as unknown as Page,
    null,
  );
  const nested = await page(
    `one: store(id: $store) { products(after: $after, ${search}) { totalCount ${PAGE} } }`,
    (data) => (data as unknown as Nested)['one']?.['products'] as Page,
    null,
  );

  expect(root).toEqual(nested);
  expect(root.totalCount).toBe({ 'name 12': 10, 'p-12': 11, 'P-1%': 0 }[words]);
});

test.each([
  'products(storeId: $store, after: $after) { totalCount }',
  'orders(storeId: $store, after: $after) { pageInfo { hasNextPage } }',
  'one: liveEvent(id: $live) { comments(after: $after) { pageInfo { hasNextPage } } }',
])('a cursor of something else is refused by %s and names the argument', async (field) => {
  for (const after of ['nonsense', Buffer.from('GPC:S:not-a-uuid').toString('base64')]) {
    const query = `query ($store: ID, $live: ID, $after: String) { ${field} }`
      .replace(field.includes('$store') ? '$live: ID, ' : '$store: ID, ', '')
      .replace(': ID,', ': ID!,');
    const answer = await ask(server, shop.api.token, {
      query,
      variables: { store: shop.ids.store, live: shop.ids.live, after },
    });

    expect(codesOf(answer)).toEqual(['BAD_CURSOR']);
    expect(answer.errors?.[0]?.extensions?.['field']).toBe('after');
  }
});
