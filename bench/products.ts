import pg from 'pg';
import { signIn } from '../tests/testkit/api.ts';
import { comparePairwise, requestsPerSecond } from './load.ts';
import { type BenchRow, ratioRow } from './row.ts';
import { startBaseline } from './start-baseline.ts';
import type { BenchWorld } from './world.ts';

const PRODUCTS = 1_000;
const CREATE_STORE = `mutation { createStore(input: { name: "Bench", country: "CL", currency: "CLP", locale: "es-CL" }) {
  ... on CreateStoreSuccess { data { id databaseId } } } }`;
const QUERY = `query ($storeId: ID!) { products(storeId: $storeId, first: 20) {
  totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id sku name onHandUnits heldUnits price { amountMinor currency } } } } }`;

/** products(first: 20) of 1,000 over GraphQL, against the same SQL over a bare server. */
export async function benchProducts(world: BenchWorld): Promise<BenchRow> {
  const api = await signIn(world.baseUrl, {
    email: `bench-${Date.now()}@test.example`,
    password: 'a-long-password',
    name: 'Bench',
  });
  const { createStore } = await api.graphql<{ createStore: { data: { id: string; databaseId: string } } }>(
    CREATE_STORE,
  );
  const { id: storeId, databaseId } = createStore.data;
  await fillStore(world.env.DATABASE_URL, databaseId);
  const bare = await startBaseline('products-server.ts', { DATABASE_URL: world.env.DATABASE_URL });
  try {
    const rates = await comparePairwise(
      () =>
        requestsPerSecond({
          url: `${world.baseUrl}/graphql`,
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${api.token}`, 'x-graphql-csrf': '1' },
          body: JSON.stringify({ query: QUERY, variables: { storeId } }),
          seconds: 4,
        }),
      () => requestsPerSecond({ url: `${bare.url}/?store=${databaseId}`, method: 'GET', headers: {}, seconds: 4 }),
    );
    return ratioRow({ name: 'products(first: 20) of 1,000', unit: 'per second', ...rates, atLeast: 0.4 });
  } finally {
    bare.stop();
  }
}

async function fillStore(databaseUrl: string, storeId: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `INSERT INTO productos (tienda_id, sku, name, price, currency, stock)
     SELECT $1, 'SKU-' || n, 'Product ' || n, 1000 + n, 'CLP', 0 FROM generate_series(1, $2::int) n`,
    [storeId, PRODUCTS],
  );
  await client.end();
}
