import { randomInt, randomUUID } from 'node:crypto';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { uuidIn } from '../resolvers/scene.ts';
import { type Api, signIn } from '../testkit/api.ts';
import type { World } from '../testkit/world.ts';

type Call = { readonly atMs: number; readonly kind: string; readonly commentId: string | null; readonly text: string };
type Named = { readonly data: { readonly id: string } };

const CREATE = `mutation ($input: CreateStoreInput!) { createStore(input: $input) { ... on CreateStoreSuccess { data { id } } } }`;
const SETUP = `mutation ($page: ConnectPageInput!, $products: ImportProductsInput!, $live: StartLiveInput!) {
  connectPage(input: $page) { __typename }
  importProducts(input: $products) { __typename }
  startLive(input: $live) { ... on StartLiveSuccess { data { id } } }
}`;

/** A store on air at the sandbox's Facebook, and the ways to act in it and to look at it from the outside. */
export async function openOnAir(world: World, given: { units?: number } = {}) {
  const api = await signIn(world.baseUrl, {
    email: `${randomUUID()}@test.example`,
    password: 'a-long-password-1',
    name: 'Ana Seller',
  });
  const pageId = String(randomInt(100_000, 999_999));
  const made = await api.graphql<{ createStore: Named }>(CREATE, {
    input: { name: 'Poleras Ana', country: 'CL', currency: 'CLP', locale: 'es-CL' },
  });
  const storeId = made.createStore.data.id;
  const product = { sku: 'POL-ROJ-M', name: 'Polera Roja M', priceMinor: '15000', claimCode: 'R1' };
  const { startLive } = await api.graphql<{ startLive: Named }>(SETUP, {
    page: { storeId, fbPageId: pageId, pageAccessToken: `sandbox-token-${pageId}` },
    products: { storeId, products: [{ ...product, onHandUnits: given.units ?? 1_000 }] },
    live: { storeId, title: 'Live' },
  });
  const say = async (what: 'comments' | 'messages' | 'answers', author: string, text: string) => {
    const response = await fetch(`${world.sandboxUrl}/api/live/${pageId}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ author: { name: author }, text }),
    });
    return (await response.json()) as { commentId?: string; psid?: string };
  };
  return {
    api,
    pageId,
    storeId,
    liveEventId: startLive.data.id,
    storeUuid: uuidIn(storeId),
    comment: (author: string, text: string) => say('comments', author, text),
    write: (author: string, text: string) => say('messages', author, text),
    answerInInbox: (author: string, text: string) => say('answers', author, text),
    police: (action: 'warning' | 'block' | 'unblock', reason: string) =>
      fetch(`${world.sandboxUrl}/api/live/${pageId}/police`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ action, reason }),
      }),
    /** Calls to the Graph API that put words before people, as the sandbox saw them. */
    async sent(): Promise<readonly Call[]> {
      const answer = await fetch(`${world.sandboxUrl}/_history?page=${pageId}&limit=5000`);
      const { calls } = (await answer.json()) as { calls: (Call & { outcome: string })[] };
      const words = ['public_reply', 'private_reply', 'send', 'utility'];
      return calls.filter(({ kind, outcome }) => words.includes(kind) && outcome === 'accepted');
    },
    /** How many of the store's messages are in each state. */
    async states(): Promise<Readonly<Record<string, number>>> {
      const rows = await rowsOf<{ state: string; count: number }>(
        world.app.pool,
        `SELECT state, count(*)::int AS count FROM messages WHERE tienda_id = $1 AND direction = 'out' GROUP BY 1`,
        [uuidIn(storeId)],
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
    rows: <Row extends Record<string, unknown>>(sql: string): Promise<Row[]> =>
      rowsOf<Row>(world.app.pool, sql, [uuidIn(storeId)]),
  };
}
export type OnAir = Awaited<ReturnType<typeof openOnAir>>;

/** Runs a mutation and answers its data. @throws Error when it was refused. */
export async function act<Data>(api: Api, field: string, type: string, input: object, select = 'id'): Promise<Data> {
  const success = `${field[0]?.toUpperCase()}${field.slice(1)}Success`;
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ... on ${success} { data { ${select} } } ... on DomainError { message } } }`;
  const answer = await api.graphql<Record<string, { data?: Data; message?: string }>>(query, { input });
  const { data, message } = answer[field] ?? {};
  if (!data) throw new Error(message ?? 'The mutation answered nothing.');
  return data;
}
