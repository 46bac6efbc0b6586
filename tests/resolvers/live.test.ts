import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAGE_PERMISSION_NAMES } from '../../src/domain/identity/page-permissions.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { Listening } from '../http/listen.ts';
import { ask, listen, openShop, type Shop, uuidIn } from './scene.ts';

/** Facebook, as far as a live asks it. `running` is what the Page broadcasts; null: Facebook is out of order. */
const PAGE = `page-${randomUUID()}`;
let facebook: Server;
let running: { id: string; status: string; post_id?: string }[] | null = [];
const asked: string[] = [];

/** What connecting the Page asks about its token. */
function aboutPage(url: string): object | null {
  if (url.includes('/me?')) return { id: PAGE };
  const scopes = PAGE_PERMISSION_NAMES;
  return url.includes('/debug_token') ? { data: { app_id: '100000000000001', is_valid: true, scopes } } : null;
}

let server: Listening;
let shop: Shop;

beforeAll(async () => {
  facebook = createServer((incoming, outgoing) => {
    asked.push(`${incoming.url?.split('?')[0]} ${incoming.headers.authorization}`);
    outgoing.writeHead(running ? 200 : 503, { 'content-type': 'application/json' });
    outgoing.end(
      JSON.stringify(
        aboutPage(incoming.url ?? '') ?? (running ? { data: running } : { error: { message: 'down', code: 2 } }),
      ),
    );
  });
  await new Promise<void>((resolve) => facebook.listen(0, '127.0.0.1', resolve));
  server = await listen({ META_GRAPH_URL: `http://127.0.0.1:${(facebook.address() as AddressInfo).port}` });
  shop = await openShop(server);
  await run(
    `connectPage(input: { storeId: "${shop.ids.store}", fbPageId: "${PAGE}", pageAccessToken: "token-of-the-page" })`,
  );
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  facebook.close();
});

async function run(
  call: string,
  wanted = '__typename ... on DomainError { code message }',
): Promise<Record<string, unknown>> {
  const answer = await ask(server, shop.api.token, { query: `mutation { answer: ${call} { ${wanted} } }` });
  expect(answer.errors).toBeUndefined();
  return answer.data?.['answer'] as Record<string, unknown>;
}

const start = (rest = '') =>
  run(
    `startLive(input: { storeId: "${shop.ids.store}", title: "Martes"${rest} })`,
    '__typename ... on DomainError { code } ... on StartLiveSuccess { data { id fbLiveId status } }',
  );
const end = (id: unknown) =>
  run(
    `endLive(input: { liveEventId: "${String(id)}" })`,
    '__typename ... on DomainError { code } ... on EndLiveSuccess { data { status endedAt } }',
  );
const idOf = (started: Record<string, unknown>) => (started['data'] as { id: string }).id;

async function postOf(globalId: string): Promise<unknown> {
  const [live] = await rowsOf(server.app.pool, 'SELECT fb_post_id AS post FROM live_events WHERE id = $1', [
    uuidIn(globalId),
  ]);
  return live?.['post'];
}

test('a live without ids takes those of what the Page broadcasts', async () => {
  running = [
    { id: 'old', status: 'VOD' },
    { id: 'lv-1', status: 'LIVE', post_id: '47_11' },
  ];
  const started = await start();

  expect(started).toMatchObject({ data: { fbLiveId: 'lv-1', status: 'ACTIVE' } });
  expect(await postOf(idOf(started))).toBe('47_11');
  expect(asked.at(-1)).toMatch(/\/live_videos Bearer token-of-the-page$/);
  expect(await start()).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' });
  await end(idOf(started));
});

test('a new live of a broadcast whose first live was ended takes it over', async () => {
  running = [{ id: 'lv-2', status: 'LIVE', post_id: '47_12' }];
  await end(idOf(await start()));
  const again = await start();

  expect(again).toMatchObject({ data: { fbLiveId: 'lv-2' } });
  expect(await postOf(idOf(again))).toBe('47_12');
});

test('a failure of Facebook does not stop the start', async () => {
  running = null;

  expect(await start()).toMatchObject({ __typename: 'StartLiveSuccess', data: { fbLiveId: null } });
});

test('a second live of a broadcast that the seller names is a conflict', async () => {
  running = [];
  expect(await start(', fbLiveId: "lv-3"')).toMatchObject({ data: { fbLiveId: 'lv-3' } });

  expect(await start(', fbLiveId: "lv-3"')).toMatchObject({ code: 'CONFLICT' });
});

test('a live ends once, and start and end are told in the log', async () => {
  running = [];
  const id = idOf(await start());
  expect(await end(id)).toMatchObject({ data: { status: 'FINISHED' } });
  expect(await end(id)).toEqual({ __typename: 'IllegalMoveError', code: 'ILLEGAL_MOVE' });
  const told = await rowsOf(server.app.pool, 'SELECT type, payload FROM events WHERE live_id = $1 ORDER BY seq', [
    uuidIn(id),
  ]);

  expect(told).toEqual([
    { type: 'live-started', payload: { title: 'Martes' } },
    { type: 'live-ended', payload: {} },
  ]);
});

test('the product in the seller’s hand is shown and put away', async () => {
  const wanted = '... on ShowProductSuccess { data { showingProduct { sku } } }';
  const show = (product: string) =>
    run(`showProduct(input: { liveEventId: "${shop.ids.live}", productId: ${product} })`, wanted);

  expect(await show(`"${shop.ids.product}"`)).toEqual({ data: { showingProduct: { sku: shop.sku } } });
  expect(await show('null')).toEqual({ data: { showingProduct: null } });
});
