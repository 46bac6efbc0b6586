import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLInterfaceType, type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printApi } from '../../scripts/print-schema.ts';
import {
  type MemberRole,
  memberRolesWith,
  PERMISSIONS,
  type Permission,
} from '../../src/domain/identity/permissions.ts';
import { DOORS } from '../../src/domain/partners/scopes.ts';
import { authOptionsOf, createAuth } from '../../src/http/auth/create-auth.ts';
import { createRevocations } from '../../src/http/auth/revocations.ts';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import { FIELD_ACCESS } from '../../src/resolvers/access.ts';
import type { Listening } from '../http/listen.ts';
import {
  type Answer,
  ask,
  codesOf,
  connectSocket,
  listen,
  openShop,
  type Shop,
  setMember,
  uuidIn,
} from '../resolvers/scene.ts';
import { until } from '../testkit/until.ts';
import { ALL_SCOPES, endKey, makeKey, moderator, superadmin } from './actors.ts';
import { seedDeadLetters } from './dead-letters.ts';
import { fill, type IdsByName, selectAll } from './fill.ts';
import { fillShop, MARK, type Scene, TOKEN } from './fill-shop.ts';
import { decoded, leaks } from './leaks.ts';
import { type Call, makeCalls } from './rest-calls.ts';
import { checksums, idsOfStore } from './store-rows.ts';

const schema = buildSchema(printApi());

type Operation = {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly query: string;
  readonly variables: Record<string, unknown>;
};

let server: Listening;
let shop: Shop;
let actors: Readonly<Record<string, string | null>>;
let operations: readonly Operation[];
let calls: readonly Call[];
let scene: Scene;

beforeAll(async () => {
  // A key that is refused because it calls too often would prove nothing.
  server = await listen({}, (limits) => ({ ...limits, partners: { ...limits.partners, callsPerSecond: 10_000 } }));
  shop = await openShop(server);
  scene = await fillShop(server, shop);
  actors = await makeActors();
  operations = await makeOperations();
  calls = await makeCalls(server, shop);
});
afterAll(() => server[Symbol.asyncDispose]());

test('nobody outside a store reads or changes anything of it, by any field, node, subscription or route', async () => {
  const before = await checksums(server.app.pool, uuidIn(shop.ids.store));
  const sent = decoded(JSON.stringify([operations, calls]));
  const secret = await idsOfStore(server.app.pool, uuidIn(shop.ids.store)).then((ids) =>
    ids.filter((id) => !sent.includes(id)),
  );
  let pairs = 0;
  const outsiders = Object.fromEntries(Object.entries(actors).filter(([actor]) => !INSIDERS.includes(actor)));
  for (const [actor, token] of Object.entries(outsiders)) {
    for (const operation of operations) {
      const answer = await run(token, operation);
      expect(leaks(answer, secret), `${actor} × ${operation.name}: ${JSON.stringify(answer).slice(0, 500)}`).toEqual(
        [],
      );
      expect(
        isRefused(operation, answer),
        `${actor} × ${operation.name}: ${JSON.stringify(answer).slice(0, 500)}`,
      ).toBe(true);
      pairs += 1;
    }
    for (const call of calls) {
      const response = await fetch(server.url + call.path, {
        ...call.init,
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      });
      expect(leaks(await response.text(), secret), `${actor} × ${call.name}`).toEqual([]);
      if (call.path.includes('tienda_id') || String(call.init.body).includes('tienda_id'))
        expect([401, 404], `${actor} × ${call.name}`).toContain(response.status);
      pairs += 1;
    }
  }

  expect(await checksums(server.app.pool, uuidIn(shop.ids.store))).toEqual(before);
  process.stdout.write(
    `The walk checked ${pairs} (actor × operation) pairs: ${Object.keys(outsiders).length} actors, ` +
      `${operations.length} operations and nodes of the schema, ${calls.length} of REST.\n`,
  );
}, 240_000);

test('a key of the store opens what its scope names and nothing else', async () => {
  const closed = operations.filter(
    ({ name }) => !['any', 'events:read'].includes(DOORS[name.split(' ')[0] ?? ''] ?? ''),
  );
  for (const operation of closed) {
    expect(codesOf(await run(actors['a key without the scope'] ?? null, operation)), operation.name).toEqual([
      'MISSING_SCOPE',
    ]);
  }
  process.stdout.write(`The walk checked ${closed.length} operations that the scope of a key does not open.\n`);
}, 60_000);

/** Kinds of nodes and the permission that finds them; the others go with store:read. */
const NODES: Readonly<Record<string, Permission>> = {
  DeadLetter: 'queues:manage',
  ApiKey: 'partners:manage',
  WebhookEndpoint: 'partners:manage',
  WebhookDelivery: 'partners:manage',
  Product: 'catalogue:read',
  Order: 'orders:read',
  Hold: 'orders:read',
  WaitlistEntry: 'orders:read',
  PaymentAttempt: 'orders:read',
  Payment: 'orders:read',
  Buyer: 'conversations:read',
  Conversation: 'conversations:read',
  Message: 'conversations:read',
  LiveEvent: 'live:read',
  BotPause: 'live:read',
  Comment: 'live:read',
  AiDecision: 'live:read',
};

function demandOf(operation: Operation): Permission | 'signed-in' {
  const [field = '', , node = ''] = operation.name.split(' ');
  return field === 'Query.node' ? (NODES[node] ?? 'store:read') : FIELD_ACCESS[field as keyof typeof FIELD_ACCESS];
}

test.each([
  ['staff of the store', 'staff'],
  ['a moderator of a live', 'moderator'],
] as const)(
  '%s may do exactly what the table of permissions gives them',
  async (actor, role: MemberRole) => {
    for (const operation of operations.filter(({ kind }) => kind !== 'subscription')) {
      const demand = demandOf(operation);
      if (demand === 'signed-in') continue;
      const answer = await run(actors[actor] ?? null, operation);
      expect(isRefused(operation, answer), operation.name).toBe(!memberRolesWith(demand).includes(role));
    }
  },
  60_000,
);

test('a moderator of another live of the store sees nothing of this one', async () => {
  const other = await rowOf<{ id: string }>(
    server.app.pool,
    `INSERT INTO live_events (tienda_id, title) VALUES ($1, 'Another') RETURNING id`,
    [uuidIn(shop.ids.store)],
  );
  const token = await moderator(server, shop, other.id);
  const secret = await idsOfStore(server.app.pool, uuidIn(shop.ids.store)).then((ids) =>
    ids.filter((id) => id !== other.id),
  );
  for (const operation of operations.filter(({ kind, name }) => kind === 'query' && name !== 'Query.viewer')) {
    const answer = await run(token, operation);
    const sent = decoded(JSON.stringify(operation));
    const { store, liveEvents } = (answer.data ?? {}) as { store?: unknown; liveEvents?: unknown };
    // The name of the store is theirs to see.
    if (store || liveEvents || operation.name === 'Query.node of Store') continue;
    expect(
      leaks(
        answer,
        secret.filter((id) => !sent.includes(id)),
      ),
      operation.name,
    ).toEqual([]);
  }
}, 60_000);

test('a superadmin reads what the table says and nothing else, and each read of a store stands in its audit log', async () => {
  const reads = () =>
    rowOf<{ count: number }>(
      server.app.pool,
      `SELECT count(*)::int AS count FROM audit_log WHERE tienda_id = $1 AND action = 'support-read'`,
      [uuidIn(shop.ids.store)],
    ).then(({ count }) => count);
  for (const operation of operations.filter(({ kind }) => kind !== 'subscription')) {
    const demand = demandOf(operation);
    if (demand === 'signed-in') continue;
    const may = (PERMISSIONS[demand] as readonly string[]).includes('superadmin');
    const before = await reads();
    const answer = await run(actors['superadmin'] ?? null, operation);
    expect(isRefused(operation, answer), `${operation.name}: ${JSON.stringify(answer)}`).toBe(!may);
    const readsOne = ['Query.supportStore', 'Query.supportDecisions'].includes(operation.name);
    expect((await reads()) - before, operation.name).toBe(readsOne ? 1 : 0);
    if (!may) expect(leaks(answer, []), operation.name).toEqual([]);
  }
}, 60_000);

test('a superadmin without a second factor is nobody', async () => {
  const answer = await run(await superadmin(server, false), { ...operationNamed('Query.installation') });

  expect(answer.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

// Else a refusal above could be one of shape, and say nothing about who may.
test('the same operations are understood and answered when the owner sends them', async () => {
  for (const operation of operations.filter(({ kind }) => kind === 'query')) {
    const demand = demandOf(operation);
    const isOfSupport = demand !== 'signed-in' && memberRolesWith(demand).length === 0;
    const answer = await run(isOfSupport ? (actors['superadmin'] ?? null) : shop.api.token, operation);
    expect(answer.errors, operation.name).toBeUndefined();
    expect(Object.values(answer.data ?? {}), operation.name).not.toContain(null);
  }
  for (const operation of operations.filter(({ kind }) => kind === 'mutation')) {
    const answer = await run(shop.api.token, operation);
    expect(answer.errors, operation.name).toBeUndefined();
    expect(['ValidationError', 'NotFoundError'], operation.name).not.toContain(typeOf(answer));
  }
}, 60_000);

async function run(token: string | null, operation: Operation): Promise<Answer> {
  if (operation.kind !== 'subscription') return ask(server, token, operation);
  const client = connectSocket(server, token);
  try {
    const first = client.iterate(operation).next();
    return await first.then(
      ({ value }) => (value ?? {}) as Answer,
      (errors: Answer['errors']) =>
        ({ errors: [errors].flat().map((error) => ({ message: String(error?.message ?? '') })) }) as Answer,
    );
  } finally {
    await client.dispose();
  }
}

const INSIDERS = ['staff of the store', 'a moderator of a live', 'superadmin', 'a key without the scope'];
const OWN = ['Query.viewer', 'Query.logins', 'Mutation.createStore'];

function isRefused(operation: Operation, answer: Answer): boolean {
  if (OWN.includes(operation.name)) return true;
  const value = Object.values(answer.data ?? {})[0] as { __typename?: string } | null | undefined;
  // The link of a mail answers alike to everybody whom it was not sent to.
  const refusal = operation.name === 'Mutation.acceptInvitation' ? 'IllegalMoveError' : 'NotFoundError';
  return value == null || value.__typename === refusal;
}

function typeOf(answer: Answer): string | undefined {
  return (Object.values(answer.data ?? {})[0] as { __typename?: string } | null)?.__typename;
}

async function makeActors(): Promise<Readonly<Record<string, string | null>>> {
  const neighbour = await openShop(server);
  // Straight from the library: its door lets few people of one address sign up per minute.
  const revocations = createRevocations(server.app);
  const options = { ...authOptionsOf(server.app.config), accessTokenTtlMs: -60_000 };
  const auth = createAuth({ ...server.app, revocations }, options);
  const join = async (storeId: string | null) => {
    const body = { email: `${randomUUID()}@test.example`, password: 'a-long-password-1', name: 'Walker' };
    const token = (await auth.api.signUpEmail({ body, asResponse: true })).headers.get('set-auth-token');
    if (!token) throw new Error('Nobody signed up.');
    if (storeId) await setMember(server, { storeId, token, isMember: true });
    return token;
  };
  const former = await join(shop.ids.store);
  await setMember(server, { storeId: shop.ids.store, token: former, isMember: false });
  // These two are of the store itself: only their time keeps them out.
  const expired = await join(shop.ids.store);
  const session = await join(shop.ids.store);
  const jwt = await auth.api.getToken({ headers: new Headers({ authorization: `Bearer ${session}` }) });
  await rowsOf(server.app.pool, `UPDATE sessions SET expires_at = now() - interval '1 minute' WHERE token = $1`, [
    // A credential is the token and its signature.
    expired.split('.')[0],
  ]);
  await untilUnknown(expired);
  return {
    nobody: null,
    'a stranger': await join(null),
    'staff of another store': await join(neighbour.ids.store),
    'the owner of another store': neighbour.api.token,
    'a former member': former,
    'an expired session': expired,
    'an expired token': jwt.token,
    'a key of another store': await makeKey(neighbour, ALL_SCOPES),
    'an expired key': await endKey(server, await makeKey(shop, ALL_SCOPES), 'expires_at'),
    'a revoked key': await endKey(server, await makeKey(shop, ALL_SCOPES), 'revoked_at'),
    'a key without the scope': await makeKey(shop, ['EVENTS_READ']),
    'staff of the store': await join(shop.ids.store),
    'a moderator of a live': await moderator(server, shop, uuidIn(shop.ids.live)),
    superadmin: await superadmin(server, true),
  };
}

function operationNamed(name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (!found) throw new Error(`The walk has no ${name}.`);
  return found;
}

/** The server keeps who is behind a token for two seconds. */
async function untilUnknown(token: string): Promise<void> {
  await until('the session has ended', async () => {
    const answer = await ask(server, token, { query: '{ viewer { id } }' });
    return (answer.errors ?? []).length > 0;
  });
}

async function makeOperations(): Promise<readonly Operation[]> {
  const letters = await seedDeadLetters(server.app, { storeId: uuidIn(shop.ids.store), mark: MARK, count: 9 });
  const nodes = await nodeIds();
  const ids: IdsByName = {
    storeId: shop.ids.store,
    productId: shop.ids.product,
    liveEventId: shop.ids.live,
    orderId: shop.ids.order,
    buyerId: nodes['Buyer'] ?? '',
    conversationId: nodes['Conversation'] ?? '',
    decisionId: nodes['AiDecision'] ?? '',
    dropMessageIds: nodes['Message'] ?? '',
    apiKeyId: shop.ids.key,
    endpointId: shop.ids.endpoint,
    memberId: globalId('Member', scene.memberId),
    invitationId: globalId('Invitation', scene.invitationId),
    token: TOKEN,
    // Every id is filled in, and only a moderator has one of a live.
    role: 'MODERATOR',
    email: 'walker@test.example',
    url: 'https://partner.example/walk',
    after: '0',
    until: '9',
    sku: shop.sku,
  };
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(isObjectType);
  return roots.flatMap((root) =>
    Object.values(root.getFields()).flatMap((field) => {
      const own = nodes[getNamedType(field.type).name];
      const asked = field.name === 'node' ? Object.entries(nodes) : [['', own ?? ''] as const];
      return asked.map(([type, id]) => {
        const letter = /DeadLetter/.test(field.name) ? (letters.pop() ?? '') : '';
        const given = { ...ids, deadLetterId: letter, deadLetterIds: letter };
        return operationOf(root, field.name, type, id ? { ...given, id } : given);
      });
    }),
  );
}

function operationOf(root: GraphQLObjectType, fieldName: string, node: string, ids: IdsByName): Operation {
  const field = root.getFields()[fieldName];
  if (!field) throw new Error(`There is no ${fieldName}.`);
  const args = field.args.filter((arg) => String(arg.type).endsWith('!'));
  const kind = root.name.toLowerCase() as Operation['kind'];
  const heads = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const passes = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selection = node
    ? `{ __typename ... on ${node} ${selectAll(schema, schema.getType(node) as GraphQLObjectType)} }`
    : selectAll(schema, field.type);
  return {
    name: `${root.name}.${field.name}${node && ` of ${node}`}`,
    kind,
    query: `${kind} ${heads && `(${heads})`} { ${field.name}${passes && `(${passes})`} ${selection} }`,
    variables: Object.fromEntries(args.map((arg) => [arg.name, fill(arg.name, arg.type, ids)])),
  };
}

const MODEL_OF: Readonly<Record<string, string>> = { AiDecision: 'AiLog' };
const models = readFileSync('prisma/schema.prisma', 'utf8');

function tableOf(type: string): string {
  const table = new RegExp(`^model ${MODEL_OF[type] ?? type} \\{[^}]*@@map\\("(\\w+)"\\)`, 'm').exec(models)?.[1];
  if (!table) throw new Error(`The walk does not know the table of ${type}. Tell it in MODEL_OF.`);
  return table;
}

function globalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

/** A node of each type, all of the store. */
async function nodeIds(): Promise<Readonly<Record<string, string>>> {
  const types = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType);
  const entries = types.map(async ({ name }) => {
    const column = name === 'Store' ? 'id' : 'tienda_id';
    const sql = `SELECT id FROM ${tableOf(name)} WHERE ${column} = $1 LIMIT 1`;
    const [row] = await rowsOf<{ id: string }>(server.app.pool, sql, [uuidIn(shop.ids.store)]);
    if (!row) throw new Error(`The walk has no ${name} in its store. Add one to fillShop.`);
    return [name, globalId(name, row.id)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
