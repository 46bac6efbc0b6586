import fc from 'fast-check';
import {
  buildSchema,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { printApi } from '../../../scripts/print-schema.ts';
import { fill, selectAll } from '../../access/fill.ts';
import { openShop, type Shop, uuidIn } from '../../resolvers/scene.ts';
import { takeLogged } from '../../testkit/logs.ts';
import { startTestSandbox } from '../../testkit/sandbox.ts';
import { type Listening, listen } from '../listen.ts';
import { CONTENT_TYPES, ENCODINGS, encoding, hostileText, hostileValue, storm, toJson } from './hostile.ts';

const schema = buildSchema(printApi());

let server: Listening;
let shop: Shop;
let closeSandbox: () => Promise<void>;

beforeAll(async () => {
  const sandbox = await startTestSandbox();
  closeSandbox = sandbox.close;
  server = await listen({ SANDBOX_URL: sandbox.url, LOG_LEVEL: 'warn' }, (limits) => ({
    ...limits,
    rates: {
      ...limits.rates,
      apiPerSecond: 100_000,
      apiBurst: 100_000,
      authPerMinute: 100_000,
      signInPerMinute: 100_000,
    },
    logins: { ...limits.logins, accountTries: 100_000, addressTries: 100_000 },
  }));
  shop = await openShop(server);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await closeSandbox();
});
// What a client sends is no trouble of ours.
afterEach(() => expect(takeLogged().filter(({ level }) => level >= 50)).toEqual([]));

type Sent = { readonly status: number; readonly type: string; readonly text: string };

async function send(path: string, init: RequestInit): Promise<Sent> {
  const response = await fetch(server.url + path, { redirect: 'manual', ...init });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

const authorization = () => `Bearer ${shop.api.token}`;
const asJson = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: authorization() },
  body: toJson(body),
});

/** Fills an argument as the walk of tests/access does. `poison` stands in the one place of that number. */
function operations(poison: string) {
  const ids = new Proxy<Record<string, string>>(
    {
      storeId: shop.ids.store,
      productId: shop.ids.product,
      liveEventId: shop.ids.live,
      orderId: shop.ids.order,
      sku: shop.sku,
    },
    { get: (known, name: string) => known[name] ?? (/Ids?$|^id$/.test(name) ? shop.ids.product : undefined) },
  );
  return [schema.getQueryType(), schema.getMutationType()]
    .filter(isObjectType)
    .flatMap((root) =>
      Object.values(root.getFields()).flatMap((field) => {
        const heads = field.args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
        const passes = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
        const query = `${root.name.toLowerCase()} ${heads && `(${heads})`} { ${field.name}${passes && `(${passes})`} ${selectAll(schema, field.type)} }`;
        return field.args
          .flatMap((arg) => placesOf(arg.name, arg.type))
          .map((place) => ({
            name: `${root.name}.${field.name} ${place.join('.')}`,
            query,
            variables: Object.fromEntries(
              field.args
                .filter((arg) => isNonNullType(arg.type) || arg.name === place[0])
                .map((arg) => [arg.name, fill(arg.name, arg.type, ids)]),
            ),
            place,
            poison,
          }));
      }),
    )
    .map(({ place, ...operation }) => ({ ...operation, variables: replaced(operation.variables, place, poison) }));
}

/** Where a text can stand in an argument: the names that lead there. */
function placesOf(name: string, type: GraphQLInputType): (readonly string[])[] {
  const named = getNamedType(type);
  if (isInputObjectType(named))
    return Object.values(named.getFields()).flatMap((field) =>
      placesOf(field.name, field.type).map((rest) => [name, ...rest]),
    );
  return named.name === 'String' || named.name === 'ID' ? [[name]] : [];
}

function replaced(value: unknown, [name, ...rest]: readonly string[], poison: string): Record<string, unknown> {
  const whole = (Array.isArray(value) ? value[0] : value) as Record<string, unknown>;
  const inner = rest.length === 0 ? poison : replaced(whole[name ?? ''] ?? {}, rest, poison);
  const isList = Array.isArray(whole[name ?? '']);
  return { ...whole, [name ?? '']: isList ? [inner] : inner };
}

const isUnexpected = (text: string) => text.includes('INTERNAL_SERVER_ERROR');

test.each(['a\0b', 'a\ud83d', '🙋'.repeat(6_000)])(
  'a poisonous text in any one place of any operation is refused or taken (%#)',
  async (poison) => {
    const failed: string[] = [];
    const asked = operations(poison);
    for (const { name, query, variables } of asked) {
      const { status, text } = await send('/graphql', asJson({ query, variables }));
      if (status >= 500 || isUnexpected(text)) failed.push(`${name}: ${status} ${text.slice(0, 300)}`);
    }
    expect(asked.length).toBeGreaterThan(100);
    expect(failed).toEqual([]);
  },
  240_000,
);

const QUERY = '{ viewer { id } }';

test('whatever is posted to the GraphQL door is answered, and never by an error of ours', async () => {
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .tuple(
        fc.oneof(
          hostileValue,
          fc.record(
            {
              query: fc.oneof(fc.constant(QUERY), hostileValue),
              variables: hostileValue,
              operationName: hostileValue,
              extensions: hostileValue,
            },
            { requiredKeys: [] },
          ),
          hostileText.map((text) => ({ query: `query ($t: ID!) { node(id: $t) { id } }`, variables: { t: text } })),
          hostileText.map((text) => ({ query: `{ node(id: ${JSON.stringify(text)}) { id } }` })),
        ),
        encoding,
      )
      .map(([value, how]) => ENCODINGS[how].encode(toJson(value))),
  );
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom(...CONTENT_TYPES), async (bytes, contentType) => {
      const headers = { 'content-type': contentType, authorization: authorization() };
      const { status, text } = await send('/graphql', { method: 'POST', headers, body: Buffer.from(bytes) });

      expect([200, 400, 413, 415], text).toContain(status);
      expect(isUnexpected(text), text).toBe(false);
    }),
    storm(150),
  );
  expect(await send('/graphql', asJson({ query: QUERY }))).toMatchObject({
    status: 200,
    text: expect.stringContaining('"id"'),
  });
});

test('whatever is posted to the REST door is created or refused as a problem document', async () => {
  const order = { tienda_id: uuidIn(shop.ids.store), customer_fb_id: 'fb-9', items: [{ sku: shop.sku, qty: 1 }] };
  const bent = fc
    .tuple(fc.constantFrom('tienda_id', 'customer_fb_id', 'items', 'sku', 'qty', 'gateway'), hostileValue)
    .map(([part, value]) =>
      part === 'sku' || part === 'qty'
        ? { ...order, items: [{ ...order.items[0], [part]: value }] }
        : { ...order, [part]: value },
    );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(bent, hostileValue),
      encoding,
      fc.constantFrom(...CONTENT_TYPES),
      async (value, how, contentType) => {
        const headers = { 'content-type': contentType, authorization: authorization() };
        const answer = await send('/api/v1/orders/create', {
          method: 'POST',
          headers,
          body: Buffer.from(ENCODINGS[how].encode(toJson(value))),
        });

        expect([201, 400, 404, 413, 415, 422], JSON.stringify([value, answer])).toContain(answer.status);
        if (answer.status !== 201) expect(answer.type).toBe('application/problem+json');
      },
    ),
    storm(120),
  );
  expect(await send('/api/v1/orders/create', asJson(order))).toMatchObject({ status: 201 });
});

test('whatever stands in an address finds nothing, or is refused', async () => {
  const place = fc
    .oneof(hostileText, fc.string())
    .map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 2_000));
  const path = fc.oneof(
    place.map((text) => `/checkout/${text}`),
    place.map((text) => `/api/v1/facebook/data-deletion/${text}`),
    place.map((text) => `/api/v1/inventory/products?tienda_id=${text}`),
    place.map((text) => `/api/v1/inventory/products?tienda_id=${uuidIn(shop.ids.store)}&limit=${text}`),
    place.map((text) => `/api/v1/webhooks/facebook?hub.mode=${text}&hub.challenge=${text}`),
    place.map((text) => `/graphql?query=${text}`),
    place.map((text) => `/lives/${text}?lang=${text}`),
    place.map((text) => `/api/auth/${text}`),
    place.map((text) => `/${text}`),
    fc.constantFrom(
      '/checkout/%ff',
      '/checkout/%',
      '/%c0%ae%c0%ae/etc/passwd',
      '/assets/..%2f..%2fpackage.json',
      '/checkout/%00',
    ),
  );
  await fc.assert(
    fc.asyncProperty(path, fc.constantFrom('GET', 'POST'), async (address, method) => {
      const { status, text } = await send(address, {
        method,
        headers: { authorization: authorization(), 'x-graphql-csrf': '1' },
      });

      expect(status, `${method} ${address} ${text}`).toBeLessThan(500);
      expect(isUnexpected(text), text).toBe(false);
    }),
    storm(150),
  );
});

test('whatever is posted to the doors of sign-in is refused', async () => {
  const fields = {
    email: hostileValue,
    password: hostileValue,
    name: hostileValue,
    code: hostileValue,
    token: hostileValue,
  };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        'sign-in/email',
        'sign-up/email',
        'two-factor/verify-totp',
        'revoke-session',
        'update-user',
        'sign-in/social',
        'forget-password',
      ),
      fc.oneof(
        hostileValue,
        fc.record(fields, { requiredKeys: [] }),
        fc.record({
          email: hostileText.map((text) => `${text}@test.example`),
          password: hostileText.map((text) => `${text}-0123456789`.slice(0, 150)),
          name: hostileText,
        }),
      ),
      async (route, body) => {
        const headers = { 'content-type': 'application/json', origin: server.url };
        const { status, text } = await send(`/api/auth/${route}`, { method: 'POST', headers, body: toJson(body) });

        expect(status, `${route} ${JSON.stringify(body)} ${text}`).toBeLessThan(500);
      },
    ),
    storm(150),
  );
});

test('a socket that talks nonsense is closed, and the others go on', async () => {
  const url = `${server.url.replace('http', 'ws')}/graphql`;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 100 }),
        hostileValue.map(toJson),
        hostileValue.map((payload) => toJson({ type: 'connection_init', payload })),
      ),
      async (message) => {
        const socket = new WebSocket(url, 'graphql-transport-ws');
        const closed = new Promise<number>((resolve) => socket.once('close', resolve));
        socket.on('error', () => undefined);
        socket.once('open', () => socket.send(message));

        expect([1009, 4400, 4403]).toContain(await closed);
      },
    ),
    storm(40),
  );
  expect(await send('/graphql', asJson({ query: QUERY }))).toMatchObject({ status: 200 });
});
