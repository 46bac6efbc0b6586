import { createClient } from 'graphql-ws';
import pg from 'pg';
import { WebSocket } from 'ws';
import { type Api, signIn } from '../tests/testkit/api.ts';
import { comparePairwise } from './load.ts';
import { type BenchRow, ratioRow } from './row.ts';
import type { BenchWorld } from './world.ts';

const EVENTS = 10_000;
const PAGE = 100;

const CREATE_STORE = `mutation { createStore(input: { name: "Resume", country: "CL", currency: "CLP", locale: "es-CL" }) {
  ... on CreateStoreSuccess { data { id databaseId } } } }`;
const FIELDS = '... on Event { cursor occurredAt } ... on StockChangedEvent { sku onHandUnits heldUnits }';
const PULL = `query ($storeId: ID!, $after: String!) { events(storeId: $storeId, after: $after, first: ${PAGE}) {
  events { __typename ${FIELDS} } hasMore nextCursor } }`;
const FOLLOW = `subscription ($storeId: ID!, $after: String!) { storeFeed(storeId: $storeId, after: $after) { __typename ${FIELDS} } }`;
const BARE =
  'SELECT id, position, type, payload, occurred_at FROM events WHERE tienda_id = $1 AND position > $2 ORDER BY position LIMIT $3';

type Reader = { readonly storeId: string; readonly after: string };

/**
 * Events per second that a client reads which comes back 10,000 events late, page by page and by subscription, against
 * the bare SQL of the same pages on a connection of its own. The world runs no workers, which would move the log.
 */
export async function benchResume(world: BenchWorld): Promise<readonly BenchRow[]> {
  const api = await signIn(world.baseUrl, {
    email: `resume-${Date.now()}@test.example`,
    password: 'a-long-password',
    name: 'Bench',
  });
  const { createStore } = await api.graphql<{ createStore: { data: { id: string; databaseId: string } } }>(
    CREATE_STORE,
  );
  const client = new pg.Client({ connectionString: world.env.DATABASE_URL });
  await client.connect();
  try {
    const { id: storeId, databaseId } = createStore.data;
    const reader = { storeId, after: await writeLog(client, databaseId) };
    const bare = () => perSecond(() => readBare(client, { storeId: databaseId, after: reader.after }));
    const pulled = await comparePairwise(() => perSecond(() => pull(api, reader)), bare);
    const followed = await comparePairwise(() => perSecond(() => follow(world, api, reader)), bare);
    const row = { unit: 'events/s' } as const;
    return [
      ratioRow({ ...row, name: 'resume of 10,000 events, events(after)', ...pulled, atLeast: 0.1 }),
      ratioRow({ ...row, name: 'resume of 10,000 events, subscription', ...followed, atLeast: 0.1 }),
    ];
  } finally {
    await client.end();
  }
}

/** Writes the events behind all others, as the relay numbers them, and answers the position before the first. */
async function writeLog(client: pg.Client, storeId: string): Promise<string> {
  const { rows } = await client.query<{ after: string }>('SELECT coalesce(max(position), 0) AS after FROM events');
  const after = rows[0]?.after ?? '0';
  await client.query(
    `INSERT INTO events (tienda_id, type, payload, position)
     SELECT $1, 'stock-changed', jsonb_build_object('productId', gen_random_uuid(), 'sku', 'SKU-' || n, 'onHandUnits', n, 'heldUnits', 0),
       $2::bigint + n FROM generate_series(1, $3::int) n ORDER BY n`,
    [storeId, after, EVENTS],
  );
  await client.query('ANALYZE events');
  return after;
}

async function perSecond(read: () => Promise<number>): Promise<number> {
  const startMs = performance.now();
  const count = await read();
  if (count !== EVENTS) throw new Error(`${count} of ${EVENTS} events were read.`);
  return count / ((performance.now() - startMs) / 1_000);
}

async function readBare(client: pg.Client, reader: Reader): Promise<number> {
  let [after, count] = [reader.after, 0];
  for (;;) {
    const { rows } = await client.query<{ position: string }>(BARE, [reader.storeId, after, PAGE + 1]);
    const page = rows.slice(0, PAGE);
    count += page.length;
    after = page.at(-1)?.position ?? after;
    if (rows.length <= PAGE) return count;
  }
}

async function pull(api: Api, reader: Reader): Promise<number> {
  let [after, count] = [reader.after, 0];
  for (;;) {
    const { events } = await api.graphql<{ events: { events: unknown[]; hasMore: boolean; nextCursor: string } }>(
      PULL,
      { storeId: reader.storeId, after },
    );
    count += events.events.length;
    after = events.nextCursor;
    if (!events.hasMore) return count;
  }
}

async function follow(world: BenchWorld, api: Api, reader: Reader): Promise<number> {
  const client = createClient({
    url: `${world.baseUrl.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${api.token}` },
  });
  let count = 0;
  try {
    for await (const { data, errors } of client.iterate({ query: FOLLOW, variables: reader })) {
      if (errors || !data) throw new Error(`The subscription answered ${JSON.stringify(errors)}`);
      count += 1;
      if (count === EVENTS) return count;
    }
    return count;
  } finally {
    await client.dispose();
  }
}
