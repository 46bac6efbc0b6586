import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLInterfaceType, type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printApi } from '../../scripts/print-schema.ts';
import { PERMISSIONS } from '../../src/domain/identity/permissions.ts';
import { hashOf } from '../../src/domain/partners/api-keys.ts';
import { DOORS, SCOPES } from '../../src/domain/partners/scopes.ts';
import { authOptionsOf, createAuth } from '../../src/http/auth/create-auth.ts';
import { createRevocations } from '../../src/http/auth/revocations.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
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
import { seedComment } from '../testkit/scene.ts';
import { until } from '../testkit/until.ts';
import { seedDeadLetters } from './dead-letters.ts';
import { fill, type IdsByName, selectAll } from './fill.ts';
import { FILL_SHOP, MARK } from './fill-shop.ts';

const schema = buildSchema(printApi());

type Operation = {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly query: string;
  readonly variables: Record<string, unknown>;
};
type Call = { readonly name: string; readonly path: string; readonly init: RequestInit };

let server: Listening;
let shop: Shop;
let actors: Readonly<Record<string, string | null>>;
let operations: readonly Operation[];
let calls: readonly Call[];

beforeAll(async () => {
  // A key that is refused because it calls too often would prove nothing.
  server = await listen({}, (limits) => ({ ...limits, partners: { ...limits.partners, callsPerSecond: 10_000 } }));
  shop = await openShop(server);
  await fillShop();
  actors = await makeActors();
  operations = await makeOperations();
  calls = await makeCalls();
});
afterAll(() => server[Symbol.asyncDispose]());

test('nobody outside a store reads or changes anything of it, by any field, node, subscription or route', async () => {
  const before = await checksums();
  const sent = decoded(JSON.stringify([operations, calls]));
  const secret = await idsOfStore().then((ids) => ids.filter((id) => !sent.includes(id)));
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

  expect(await checksums()).toEqual(before);
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

/** Kinds of nodes that owners alone find. */
const OWNERS_NODES = ['DeadLetter', 'ApiKey', 'WebhookEndpoint', 'WebhookDelivery'];

test('staff of the store may do exactly what the table of permissions gives them', async () => {
  for (const operation of operations.filter(({ kind }) => kind !== 'subscription')) {
    const demand = FIELD_ACCESS[operation.name.split(' ')[0] as keyof typeof FIELD_ACCESS];
    if (demand === 'signed-in') continue;
    const isOfOwners = OWNERS_NODES.some((node) => operation.name.endsWith(` of ${node}`));
    const mayStaff = (PERMISSIONS[demand] as readonly string[]).includes('staff') && !isOfOwners;
    const answer = await run(actors['staff of the store'] ?? null, operation);
    expect(isRefused(operation, answer), operation.name).toBe(!mayStaff);
  }
}, 60_000);

// Else a refusal above could be one of shape, and say nothing about who may.
test('the same operations are understood and answered when the owner sends them', async () => {
  for (const operation of operations.filter(({ kind }) => kind === 'query')) {
    const answer = await run(shop.api.token, operation);
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

/** What of the store stands in an answer: its marked texts, or an id that the caller did not send. */
function leaks(answer: unknown, secret: readonly string[]): readonly string[] {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return [MARK, ...secret].filter((word) => decoded(text).includes(word));
}

/** A text and what its global ids say. */
function decoded(text: string): string {
  const ids = [...text.matchAll(/[\w-]{40,}/g)].map(([word]) => Buffer.from(word, 'base64url').toString('utf8'));
  return `${text} ${ids.join(' ')}`;
}

const INSIDERS = ['staff of the store', 'a key without the scope'];
const OWN = ['Query.viewer', 'Mutation.createStore'];

function isRefused(operation: Operation, answer: Answer): boolean {
  if (OWN.includes(operation.name)) return true;
  const value = Object.values(answer.data ?? {})[0] as { __typename?: string } | null | undefined;
  return value == null || value.__typename === 'NotFoundError';
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
    'an expired key': await endKey(await makeKey(shop, ALL_SCOPES), 'expires_at'),
    'a revoked key': await endKey(await makeKey(shop, ALL_SCOPES), 'revoked_at'),
    'a key without the scope': await makeKey(shop, ['EVENTS_READ']),
    'staff of the store': await join(shop.ids.store),
  };
}

const ALL_SCOPES = SCOPES.map((scope) => scope.toUpperCase().replace(':', '_'));

async function makeKey({ api, ids }: Shop, scopes: readonly string[]): Promise<string> {
  const made = await api.graphql<{ createApiKey: { data: { secret: string } } }>(
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { ... on CreateApiKeySuccess { data { secret } } } }',
    { input: { storeId: ids.store, name: 'Walker', scopes } },
  );
  return made.createApiKey.data.secret;
}

async function endKey(secret: string, column: 'expires_at' | 'revoked_at'): Promise<string> {
  const sql = `UPDATE api_keys SET ${column} = now() - interval '1 minute' WHERE token_hash = $1`;
  await rowsOf(server.app.pool, sql, [hashOf(secret)]);
  return secret;
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

/** A node of each type, all of the store. */
async function nodeIds(): Promise<Readonly<Record<string, string>>> {
  const types = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType);
  const entries = types.map(async ({ name }) => {
    const column = name === 'Store' ? 'id' : 'tienda_id';
    const sql = `SELECT id FROM ${tableOf(name)} WHERE ${column} = $1 LIMIT 1`;
    const [row] = await rowsOf<{ id: string }>(server.app.pool, sql, [uuidIn(shop.ids.store)]);
    if (!row) throw new Error(`The walk has no ${name} in its store. Add one to fillShop.`);
    return [name, Buffer.from(`${name}:${row.id}`).toString('base64url')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

type Part = {
  readonly type?: string;
  readonly properties?: Record<string, Part>;
  readonly items?: Part;
  readonly required?: string[];
  readonly $ref?: string;
  readonly minimum?: number;
  readonly enum?: unknown[];
};
type Described = {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Part }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Part }>> };
};

async function makeCalls(): Promise<readonly Call[]> {
  const api = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Described>>;
    components: { schemas: Record<string, Part> };
  };
  const values: Readonly<Record<string, unknown>> = {
    tienda_id: uuidIn(shop.ids.store),
    sku: shop.sku,
    limit: 10,
    offset: 0,
  };
  const value = (name: string, part: Part): unknown => {
    const shape = part.$ref ? (api.components.schemas[part.$ref.split('/').at(-1) ?? ''] ?? part) : part;
    if (name in values) return values[name];
    if (shape.enum) return shape.enum[0];
    if (shape.type === 'array') return [value('', shape.items ?? {})];
    if (shape.properties)
      return Object.fromEntries((shape.required ?? []).map((key) => [key, value(key, shape.properties?.[key] ?? {})]));
    return shape.type === 'integer' || shape.type === 'number' ? (shape.minimum ?? 1) : 'walk';
  };
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const given = (place: string) => (described.parameters ?? []).filter((parameter) => parameter.in === place);
      const query = new URLSearchParams(
        given('query').map(({ name, schema: part }) => [name, String(value(name, part))]),
      );
      const body = described.requestBody?.content['application/json']?.schema;
      return {
        name: `${method.toUpperCase()} ${path}`,
        path: `${path.replace(/\{(\w+)\}/g, (_, name: string) => String(value(name, {})))}?${query}`,
        init: { method: method.toUpperCase(), ...(body ? { body: JSON.stringify(value('', body)) } : {}) },
      };
    }),
  );
}

async function tablesOfStores(): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    server.app.pool,
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tienda_id' WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

/** Count and checksum of the rows of the store in every table. */
async function checksums(): Promise<Readonly<Record<string, string>>> {
  const sums: Record<string, string> = {};
  for (const table of [...(await tablesOfStores()), 'tiendas']) {
    const column = table === 'tiendas' ? 'id' : 'tienda_id';
    const [row] = await rowsOf<{ sum: string }>(
      server.app.pool,
      `SELECT count(*) || ':' || coalesce(md5(string_agg(x::text, '|' ORDER BY x::text)), '') AS sum FROM ${table} x WHERE ${column} = $1`,
      [uuidIn(shop.ids.store)],
    );
    sums[table] = row?.sum ?? '';
  }
  return sums;
}

async function idsOfStore(): Promise<readonly string[]> {
  const tables = await tablesOfStores();
  const found = await Promise.all(
    tables.map((table) =>
      // The audit has no ids: its rows are numbered within their store.
      rowsOf<{ id: string | null }>(
        server.app.pool,
        `SELECT to_jsonb(x) ->> 'id' AS id FROM ${table} x WHERE tienda_id = $1`,
        [uuidIn(shop.ids.store)],
      ),
    ),
  );
  return found.flat().flatMap((row) => row.id ?? []);
}

/** Gives the store one row of every kind, with the mark in its texts. */
async function fillShop(): Promise<void> {
  const storeId = uuidIn(shop.ids.store);
  const { commentId, buyerId } = await seedComment(server.app.pool, {
    storeId,
    liveEventId: uuidIn(shop.ids.live),
    text: `${MARK} comment`,
  });
  await rowsOf(server.app.pool, FILL_SHOP, [storeId, commentId, uuidIn(shop.ids.order)]);
  for (const [table, column] of [
    ['tiendas', 'name'],
    ['productos', 'name'],
    ['live_events', 'title'],
    ['buyers', 'name'],
    ['pedidos', 'customer_fb_id'],
  ] as const) {
    await rowsOf(
      server.app.pool,
      `UPDATE ${table} SET ${column} = $2 WHERE ${table === 'tiendas' ? 'id' : 'tienda_id'} = $1`,
      [storeId, `${MARK} ${table}`],
    );
  }
  expect(buyerId).toBeTruthy();
}
