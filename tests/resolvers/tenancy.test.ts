import { randomUUID } from 'node:crypto';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printApi } from '../../scripts/print-schema.ts';
import { memberRolesWith } from '../../src/domain/identity/permissions.ts';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import { FIELD_ACCESS } from '../../src/resolvers/access.ts';
import { seedDeadLetters } from '../access/dead-letters.ts';
import type { Listening } from '../http/listen.ts';
import type { Api } from '../testkit/api.ts';
import { seedComment } from '../testkit/scene.ts';
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
  uuidIn,
} from './scene.ts';
import { OPEN, SEED_REST } from './tenancy-rows.ts';

type Ids = Shop['ids'] &
  Readonly<Record<'buyer' | 'conversation' | 'decision' | 'member' | 'invitation' | 'letter', string>>;
type ShopWithChat = Shop & { readonly ids: Ids };

let server: Listening;
let shop: ShopWithChat;
let stranger: Api;
let strangersShop: ShopWithChat;

beforeAll(async () => {
  server = await listen();
  shop = await withChat(await openShop(server));
  stranger = await signUp(server);
  strangersShop = await withChat(await openShop(server, stranger));
});
afterAll(() => server[Symbol.asyncDispose]());

/** The buyer of the shop's order and their conversation, in which they have just written; its owner, an invitation and a dead letter. */
async function withChat(opened: Shop): Promise<ShopWithChat> {
  const storeId = uuidIn(opened.ids.store);
  const { commentId } = await seedComment(server.app.pool, { storeId, liveEventId: uuidIn(opened.ids.live) });
  const made = await rowOf<Omit<Record<keyof Ids, string>, 'letter'>>(server.app.pool, OPEN, [
    uuidIn(opened.ids.order),
    storeId,
    commentId,
  ]);
  const [letter = ''] = await seedDeadLetters(server.app, { storeId, mark: 'tenancy', count: 1 });
  const id = (type: string, uuid: string) => Buffer.from(`${type}:${uuid}`).toString('base64url');
  return {
    ...opened,
    ids: {
      ...opened.ids,
      buyer: id('Buyer', made.buyer),
      conversation: id('Conversation', made.conversation),
      decision: id('AiDecision', made.decision),
      member: id('Member', made.member),
      invitation: id('Invitation', made.invitation),
      letter,
    },
  };
}

/** Every field that takes an id, asked with the ids of a shop. `null` answers and NOT_FOUND are the two ways to say no. */
const QUERIES: Record<string, (ids: Ids) => string> = {
  store: (ids) => `{ store(id: "${ids.store}") { id name } }`,
  products: (ids) => `{ products(storeId: "${ids.store}") { totalCount edges { node { id } } } }`,
  liveEvents: (ids) => `{ liveEvents(storeId: "${ids.store}") { edges { node { id } } } }`,
  liveEvent: (ids) => `{ liveEvent(id: "${ids.live}") { id store { id } } }`,
  orders: (ids) => `{ orders(storeId: "${ids.store}") { edges { node { id } } } }`,
  order: (ids) => `{ order(id: "${ids.order}") { id } }`,
  conversations: (ids) => `{ conversations(storeId: "${ids.store}") { edges { node { id } } } }`,
  auditLog: (ids) => `{ auditLog(storeId: "${ids.store}") { edges { node { seq action } } } }`,
  events: (ids) => `{ events(storeId: "${ids.store}") { nextCursor events { __typename } } }`,
  vendorStatus: (ids) => `{ vendorStatus(storeId: "${ids.store}") { vendor state since } }`,
  aiUsage: (ids) => `{ aiUsage(storeId: "${ids.store}") { tokens } }`,
  aiDecisions: (ids) => `{ aiDecisions(storeId: "${ids.store}") { edges { node { id } } } }`,
  keywordSuggestions: (ids) => `{ keywordSuggestions(storeId: "${ids.store}") { keyword } }`,
  members: (ids) => `{ members(storeId: "${ids.store}") { id fullName } }`,
  invitations: (ids) => `{ invitations(storeId: "${ids.store}") { id email } }`,
  deadLetters: (ids) => `{ deadLetters(storeId: "${ids.store}") { edges { node { id } } } }`,
  apiKeys: (ids) => `{ apiKeys(storeId: "${ids.store}") { id name } }`,
  webhookEndpoints: (ids) =>
    `{ webhookEndpoints(storeId: "${ids.store}") { id deliveries { edges { node { id } } } } }`,
  node: (ids) => `{ node(id: "${ids.order}") { id } }`,
};

const MUTATIONS: Record<string, (ids: Ids) => string> = {
  connectPage: (ids) => `connectPage(input: { storeId: "${ids.store}", fbPageId: "1", pageAccessToken: "12345678" })`,
  beginPageConnection: (ids) => `beginPageConnection(input: { storeId: "${ids.store}" })`,
  completePageConnection: (ids) =>
    `completePageConnection(input: { storeId: "${ids.store}", code: "12345678", state: "12345678" })`,
  choosePage: (ids) => `choosePage(input: { storeId: "${ids.store}", fbPageId: "1" })`,
  verifyPage: (ids) => `verifyPage(input: { storeId: "${ids.store}" })`,
  configureAnswers: (ids) => `configureAnswers(input: { storeId: "${ids.store}", answersQuestions: true })`,
  configurePayment: (ids) =>
    `configurePayment(input: { storeId: "${ids.store}", gateway: MERCADO_PAGO, accessToken: "12345678" })`,
  importProducts: (ids) =>
    `importProducts(input: { storeId: "${ids.store}", products: [{ sku: "X", name: "X", priceMinor: "1", onHandUnits: 1 }] })`,
  adjustStock: (ids) => `adjustStock(input: { productId: "${ids.product}", deltaUnits: 1 })`,
  startLive: (ids) => `startLive(input: { storeId: "${ids.store}", title: "x" })`,
  endLive: (ids) => `endLive(input: { liveEventId: "${ids.live}" })`,
  showProduct: (ids) => `showProduct(input: { liveEventId: "${ids.live}", productId: "${ids.product}" })`,
  createOrder: (ids) =>
    `createOrder(input: { storeId: "${ids.store}", customerFbId: "x", items: [{ sku: "X", quantityUnits: 1 }] })`,
  pauseBot: (ids) => `pauseBot(input: { storeId: "${ids.store}", liveEventId: "${ids.live}" })`,
  resumeBot: (ids) => `resumeBot(input: { storeId: "${ids.store}", liveEventId: "${ids.live}", withheld: SEND })`,
  takeOverConversation: (ids) => `takeOverConversation(input: { conversationId: "${ids.conversation}" })`,
  handBackConversation: (ids) => `handBackConversation(input: { conversationId: "${ids.conversation}" })`,
  sendMessage: (ids) => `sendMessage(input: { conversationId: "${ids.conversation}", text: "x", clientKey: "x" })`,
  chooseLanguage: (ids) => `chooseLanguage(input: { conversationId: "${ids.conversation}", language: ES })`,
  correctDecision: (ids) => `correctDecision(input: { decisionId: "${ids.decision}", intent: CANCEL })`,
  withdrawCorrection: (ids) => `withdrawCorrection(input: { decisionId: "${ids.decision}" })`,
  addKeyword: (ids) => `addKeyword(input: { productId: "${ids.product}", keyword: "xx" })`,
  blockBuyer: (ids) => `blockBuyer(input: { buyerId: "${ids.buyer}" })`,
  unblockBuyer: (ids) => `unblockBuyer(input: { buyerId: "${ids.buyer}" })`,
  setBuyerLimits: (ids) =>
    `setBuyerLimits(input: { storeId: "${ids.store}", maxOpenCarts: 1, maxUnitsPerLive: 1, maxUnitsPerProduct: 1 })`,
  deleteBuyerData: (ids) => `deleteBuyerData(input: { buyerId: "${ids.buyer}" })`,
  inviteMember: (ids) => `inviteMember(input: { storeId: "${ids.store}", email: "x@test.example", role: STAFF })`,
  revokeInvitation: (ids) => `revokeInvitation(input: { invitationId: "${ids.invitation}" })`,
  changeMemberRole: (ids) => `changeMemberRole(input: { memberId: "${ids.member}", role: STAFF })`,
  removeMember: (ids) => `removeMember(input: { memberId: "${ids.member}" })`,
  requeueDeadLetter: (ids) => `requeueDeadLetter(input: { deadLetterId: "${ids.letter}" })`,
  requeueDeadLetters: (ids) =>
    `requeueDeadLetters(input: { storeId: "${ids.store}", deadLetterIds: ["${ids.letter}"] })`,
  dropDeadLetter: (ids) => `dropDeadLetter(input: { deadLetterId: "${ids.letter}" })`,
  dropDeadLetters: (ids) => `dropDeadLetters(input: { storeId: "${ids.store}", deadLetterIds: ["${ids.letter}"] })`,
  createApiKey: (ids) => `createApiKey(input: { storeId: "${ids.store}", name: "x", scopes: [PRODUCTS_READ] })`,
  rotateApiKey: (ids) => `rotateApiKey(input: { apiKeyId: "${ids.key}" })`,
  revokeApiKey: (ids) => `revokeApiKey(input: { apiKeyId: "${ids.key}" })`,
  createWebhookEndpoint: (ids) =>
    `createWebhookEndpoint(input: { storeId: "${ids.store}", url: "https://partner.example/", eventTypes: [] })`,
  updateWebhookEndpoint: (ids) => `updateWebhookEndpoint(input: { endpointId: "${ids.endpoint}", description: "x" })`,
  enableWebhookEndpoint: (ids) => `enableWebhookEndpoint(input: { endpointId: "${ids.endpoint}" })`,
  disableWebhookEndpoint: (ids) => `disableWebhookEndpoint(input: { endpointId: "${ids.endpoint}" })`,
  rotateWebhookSecret: (ids) => `rotateWebhookSecret(input: { endpointId: "${ids.endpoint}" })`,
  replayWebhookDeliveries: (ids) =>
    `replayWebhookDeliveries(input: { endpointId: "${ids.endpoint}", after: "0", until: "99999999" })`,
  cancelOrder: (ids) => `cancelOrder(input: { orderId: "${ids.order}" })`,
};

const mutation = (call: string) => `mutation { answer: ${call} { __typename ... on DomainError { code message } } }`;

/** An answer with its ids blanked, so that the answers to two different ids can be compared. */
function blank(answer: Answer, ids: Ids): unknown {
  const known = Object.values(ids).flatMap((id) => [id, uuidIn(id)]);
  return JSON.parse(known.reduce((text, id) => text.replaceAll(id, '<id>'), JSON.stringify(answer)));
}

function nowhere(): Ids {
  const id = (type: string) => Buffer.from(`${type}:${randomUUID()}`).toString('base64url');
  return {
    store: id('Store'),
    product: id('Product'),
    live: id('LiveEvent'),
    order: id('Order'),
    key: id('ApiKey'),
    endpoint: id('WebhookEndpoint'),
    buyer: id('Buyer'),
    conversation: id('Conversation'),
    decision: id('AiDecision'),
    member: id('Member'),
    invitation: id('Invitation'),
    letter: id('DeadLetter'),
  };
}

// Fields for the caller's own account and for support people are not for members of a store.
test('the list of this file has every field of the API that acts in a store of the caller', () => {
  const fieldsOf = (root: string) =>
    Object.entries(FIELD_ACCESS).flatMap(([field, demand]) => {
      const [type, name = ''] = field.split('.');
      return type === root && demand !== 'signed-in' && memberRolesWith(demand).length > 0 ? [name] : [];
    });

  expect(fieldsOf('Query').sort()).toEqual(Object.keys(QUERIES).sort());
  expect(fieldsOf('Mutation').sort()).toEqual(Object.keys(MUTATIONS).sort());
});

describe.each(Object.entries(QUERIES))('%s', (name, query) => {
  test('shows the shop to its owner', async () => {
    const answer = await ask(server, shop.api.token, { query: query(shop.ids) });

    expect(answer.errors).toBeUndefined();
    expect(answer.data?.[name]).toBeTruthy();
  });

  test('answers a stranger as if the shop did not exist', async () => {
    const missing = nowhere();
    const asStranger = await ask(server, stranger.token, { query: query(shop.ids) });
    const asNobodys = await ask(server, stranger.token, { query: query(missing) });

    expect(asStranger.data?.[name] ?? null).toBeNull();
    expect(blank(asStranger, shop.ids)).toEqual(blank(asNobodys, missing));
  });

  test('takes an id of something else, and no id at all, for one that does not exist', async () => {
    const swapped = {
      ...shop.ids,
      store: shop.ids.order,
      product: shop.ids.store,
      live: shop.ids.order,
      order: 'nonsense',
    };
    const answer = await ask(server, shop.api.token, { query: query(swapped) });

    expect(answer.data?.[name] ?? null).toBeNull();
    expect(codesOf(answer).filter((code) => code !== 'NOT_FOUND')).toEqual([]);
  });
});

describe.each(Object.entries(MUTATIONS))('%s', (_name, call) => {
  test('answers a stranger as if the shop did not exist, and changes nothing', async () => {
    const before = await dump();
    const missing = nowhere();
    const asStranger = await ask(server, stranger.token, { query: mutation(call(shop.ids)) });
    const asNobodys = await ask(server, stranger.token, { query: mutation(call(missing)) });

    expect(asStranger.data).toMatchObject({ answer: { __typename: 'NotFoundError', code: 'NOT_FOUND' } });
    expect(blank(asStranger, shop.ids)).toEqual(blank(asNobodys, missing));
    expect(await dump()).toEqual(before);
  });

  test('refuses an id of another type like one that does not exist', async () => {
    const swapped = {
      store: shop.ids.order,
      product: shop.ids.store,
      live: shop.ids.order,
      order: shop.ids.product,
      key: shop.ids.endpoint,
      endpoint: shop.ids.key,
      buyer: shop.ids.conversation,
      conversation: shop.ids.buyer,
      decision: shop.ids.order,
      member: shop.ids.invitation,
      invitation: shop.ids.member,
      letter: shop.ids.order,
    };
    const answer = await ask(server, shop.api.token, { query: mutation(call(swapped)) });

    expect(answer.data).toMatchObject({ answer: { code: 'NOT_FOUND' } });
  });
});

test('every kind of node is found by its owner and by nobody else', async () => {
  const storeId = uuidIn(shop.ids.store);
  const { commentId } = await seedComment(server.app.pool, { storeId, liveEventId: uuidIn(shop.ids.live) });
  await rowsOf(server.app.pool, SEED_REST, [storeId, commentId, uuidIn(shop.ids.order)]);
  const types = {
    Store: 'tiendas',
    Product: 'productos',
    LiveEvent: 'live_events',
    Comment: 'comments',
    AiDecision: 'ai_logs',
    Buyer: 'buyers',
    BotPause: 'bot_pauses',
    DeadLetter: 'dead_letters',
    Conversation: 'conversations',
    Message: 'messages',
    Order: 'pedidos',
    Hold: 'holds',
    PaymentAttempt: 'payment_attempts',
    Payment: 'payments',
    WaitlistEntry: 'waitlist_entries',
    ApiKey: 'api_keys',
    WebhookEndpoint: 'webhook_endpoints',
    WebhookDelivery: 'webhook_deliveries',
  };
  const nodes = buildSchema(printApi()).getType('Node');
  const implementing = buildSchema(printApi())
    .getPossibleTypes(nodes as never)
    .map(({ name }) => name);
  expect(implementing.sort()).toEqual(Object.keys(types).sort());

  for (const [type, table] of Object.entries(types)) {
    const column = type === 'Store' ? 'id' : 'tienda_id';
    const [row] = await rowsOf<{ id: string }>(
      server.app.pool,
      `SELECT id FROM ${table} WHERE ${column} = $1 LIMIT 1`,
      [storeId],
    );
    const id = Buffer.from(`${type}:${row?.id}`).toString('base64url');
    const query = 'query ($id: ID!) { node(id: $id) { __typename id } }';

    expect((await ask(server, shop.api.token, { query, variables: { id } })).data).toEqual({
      node: { __typename: type, id },
    });
    expect((await ask(server, stranger.token, { query, variables: { id } })).data).toEqual({ node: null });
  }
});

test('a product of another store cannot be shown in a live, even by a member of both', async () => {
  const answer = await ask(server, shop.api.token, {
    query: mutation(
      `showProduct(input: { liveEventId: "${shop.ids.live}", productId: "${strangersShop.ids.product}" })`,
    ),
  });
  expect(answer.data).toMatchObject({ answer: { code: 'NOT_FOUND' } });

  await setMember(server, { storeId: strangersShop.ids.store, token: shop.api.token, isMember: true });
  const asMember = await ask(server, shop.api.token, {
    query: mutation(
      `showProduct(input: { liveEventId: "${shop.ids.live}", productId: "${strangersShop.ids.product}" })`,
    ),
  });
  await setMember(server, { storeId: strangersShop.ids.store, token: shop.api.token, isMember: false });
  expect(asMember.data).toMatchObject({ answer: { code: 'NOT_FOUND' } });
});

test('credentials are set, and the audit log is read, by owners only', async () => {
  const staff = await signUp(server);
  await setMember(server, { storeId: shop.ids.store, token: staff.token, isMember: true });

  const products = await ask(server, staff.token, { query: QUERIES['products']?.(shop.ids) ?? '' });
  expect(products.errors).toBeUndefined();
  const audit = await ask(server, staff.token, { query: QUERIES['auditLog']?.(shop.ids) ?? '' });
  expect(codesOf(audit)).toEqual(['NOT_FOUND']);
  for (const name of ['connectPage', 'configurePayment', 'createApiKey', 'revokeApiKey', 'createWebhookEndpoint']) {
    const answer = await ask(server, staff.token, { query: mutation(MUTATIONS[name]?.(shop.ids) ?? '') });
    expect(answer.data).toMatchObject({ answer: { code: 'NOT_FOUND' } });
  }
});

test.each(['liveFeed', 'storeFeed'])('%s refuses a stranger as if the shop did not exist', async (feed) => {
  const client = connectSocket(server, stranger.token);
  const asks = (ids: Ids) =>
    feed === 'liveFeed' ? `liveFeed(liveEventId: "${ids.live}")` : `storeFeed(storeId: "${ids.store}")`;
  const first = client.iterate({ query: `subscription { ${asks(shop.ids)} { __typename } }` }).next();
  const answer = await first.then(
    ({ value }) => value as Answer,
    (errors: Answer['errors']) => ({ errors }) as Answer,
  );
  await client.dispose();

  expect(codesOf(answer)).toEqual(['NOT_FOUND']);
});

test('nobody signed in gets UNAUTHENTICATED from every field, and no data', async () => {
  const queries = [...Object.values(QUERIES).map((query) => query(shop.ids)), '{ viewer { id } }'];
  const mutations = Object.values(MUTATIONS).map((call) => mutation(call(shop.ids)));
  for (const query of [...queries, ...mutations]) {
    const answer = await ask(server, null, { query });

    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
    expect(Object.values(answer.data ?? {}).filter((value) => value !== null)).toEqual([]);
  }
});

async function dump(): Promise<unknown> {
  const tables = [
    'tiendas',
    'productos',
    'live_events',
    'pedidos',
    'holds',
    'stock_movements',
    'config_pagos',
    'fb_sessions',
    'api_keys',
    'webhook_endpoints',
    'webhook_deliveries',
    'events',
    'store_keys',
    'members',
    'invitations',
    'dead_letters',
  ];
  const asks = tables.map((table) =>
    rowsOf(server.app.pool, `SELECT to_jsonb(x) - 'position' AS row FROM ${table} x ORDER BY id`),
  );
  return Promise.all(asks);
}
