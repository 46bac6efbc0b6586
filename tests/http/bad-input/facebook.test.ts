import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONSUMER_GROUPS, shardedStream } from '../../../src/events/streams.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { backlogOf } from '../../../src/redis-streams-lite/backlog.ts';
import { shardsOf } from '../../../src/redis-streams-lite/publish.ts';
import { type LogLine, takeLogged } from '../../testkit/logs.ts';
import { seedLive, seedProduct, seedStore } from '../../testkit/scene.ts';
import { until } from '../../testkit/until.ts';
import { startWorld, type World } from '../../testkit/world.ts';
import { comment, PATH, page, sign } from '../webhooks/facebook-post.ts';
import { CONTENT_TYPES, ENCODINGS, encoding, hostileValue, storm, toJson } from './hostile.ts';

let world: World;
let store: { storeId: string; pageId: string };

beforeAll(async () => {
  world = await startWorld({ LOG_LEVEL: 'warn' }, { withTimers: false });
  store = await seedStore(world.app.pool);
  await seedProduct(world.app.pool, { storeId: store.storeId, units: 100_000, claimCode: '12' });
  await seedLive(world.app.pool, { storeId: store.storeId });
});
afterAll(() => world[Symbol.asyncDispose]());

/** A comment as Meta tells it, with one of its parts, or one of those around it, replaced by whatever. */
const bentChange = fc
  .tuple(
    fc.constantFrom(
      'field',
      'value',
      'item',
      'verb',
      'comment_id',
      'post_id',
      'from',
      'message',
      'created_time',
      'post',
    ),
    hostileValue,
  )
  .map(([part, value]) => {
    const change = comment('bent_1');
    if (part === 'field' || part === 'value') return { ...change, [part]: value };
    return { ...change, value: { ...change.value, [part]: value } };
  });
const bentAuthor = fc.record({ id: hostileValue, name: hostileValue }).map((from) => comment('bent_2', { from }));
const bentEvent = fc
  .tuple(
    fc.constantFrom(
      'sender',
      'timestamp',
      'text',
      'mid',
      'quick_reply',
      'postback',
      'read',
      'policy_enforcement',
      'echo',
    ),
    hostileValue,
  )
  .map(([part, value]) => {
    const event = { sender: { id: '9' }, timestamp: 1_760_000_000_100, message: { mid: 'bent_3', text: 'hola' } };
    if (part === 'echo')
      return {
        ...event,
        sender: { id: store.pageId },
        recipient: { id: '9' },
        message: { ...event.message, is_echo: true, app_id: value, metadata: value },
      };
    if (part === 'postback') return { ...event, message: undefined, postback: { title: value, payload: value } };
    if (part === 'read') return { ...event, message: undefined, read: { watermark: value } };
    if (part === 'policy_enforcement')
      return { ...event, message: undefined, policy_enforcement: { action: 'warning', reason: value } };
    return part === 'text' || part === 'mid' || part === 'quick_reply'
      ? { ...event, message: { ...event.message, [part]: value } }
      : { ...event, [part]: value };
  });
const bentEntry = fc.oneof(
  hostileValue,
  fc.array(fc.oneof(bentChange, bentAuthor, hostileValue), { maxLength: 3 }).map((changes) => ({ changes })),
  fc.array(fc.oneof(bentEvent, hostileValue), { maxLength: 3 }).map((messaging) => ({ messaging })),
  fc.record({ time: hostileValue, changes: hostileValue, messaging: hostileValue }, { requiredKeys: [] }),
);

let goodCount = 0;
function goodComment(): ReturnType<typeof comment> {
  goodCount += 1;
  return comment(`good_g${goodCount}`);
}

const serious: LogLine[] = [];

/** Posts bytes as Meta would, and answers what came back and what the server logged meanwhile. */
async function postBytes(bytes: Uint8Array, contentType = 'application/json') {
  serious.push(...takeLogged().filter(({ level }) => level >= 50));
  const response = await fetch(`${world.baseUrl}${PATH}`, {
    method: 'POST',
    headers: { 'content-type': contentType, 'x-hub-signature-256': sign(bytes) },
    body: Buffer.from(bytes),
  });
  const text = await response.text();
  const logged = takeLogged();
  serious.push(...logged.filter(({ level }) => level >= 50));
  const own = logged.filter(({ role }) => role === 'http').map(({ level, msg }) => ({ level, msg }));
  return { status: response.status, type: response.headers.get('content-type'), text, logged: own };
}

const WARN = 40;
const REFUSED = {
  status: 400,
  type: 'application/problem+json',
  text: expect.stringContaining('"title":"BAD_SHAPE"'),
  logged: [{ level: WARN, msg: 'Facebook signed a post that is no webhook; it was refused' }],
};
const LEFT_OUT = { level: WARN, msg: 'Parts of a post of Facebook could not be read and are left out' };
const taken = (logged: readonly unknown[] = []) => ({ status: 200, text: 'EVENT_RECEIVED', logged });

/** Ids of stored comments that begin so. */
const stored = async (prefix: string) =>
  (
    await rowsOf<{ id: string }>(
      world.app.pool,
      'SELECT fb_comment_id AS id FROM comments WHERE tienda_id = $1 AND starts_with(fb_comment_id, $2)',
      [store.storeId, prefix],
    )
  )
    .map(({ id }) => id)
    .toSorted();

test('a post whose envelope is whole loses none of its good comments, whatever stands beside them', async () => {
  const sent: string[] = [];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(bentEntry, fc.constant('good')), { maxLength: 6 }),
      encoding,
      fc.constantFrom(...CONTENT_TYPES),
      async (plan, how, contentType) => {
        const comments = plan.filter((part) => part === 'good').map(goodComment);
        const left = [...comments];
        const entries = plan.map((part) => {
          if (part === 'good') return { id: store.pageId, changes: [left.shift()] };
          return typeof part === 'object' && !Array.isArray(part) ? { id: store.pageId, ...part } : part;
        });
        const { isText, encode } = ENCODINGS[how];
        const body = encode(toJson({ object: 'page', entry: entries, tomorrow: [{}] }));
        const answer = await postBytes(body, contentType);

        const expected = isText ? taken(answer.logged.length > 0 ? [LEFT_OUT] : []) : REFUSED;
        expect(answer).toMatchObject(expected);
        if (isText) sent.push(...comments.map(({ value }) => value.comment_id));
      },
    ),
    storm(150),
  );
  expect(sent.length).toBeGreaterThan(100);
  await until('all good comments are stored', async () => (await stored('good_')).length >= sent.length);
  expect(await stored('good_')).toEqual(sent.toSorted());
});

test('whatever is signed is a webhook or is refused, and is never answered that it should be sent again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.tuple(hostileValue, encoding).map(([value, how]) => ENCODINGS[how].encode(toJson(value))),
        fc.record({ object: hostileValue, entry: hostileValue }).map((body) => Buffer.from(toJson(body))),
      ),
      async (body) => {
        const answer = await postBytes(body);

        expect([200, 400]).toContain(answer.status);
        expect(answer).toMatchObject(answer.status === 400 ? REFUSED : taken(answer.logged.map(() => LEFT_OUT)));
        expect(answer.logged.length).toBeLessThan(2);
      },
    ),
    storm(150),
  );
});

const say = (...entries: readonly unknown[]) => postBytes(Buffer.from(page(...entries)));
const of = (...changes: readonly unknown[]) => ({ id: store.pageId, time: 1_760_000_001, changes });

test('what a comment can do without costs nobody the comment when it is odd', async () => {
  const odd = [{}, [], 'x y', 5, true, '@raw:0@'];
  const changes = odd.map((value, place) =>
    comment(`odd_o${place}`, {
      post_id: value,
      created_time: value === 5 ? '5' : value,
      from: { id: '7', name: value },
    }),
  );

  expect(
    await postBytes(
      Buffer.from(toJson({ object: 'page', entry: [{ ...of(...changes), time: 'soon', messaging: 'none' }] })),
    ),
  ).toMatchObject(taken([LEFT_OUT]));
  await until('they are stored', async () => (await stored('odd_')).length === odd.length);
});

test('a text in Latin-1, and one of a megabyte, are stored as far as they are text', async () => {
  const latin = Buffer.from(page(of(comment('far_latin', { message: 'la caña' }))), 'latin1');
  expect(await postBytes(latin)).toMatchObject(taken());
  expect(await say(of(comment('far_long', { message: '🙋'.repeat(250_000) })))).toMatchObject(taken());
  await until('both are stored', async () => (await stored('far_')).length === 2);

  const rows = await rowsOf<{ text: string }>(
    world.app.pool,
    `SELECT text FROM comments WHERE fb_comment_id LIKE 'far_%' ORDER BY fb_comment_id`,
  );
  expect(rows.map(({ text }) => text)).toEqual(['la ca\ufffda', '🙋'.repeat(1_000)]);
});

test('of a Page that nobody has connected nothing is kept, and it is said once', async () => {
  const strange = (id: string) => ({ id: '404404', time: 1_760_000_001, changes: [comment(id)] });
  takeLogged();
  for (const id of ['s1', 's2', 's3']) {
    const { status } = await fetch(
      `${world.baseUrl}${PATH}`,
      signed(page(strange(`strange_${id}`), of(comment(`beside_${id}`)))),
    );
    expect(status).toBe(200);
  }
  await until('what stood beside is stored', async () => (await stored('beside_')).length === 3);

  const said = takeLogged().filter(({ pageId }) => pageId === '404404');
  expect(said).toEqual([expect.objectContaining({ role: 'workers', level: WARN })]);
  expect(await rowsOf(world.app.pool, `SELECT id FROM comments WHERE fb_comment_id LIKE 'strange_%'`)).toEqual([]);
});

test('after all of it a good comment holds its units, each comment has one decision, and no queue holds anything', async () => {
  await say(of(comment('last_buyer', { from: { id: 'last-buyer', name: 'Ana' }, message: 'quiero el 12' })));
  await until('the units are held', async () => {
    const [hold] = await rowsOf(
      world.app.pool,
      `SELECT h.id FROM holds h JOIN comments c ON c.id = h.comment_id WHERE c.fb_comment_id = 'last_buyer' AND h.state = 'active'`,
    );
    return hold;
  });
  const undecided = `SELECT c.fb_comment_id FROM comments c LEFT JOIN ai_logs a ON a.comment_id = c.id
    GROUP BY c.id HAVING count(a.id) <> 1`;
  await until('all is decided', async () => (await rowsOf(world.app.pool, undecided)).length === 0);
  const { keyPrefix, redis } = world.app;
  for (const name of ['incomingComments', 'events'] as const)
    for (const stream of shardsOf(shardedStream(world.app, name)))
      for (const group of CONSUMER_GROUPS[name])
        expect(await backlogOf(redis, { stream, group }), `${keyPrefix} ${stream} ${group}`).toMatchObject({
          retryCount: 0,
          parkedCount: 0,
        });
  expect(serious).toEqual([]);
});

function signed(body: string): RequestInit {
  return { method: 'POST', headers: { 'x-hub-signature-256': sign(body) }, body };
}
