import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** The few things that a rehearsal does as the seller, over the public GraphQL API. */
export type SellerApi = {
  readonly token: string;
  findStore(pageId: string): Promise<string>;
  /** The running live of the store; a new one when none runs. */
  ensureLive(input: {
    readonly storeId: string;
    readonly title: string;
  }): Promise<{ readonly liveEventId: string; readonly feedCursor: string }>;
  /** Global ids of the store's products by SKU. */
  productIds(storeId: string): Promise<ReadonlyMap<string, string>>;
  showProduct(input: { readonly liveEventId: string; readonly productId: string | null }): Promise<void>;
  eventsAfter(input: { readonly storeId: string; readonly cursor: string }): Promise<EventPage>;
};

/** An event as the rehearsal reads it; fields that a type does not have are absent. */
export type SaleEvent = {
  readonly __typename: string;
  readonly commentId?: string | null;
  readonly productId?: string;
  readonly authorName?: string | null;
  readonly text?: string | null;
};
type EventPage = { readonly events: readonly SaleEvent[]; readonly cursor: string };

const PAGE_ENTRIES = 100;

/** Signs in by e-mail and password. @throws Error saying what the server answered. */
export async function signIn(input: {
  readonly url: string;
  readonly email: string;
  readonly password: string;
}): Promise<SellerApi> {
  const { url, email, password } = input;
  const answer = await postJson(`${url}/api/auth/sign-in/email`, { email, password }).catch(() => null);
  if (!answer)
    throw new Error(`Nothing answers at ${url}. Start the server with \`npm start\`, or name it with --url.`);
  const token = answer.headers['set-auth-token'];
  if (answer.statusCode !== 200 || typeof token !== 'string') {
    throw new Error(`Signing in as ${email} failed with HTTP ${answer.statusCode}. Is the demo data there?`);
  }
  return createSellerApi(input.url, token);
}

// Not fetch: it marks its requests as a browser's, and then signing in wants an Origin that only the server's settings know.
function postJson(address: string, body: object): Promise<IncomingMessage> {
  const url = new URL(address);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } }, (answer) => {
      answer.resume();
      resolve(answer);
    });
    sent.once('error', reject);
    sent.end(JSON.stringify(body));
  });
}

type Ask = <Data>(query: string, variables: Record<string, unknown>) => Promise<Data>;

function createSellerApi(url: string, token: string): SellerApi {
  const ask: Ask = async <Data>(query: string, variables: Record<string, unknown>) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-graphql-csrf': '1' },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (!answer.data || answer.errors)
      throw new Error(`GraphQL answered: ${answer.errors?.[0]?.message ?? response.status}`);
    return answer.data;
  };
  return {
    token,
    findStore: (pageId) => findStore(ask, pageId),
    ensureLive: async (input) => (await findLive(ask, input.storeId)) ?? startLive(ask, input),
    productIds: (storeId) => productIds(ask, storeId),
    async showProduct(input) {
      const data = await ask<{ showProduct: Result }>(
        `mutation Show($input: ShowProductInput!) { showProduct(input: $input) {
           __typename ... on DomainError { message } ... on ShowProductSuccess { data { id } } } }`,
        { input },
      );
      assertDone(data.showProduct);
    },
    eventsAfter: (input) => eventsAfter(ask, input),
  };
}

async function findStore(ask: Ask, pageId: string): Promise<string> {
  const data = await ask<{ viewer: { memberships: { store: { id: string; fbPageId: string | null } }[] } }>(
    '{ viewer { memberships { store { id fbPageId } } } }',
    {},
  );
  const found = data.viewer.memberships.find(({ store }) => store.fbPageId === pageId);
  if (!found)
    throw new Error(`The demo seller has no store of the Page ${pageId}. Fill the database with prisma/seed.ts.`);
  return found.store.id;
}

type Live = { readonly id: string; readonly feedCursor: string };

async function findLive(ask: Ask, storeId: string) {
  const data = await ask<{ liveEvents: { edges: { node: Live }[] } }>(
    'query Lives($storeId: ID!) { liveEvents(storeId: $storeId, status: ACTIVE, first: 1) { edges { node { id feedCursor } } } }',
    { storeId },
  );
  const live = data.liveEvents.edges[0]?.node;
  return live ? { liveEventId: live.id, feedCursor: live.feedCursor } : null;
}

async function startLive(ask: Ask, input: { readonly storeId: string; readonly title: string }) {
  const data = await ask<{ startLive: Result & { data?: Live } }>(
    `mutation Start($input: StartLiveInput!) { startLive(input: $input) {
       __typename ... on DomainError { message } ... on StartLiveSuccess { data { id feedCursor } } } }`,
    { input },
  );
  const live = data.startLive.data;
  if (!live) throw new Error(data.startLive.message ?? 'The live could not be started.');
  return { liveEventId: live.id, feedCursor: live.feedCursor };
}

type ProductPage = {
  readonly products: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly sku: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

async function productIds(ask: Ask, storeId: string): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let after: string | null = null, hasMore = true; hasMore; ) {
    const { products }: ProductPage = await ask<ProductPage>(
      `query Products($storeId: ID!, $first: Int!, $after: String) { products(storeId: $storeId, first: $first, after: $after) {
         edges { node { id sku } } pageInfo { hasNextPage endCursor } } }`,
      { storeId, first: PAGE_ENTRIES, after },
    );
    for (const { node } of products.edges) ids.set(node.sku, node.id);
    after = products.pageInfo.endCursor;
    hasMore = products.pageInfo.hasNextPage;
  }
  return ids;
}

async function eventsAfter(ask: Ask, input: { readonly storeId: string; readonly cursor: string }): Promise<EventPage> {
  const events: SaleEvent[] = [];
  for (let { cursor } = input; ; ) {
    const page = await ask<{
      events: { events: (SaleEvent & { readonly claimedBy?: string | null })[]; nextCursor: string; hasMore: boolean };
    }>(
      `query Events($storeId: ID!, $after: String!, $first: Int!) { events(storeId: $storeId, after: $after, first: $first) {
         hasMore nextCursor events { __typename
           ... on CommentUnderstoodEvent { commentId authorName text }
           ... on HoldPlacedEvent { claimedBy: commentId productId }
           ... on ClaimWaitlistedEvent { claimedBy: commentId productId }
           ... on MessageRefusedEvent { claimedBy: commentId } } } }`,
      { storeId: input.storeId, after: cursor, first: PAGE_ENTRIES },
    );
    // The id is required in one type and may be null in others, so that GraphQL wants two names for it.
    events.push(...page.events.events.map(({ claimedBy, ...event }) => ({ commentId: claimedBy ?? null, ...event })));
    cursor = page.events.nextCursor;
    if (!page.events.hasMore) return { events, cursor };
  }
}

type Result = { readonly __typename: string; readonly message?: string };

function assertDone(result: Result): void {
  if (result.message !== undefined) throw new Error(`The server refused: ${result.message}`);
}
