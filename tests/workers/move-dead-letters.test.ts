import { randomUUID } from 'node:crypto';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { type StreamName, streamKey } from '../../src/events/streams.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { type Consumer, consume } from '../../src/redis-streams-lite/consume.ts';
import { listParked } from '../../src/redis-streams-lite/parked.ts';
import { publish } from '../../src/redis-streams-lite/publish.ts';
import { done, type Entry, never, type Outcome } from '../../src/redis-streams-lite/types.ts';
import { moveDeadLetters } from '../../src/workers/timers/move-dead-letters.ts';
import { ask, listen, openShop, type Shop, signUp, uuidIn } from '../resolvers/scene.ts';
import { until } from '../testkit/until.ts';

const server = await listen();
afterAll(() => server[Symbol.asyncDispose]());
const { app } = server;
const shop = await openShop(server, await signUp(server));

function startConsumer(stream: string, group: string, handle: (entry: Entry) => Outcome): Consumer {
  const consumer = consume(
    { redis: app.redis, createBlocking: app.createBlockingRedis },
    { streams: [stream], group, consumer: 'one', blockMs: 200, handle: async (entries) => entries.map(handle) },
  );
  onTestFinished(() => consumer.drain(1_000));
  return consumer;
}

/** Has entries of a stream parked, each with its body as reason. */
async function park(name: StreamName, group: string, bodies: readonly string[]): Promise<void> {
  const stream = streamKey(app.keyPrefix, name);
  for (const body of bodies) await publish(app.redis, { stream, message: { body, key: `key of ${body}` } });
  const consumer = startConsumer(stream, group, () => never('nobody can do this'));
  await until('all are parked', async () => {
    const parked = await listParked(app.redis, { stream, group, offset: 0, limit: 200 });
    return bodies.every((body) => parked.some((entry) => entry.body === body));
  });
  await consumer.drain(1_000);
}

type Letters = { deadLetters: { edges: { node: Record<string, unknown> & { id: string } }[] } };

async function lettersOf({ api, ids }: Shop): Promise<readonly (Record<string, unknown> & { id: string })[]> {
  const { deadLetters } = await api.graphql<Letters>(
    `query ($storeId: ID!) { deadLetters(first: 100, storeId: $storeId) { edges { node {
      id kind subject reason attempts publishedAt parkedAt } } } }`,
    { storeId: ids.store },
  );
  return deadLetters.edges.map(({ node }) => node);
}

const typeOf = { requeue: 'RequeueDeadLetters', drop: 'DropDeadLetters' } as const;

const settle = (verb: keyof typeof typeOf, { api, ids }: Shop, deadLetterIds: readonly string[]) =>
  api.graphql<Record<string, { data?: { ids: string[] } }>>(
    `mutation ($input: ${typeOf[verb]}Input!) { ${verb}DeadLetters(input: $input) { ... on ${typeOf[verb]}Success { data { ids } } } }`,
    { input: { storeId: ids.store, deadLetterIds } },
  );

const event = (storeId: string) => JSON.stringify({ storeId, type: 'hold-placed', id: randomUUID() });

test('dead letters of each kind of queue come to the store they are for, those of nobody stay in Redis', async () => {
  const own = await openShop(server, shop.api);
  const storeId = uuidIn(own.ids.store);
  const pageId = `page-${randomUUID()}`;
  await rowsOf(app.pool, 'UPDATE tiendas SET fb_page_id = $2 WHERE id = $1', [storeId, pageId]);
  const [hint] = await rowsOf<{ id: string }>(
    app.pool,
    `INSERT INTO inbox (source, dedupe_key, body) VALUES ('mercadopago', $1, $2) RETURNING id`,
    [randomUUID(), JSON.stringify({ storeId, externalId: '777' })],
  );
  await park('incomingComments', 'ingestion', [
    JSON.stringify({ event: 'feed_comment', data: { page_id: pageId, comment_id: 'c-1', text: 'Ana, +56 9' } }),
    JSON.stringify({ data: { page_id: 'nobody’s' } }),
    'no JSON',
  ]);
  await park('aiProcessing', 'ai', [
    JSON.stringify({
      comment_id: 'c-2',
      text: '¿?',
      context: { tienda_id: storeId, live_id: null },
      schema_version: '1.0',
    }),
  ]);
  await park('paymentEvents', 'payments', [JSON.stringify({ inboxId: hint?.id })]);
  await park('events', 'saga', [event(storeId), event(randomUUID())]);
  await moveDeadLetters(app);

  expect(
    (await lettersOf(own)).map(({ kind, subject, reason, attempts }) => [kind, subject, reason, attempts]).toSorted(),
  ).toEqual([
    ['COMMENT', 'c-1', 'nobody can do this', 1],
    ['PAYMENT', '777', 'nobody can do this', 1],
    ['STEP', 'hold-placed', 'nobody can do this', 1],
    ['UNDERSTANDING', 'c-2', 'nobody can do this', 1],
  ]);
  expect(await lettersOf(shop)).toEqual([]);
  const [sealed] = await rowsOf<{ count: number }>(
    app.pool,
    `SELECT count(*)::int AS count FROM dead_letters x WHERE x::text LIKE '%Ana, +56%'`,
  );
  expect(sealed?.count).toBe(0);
  const stream = streamKey(app.keyPrefix, 'incomingComments');
  const left = await listParked(app.redis, { stream, group: 'ingestion', offset: 0, limit: 9 });
  expect(left.map(({ body }) => body).toSorted()).toEqual(['no JSON', '{"data":{"page_id":"nobody’s"}}'].toSorted());
});

test('what is requeued comes back as a first attempt with its key; what is dropped never does; both stand in the audit log', async () => {
  const own = await openShop(server, shop.api);
  const bodies = [1, 2, 3].map(() => event(uuidIn(own.ids.store)));
  await park('events', 'claims', bodies);
  await moveDeadLetters(app);
  const letters = await lettersOf(own);
  expect(letters).toHaveLength(3);
  const [dropped, ...requeued] = letters.map(({ id }) => id);
  expect(await settle('drop', own, [dropped ?? ''])).toEqual({ dropDeadLetters: { data: { ids: [dropped] } } });
  const answer = await settle('requeue', own, [...requeued, dropped ?? '', 'no id']);
  expect(answer['requeueDeadLetters']?.data?.ids.toSorted()).toEqual(requeued.toSorted());
  expect(await settle('requeue', own, requeued)).toEqual({ requeueDeadLetters: { data: { ids: [] } } });
  expect(await lettersOf(own)).toEqual([]);

  const seen: Entry[] = [];
  const stream = streamKey(app.keyPrefix, 'events');
  startConsumer(stream, 'claims', (entry) => {
    if (bodies.includes(entry.body)) seen.push(entry);
    return done();
  });
  await until('both are there', () => seen.length === 2);
  expect(seen.map(({ attempt, key, body }) => [attempt, key === `key of ${body}`])).toEqual([
    [1, true],
    [1, true],
  ]);
  const audit = await rowsOf<{ action: string }>(
    app.pool,
    `SELECT action FROM audit_log WHERE tienda_id = $1 AND subject_type = 'DeadLetter' ORDER BY seq`,
    [uuidIn(own.ids.store)],
  );
  expect(audit.map(({ action }) => action)).toEqual([
    'dead-letter-dropped',
    'dead-letter-requeued',
    'dead-letter-requeued',
  ]);
});

test('what fails again after it was requeued is a dead letter again, once', async () => {
  const own = await openShop(server, shop.api);
  const body = event(uuidIn(own.ids.store));
  const stream = streamKey(app.keyPrefix, 'events');
  await park('events', 'partners', [body]);
  await moveDeadLetters(app);
  const [letter] = await lettersOf(own);
  startConsumer(stream, 'partners', () => never('still not'));
  await settle('requeue', own, [letter?.id ?? '']);
  const parked = await until('it is parked again', async () => {
    const list = await listParked(app.redis, { stream, group: 'partners', offset: 0, limit: 9 });
    return list.find((entry) => entry.body === body);
  });
  expect(parked.reason).toBe('still not');
  await moveDeadLetters(app);
  expect((await lettersOf(own)).map(({ reason }) => reason)).toEqual(['still not']);
});

test('what was requeued and not handed over, because the process died, is handed over by the timers', async () => {
  const own = await openShop(server, shop.api);
  const body = event(uuidIn(own.ids.store));
  await park('events', 'claims', [body]);
  await moveDeadLetters(app);
  await rowsOf(app.pool, `UPDATE dead_letters SET requeued_at = now() - interval '1 minute' WHERE tienda_id = $1`, [
    uuidIn(own.ids.store),
  ]);
  await moveDeadLetters(app);
  const seen: string[] = [];
  startConsumer(streamKey(app.keyPrefix, 'events'), 'claims', (entry) => {
    seen.push(entry.body);
    return done();
  });
  await until('it is there', () => seen.includes(body));
  expect(await rowsOf(app.pool, 'SELECT FROM dead_letters WHERE tienda_id = $1', [uuidIn(own.ids.store)])).toHaveLength(
    0,
  );
});

test('another store’s dead letter is not found', async () => {
  const other = await openShop(server, await signUp(server));
  await park('events', 'saga', [event(uuidIn(other.ids.store))]);
  await moveDeadLetters(app);
  const [letter] = await lettersOf(other);
  expect(letter).toBeDefined();
  const single = (verb: keyof typeof typeOf) =>
    ask(server, shop.api.token, {
      query: `mutation ($input: ${typeOf[verb].slice(0, -1)}Input!) { ${verb}DeadLetter(input: $input) { __typename } }`,
      variables: { input: { deadLetterId: letter?.id } },
    });
  expect((await single('drop')).data).toEqual({ dropDeadLetter: { __typename: 'NotFoundError' } });
  expect((await single('requeue')).data).toEqual({ requeueDeadLetter: { __typename: 'NotFoundError' } });
  expect(await settle('drop', shop, [letter?.id ?? ''])).toEqual({ dropDeadLetters: { data: { ids: [] } } });
  expect(await lettersOf(other)).toHaveLength(1);
});
