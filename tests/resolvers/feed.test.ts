import { afterAll, beforeAll, expect, test } from 'vitest';
import { followFeed } from '../../src/domain/live/follow-feed.ts';
import { recordEvents } from '../../src/events/record-events.ts';
import { streamKey } from '../../src/events/streams.ts';
import { createFeedHub } from '../../src/http/graphql/feed-hub.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { Listening } from '../http/listen.ts';
import { seedComment } from '../testkit/scene.ts';
import { until } from '../testkit/until.ts';
import {
  type Answer,
  ask,
  codesOf,
  connectSocket,
  listen,
  openShop,
  type Shop,
  setMember,
  startRelay,
  uuidIn,
} from './scene.ts';

let server: Listening;
let relay: AsyncDisposable;
let shop: Shop;
let storeId: string;
let liveEventId: string;
let sellerId: string;

beforeAll(async () => {
  server = await listen();
  relay = startRelay(server);
  shop = await openShop(server);
  storeId = uuidIn(shop.ids.store);
  liveEventId = uuidIn(shop.ids.live);
  const [member] = await rowsOf<{ id: string }>(
    server.app.pool,
    'SELECT vendedor_id AS id FROM members WHERE tienda_id = $1',
    [storeId],
  );
  sellerId = member?.id ?? '';
});
afterAll(async () => {
  await relay[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

type Seen = { readonly cursor: string; readonly __typename: string; readonly title?: string };

const FEED =
  'subscription ($id: ID!, $after: String) { liveFeed(liveEventId: $id, after: $after) { __typename ... on Event { cursor } ... on LiveStartedEvent { title } } }';

/** Events that only this test writes, told apart by their title. */
async function write(count: number, mark: string): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await recordEvents(server.app.pool, [
      { storeId, liveEventId, type: 'live-started', payload: { title: `${mark}-${n}` } },
    ]);
  }
}

async function cursorNow(): Promise<string> {
  const answer = await shop.api.graphql<{ liveEvent: { feedCursor: string } }>(
    'query ($id: ID!) { liveEvent(id: $id) { feedCursor } }',
    { id: shop.ids.live },
  );
  return answer.liveEvent.feedCursor;
}

/** Reads up to `count` events over a socket of its own, then cuts the socket without a word. */
async function readThenCut(after: string, count: number): Promise<Seen[]> {
  const client = connectSocket(server, shop.api.token);
  const seen: Seen[] = [];
  const events = client.iterate<{ liveFeed: Seen }>({ query: FEED, variables: { id: shop.ids.live, after } });
  for await (const { data, errors } of events) {
    if (errors || !data) throw new Error(JSON.stringify(errors));
    seen.push(data.liveFeed);
    if (seen.length >= count) break;
  }
  client.terminate();
  await client.dispose();
  return seen;
}

test('a reader that is cut again and again sees every event once and in order, while events are being written', async () => {
  let after = await cursorNow();
  const writing = Promise.all(['a', 'b', 'c'].map((mark) => write(100, mark)));
  const seen: Seen[] = [];
  while (seen.length < 300) {
    const part = await readThenCut(after, Math.min(1 + Math.floor(Math.random() * 25), 300 - seen.length));
    seen.push(...part);
    after = part.at(-1)?.cursor ?? after;
  }
  await writing;

  const positions = seen.map((event) => Number(event.cursor));
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  expect(new Set(seen.map((event) => event.title)).size).toBe(300);
  for (const mark of ['a', 'b', 'c']) {
    const own = seen.filter((event) => event.title?.startsWith(mark)).map((event) => event.title);
    expect(own).toEqual(Array.from({ length: 100 }, (_, n) => `${mark}-${n}`));
  }
}, 60_000);

test('the subscription, the store feed and the query events give the same log in the same order', async () => {
  const after = await cursorNow();
  await write(30, 'same');
  const live = await readThenCut(after, 30);
  const pages: string[] = [];
  let cursor = after;
  for (let hasMore = true; hasMore; ) {
    const { events } = await shop.api.graphql<{
      events: { events: { cursor: string }[]; nextCursor: string; hasMore: boolean };
    }>(
      'query ($id: ID!, $after: String) { events(storeId: $id, after: $after, first: 7) { nextCursor hasMore events { ... on Event { cursor } } } }',
      { id: shop.ids.store, after: cursor },
    );
    pages.push(...events.events.map((event) => event.cursor));
    ({ nextCursor: cursor, hasMore } = events);
  }

  expect(pages).toEqual(live.map((event) => event.cursor));
});

test('a feed without after begins now', async () => {
  await write(3, 'before');
  await until(
    'the events have positions',
    async () => (await rowsOf(server.app.pool, 'SELECT FROM events WHERE position IS NULL')).length === 0,
  );
  const client = connectSocket(server, shop.api.token);
  const events = client.iterate<{ liveFeed: Seen }>({ query: FEED, variables: { id: shop.ids.live } });
  const first = events.next();
  const other = connectSocket(server, shop.api.token);
  // The server works on a socket in turn: once this answers and the hub has a seat, the feed has begun.
  await other.iterate({ query: '{ __typename }' }).next();
  await until('the event arrives', async () => {
    await write(1, 'after');
    return Promise.race([first.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 50))]);
  });
  const { value } = (await first) as { value: { data: { liveFeed: Seen } } };
  await Promise.all([client.dispose(), other.dispose()]);

  expect(value.data.liveFeed.title).toMatch(/^after-/);
});

test('the feed goes on without a gap when Redis has lost its stream', async () => {
  const after = await cursorNow();
  await write(5, 'kept');
  expect(await readThenCut(after, 5)).toHaveLength(5);
  const client = connectSocket(server, shop.api.token);
  const events = client.iterate<{ liveFeed: Seen }>({ query: FEED, variables: { id: shop.ids.live, after } });
  const titles: (string | undefined)[] = [];
  const reading = (async () => {
    for await (const { data } of events) if (titles.push(data?.liveFeed.title) === 15) return;
  })();
  await until('the reader has caught up', () => titles.length === 5);
  // Written with their positions, so that the relay never puts them into the stream: Redis lost them.
  await rowsOf(
    server.app.pool,
    `INSERT INTO events (tienda_id, live_id, type, payload, position)
     SELECT $1, $2, 'live-started', jsonb_build_object('title', 'lost-' || n), nextval('event_positions')
     FROM generate_series(0, 4) n ORDER BY n`,
    [storeId, liveEventId],
  );
  await server.app.redis.del(streamKey(server.app.keyPrefix, 'events'));
  await write(5, 'later');
  await reading;
  await client.dispose();

  expect(titles).toEqual(['kept', 'lost', 'later'].flatMap((mark) => [0, 1, 2, 3, 4].map((n) => `${mark}-${n}`)));
  expect((await readThenCut(after, 15)).map((event) => event.title)).toEqual(titles);
});

test('what happens between the last page and the seat in the queue is not lost', async () => {
  const hub = createFeedHub(server.app, {
    stream: streamKey(server.app.keyPrefix, 'events'),
    queueMax: 10,
    recheckEveryMs: 60_000,
  });
  const after = Number(await cursorNow());
  const join: typeof hub.join = async (input) => {
    await write(3, 'between');
    await until('the events have positions', async () => Number(await cursorNow()) >= after + 3);
    return hub.join(input);
  };
  const feed = followFeed(
    { pool: server.app.pool, feed: { join } },
    { storeId, liveEventId, sellerId, after, onEnd: () => undefined },
  );
  const titles: unknown[] = [];
  for await (const event of feed) if (titles.push(event.payload['title']) === 3) break;
  await hub.close();

  expect(titles).toEqual(['between-0', 'between-1', 'between-2']);
});

test('names and texts are joined to the events, once for a whole batch', async () => {
  const after = await cursorNow();
  const { commentId } = await seedComment(server.app.pool, { storeId, liveEventId, text: 'quiero la roja' });
  await recordEvents(server.app.pool, [
    {
      storeId,
      liveEventId,
      type: 'intent-detected',
      payload: {
        commentId,
        intent: 'purchase',
        items: [{ sku: 'X', quantityUnits: 2 }],
        ambiguous: false,
        confidence: 0.9,
      },
    },
  ]);
  const client = connectSocket(server, shop.api.token);
  const { value } = await client
    .iterate({
      query: `subscription ($id: ID!, $after: String) { storeFeed(storeId: $id, after: $after) {
        ... on CommentUnderstoodEvent { commentId liveEventId text authorName intent items { sku quantityUnits } } } }`,
      variables: { id: shop.ids.store, after },
    })
    .next();
  await client.dispose();

  expect((value as Answer).data?.['storeFeed']).toEqual({
    commentId: Buffer.from(`Comment:${commentId}`).toString('base64url'),
    liveEventId: shop.ids.live,
    text: 'quiero la roja',
    authorName: 'Beto Buyer',
    intent: 'PURCHASE',
    items: [{ sku: 'X', quantityUnits: 2 }],
  });
});

test('a malformed cursor is refused with the name of the argument', async () => {
  const client = connectSocket(server, shop.api.token);
  const refused = client.iterate({ query: FEED, variables: { id: shop.ids.live, after: 'abc' } }).next();
  const overSocket = await refused.then(
    ({ value }) => value as Answer,
    (errors: Answer['errors']) => ({ errors }) as Answer,
  );
  await client.dispose();
  const overHttp = await ask(server, shop.api.token, {
    query: 'query ($id: ID!) { events(storeId: $id, after: "12; DROP") { nextCursor } }',
    variables: { id: shop.ids.store },
  });

  for (const answer of [overSocket, overHttp]) {
    expect(codesOf(answer)).toEqual(['BAD_CURSOR']);
    expect(answer.errors?.[0]?.extensions?.['field']).toBe('after');
    expect(answer.errors?.[0]?.message).toContain('after is no cursor');
  }
});

test('a reader who lets its queue run over is given up and resumes from its cursor without a gap', async () => {
  const hub = createFeedHub(server.app, {
    stream: streamKey(server.app.keyPrefix, 'events'),
    queueMax: 10,
    recheckEveryMs: 60_000,
  });
  const ends: string[] = [];
  const after = Number(await cursorNow());
  const input = { storeId, liveEventId, sellerId, after, onEnd: (why: string) => ends.push(why) };
  const slow = followFeed({ pool: server.app.pool, feed: hub }, input);
  await write(1, 'slow-first');
  const first = await slow.next();
  expect(first.value?.payload).toEqual({ title: 'slow-first-0' });
  // The next pull takes the seat; then nobody reads.
  const second = slow.next();
  await until('the reader has its seat', () => hub.size() === 1);
  await write(30, 'slow');
  await until('the reader is given up', () => ends.length > 0);
  await second;
  await expect(
    (async () => {
      for await (const _ of slow);
    })(),
  ).rejects.toMatchObject({ code: 'FEED_TOO_SLOW' });
  const rest = await readThenCut(String((await second).value?.position), 29);
  await hub.close();

  expect(ends).toEqual(['too-slow']);
  expect(hub.size()).toBe(0);
  expect(rest.map((event) => event.title)).toEqual(Array.from({ length: 29 }, (_, n) => `slow-${n + 1}`));
});

test('a socket closes with 4403 when the membership of its reader ends', async () => {
  const hub = createFeedHub(server.app, {
    stream: streamKey(server.app.keyPrefix, 'events'),
    queueMax: 10,
    recheckEveryMs: 20,
  });
  const ends: string[] = [];
  const feed = followFeed(
    { pool: server.app.pool, feed: hub },
    { storeId, liveEventId: null, sellerId, after: null, onEnd: (why) => ends.push(why) },
  );
  const next = feed.next();
  const failed = next.catch((error: { code: string }) => error.code);
  await until('the reader has its seat', () => hub.size() === 1);
  await setMember(server, { storeId: shop.ids.store, token: shop.api.token, isMember: false });
  await until('the reader is given up', () => ends.length > 0);
  await setMember(server, { storeId: shop.ids.store, token: shop.api.token, isMember: true });
  await hub.close();

  expect(ends).toEqual(['no-longer-member']);
  expect(await failed).toBe('FORBIDDEN');
});

test('a reader who leaves gives its seat back, also while it waits for an event', async () => {
  const hub = createFeedHub(server.app, {
    stream: streamKey(server.app.keyPrefix, 'events'),
    queueMax: 10,
    recheckEveryMs: 60_000,
  });
  const feed = followFeed(
    { pool: server.app.pool, feed: hub },
    { storeId, liveEventId: null, sellerId, after: null, onEnd: () => undefined },
  );
  const waiting = feed.next();
  await until('the reader has its seat', () => hub.size() === 1);
  await feed.return();

  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(hub.size()).toBe(0);
  await hub.close();
});

test('the feed is served over HTTP as server-sent events as well', async () => {
  const after = await cursorNow();
  await write(1, 'sse');
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${shop.api.token}`,
    },
    body: JSON.stringify({ query: FEED, variables: { id: shop.ids.live, after } }),
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  await until('the event arrives', async () => {
    text += (await reader?.read())?.value ?? '';
    return text.includes('sse-0');
  });
  await reader?.cancel();

  expect(text).toContain('event: next');
});
