import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidIn } from '../resolvers/scene.ts';
import { until } from '../testkit/until.ts';
import { startWorld, type World } from '../testkit/world.ts';
import { act, type OnAir, openOnAir } from './brakes-scene.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const STATUS = `query ($id: ID!) { store(id: $id) { botPauses { reason detail } } }`;
type Status = { store: { botPauses: { reason: string; detail: string | null }[] } };

async function chatOf(shop: OnAir, name: string): Promise<string> {
  const [chat] = await shop.rows<{ id: string }>(
    `SELECT v.id FROM conversations v JOIN buyers b ON b.id = v.buyer_id WHERE v.tienda_id = $1 AND b.name = '${name}'`,
  );
  return Buffer.from(`Conversation:${chat?.id}`).toString('base64url');
}
const textsTo = async (shop: OnAir, kind: string) =>
  (await shop.sent()).filter((call) => call.kind === kind).map((call) => call.text);
/** Waits until the comment, and what follows from it, is over. */
const untilDecided = (shop: OnAir, told: number) =>
  until(`${told} messages have ended`, async () => {
    const { sent = 0, refused = 0 } = await shop.states();
    return sent + refused === told;
  });

test('a person leads a conversation: the bot is silent, the person’s words leave by hand, and the bot speaks again when it is handed back', async () => {
  const shop = await openOnAir(world);
  await shop.comment('Ana', 'quiero 1 R1');
  await untilDecided(shop, 2);
  await shop.write('Ana', 'hola, tengo una duda');
  await until(
    'the window is open',
    async () =>
      (await shop.rows(`SELECT FROM conversations WHERE tienda_id = $1 AND last_inbound_at IS NOT NULL`)).length > 0,
  );
  const conversationId = await chatOf(shop, 'Ana');

  const words = { conversationId, text: 'Dime, Ana', clientKey: 'one' };
  await act(shop.api, 'sendMessage', 'SendMessageInput', words);
  await act(shop.api, 'sendMessage', 'SendMessageInput', words);
  await until('the words have left', async () => (await textsTo(shop, 'send')).length > 0);
  await shop.comment('Ana', 'quiero 2 R1');
  await untilDecided(shop, 5);
  expect(await textsTo(shop, 'send')).toEqual(['Dime, Ana']);
  expect(await shop.states()).toEqual({ sent: 3, refused: 2 });

  await act(shop.api, 'handBackConversation', 'HandBackConversationInput', { conversationId });
  await shop.comment('Ana', 'quiero 3 R1');
  await untilDecided(shop, 7);
  expect(await shop.states()).toEqual({ sent: 5, refused: 2 });
}, 60_000);

test('who answers in the inbox of the Page leads the conversation too', async () => {
  const shop = await openOnAir(world);
  await shop.comment('Beto', 'quiero 1 R1');
  await untilDecided(shop, 2);
  await shop.write('Beto', 'hola');
  await shop.answerInInbox('Beto', 'Hola Beto, soy Ana');
  await until(
    'it is led',
    async () =>
      (await shop.rows(`SELECT FROM conversations WHERE tienda_id = $1 AND taken_over_until > now()`)).length > 0,
  );

  await shop.comment('Beto', 'quiero 1 R1');
  await untilDecided(shop, 5);
  expect(await shop.states()).toEqual({ sent: 3, refused: 2 });
  expect(
    await shop.rows(
      `SELECT payload->>'from' AS at FROM events WHERE tienda_id = $1 AND type = 'conversation-taken-over'`,
    ),
  ).toEqual([{ at: 'page-inbox' }]);
}, 60_000);

test('Meta warns: the bot of the store stops, the seller is told why, and only a person lets it go on', async () => {
  const shop = await openOnAir(world);
  await shop.police('warning', 'The Page sends too many messages.');
  await until(
    'the bot has stopped',
    async () => (await shop.api.graphql<Status>(STATUS, { id: shop.storeId })).store.botPauses.length > 0,
  );
  await shop.police('unblock', '');
  await shop.comment('Carla', 'quiero 1 R1');
  await until('both wait', async () => (await shop.states())['withheld'] === 2);

  expect(await shop.api.graphql<Status>(STATUS, { id: shop.storeId })).toEqual({
    store: { botPauses: [{ reason: 'POLICY', detail: 'warning: The Page sends too many messages.' }] },
  });
  expect(await shop.sent()).toEqual([]);
}, 60_000);

test.each([
  ['comments', 'private_reply'],
  ['messages', 'send'],
] as const)(
  'STOP in %s is obeyed at once: one answer, then nothing, until START',
  async (where, kind) => {
    const shop = await openOnAir(world);
    await shop.comment('Dora', 'quiero 1 R1');
    await untilDecided(shop, 2);
    const say = (text: string) => (where === 'comments' ? shop.comment('Dora', text) : shop.write('Dora', text));
    await shop.write('Dora', 'hola');
    await say('ARRÊT');
    await say('STOP');
    await untilDecided(shop, 3);
    const [answer] = (await textsTo(shop, kind)).slice(-1);
    expect(answer).toContain('no te escribiremos más');

    await shop.comment('Dora', 'quiero 1 R1');
    await untilDecided(shop, 5);
    expect(await shop.states()).toEqual({ sent: 3, refused: 2 });

    await say('alta');
    await untilDecided(shop, 6);
    await shop.comment('Dora', 'quiero 1 R1');
    await untilDecided(shop, 8);
    expect(await shop.states()).toEqual({ sent: 6, refused: 2 });
  },
  60_000,
);

test('ELIMINAR MIS DATOS: one answer with a code, then name, ids and words are nowhere in the database, and the sale stays', async () => {
  const shop = await openOnAir(world);
  await shop.comment('Zacarías Único', 'quiero 1 R1 para mi calle secreta');
  await untilDecided(shop, 2);
  const { psid } = await shop.write('Zacarías Único', 'mi correo es zacarias@unico.example');
  const [before] = await shop.rows<{ id: string; author: string }>(
    `SELECT id, fb_author_id AS author FROM buyers WHERE tienda_id = $1 AND name IS NOT NULL`,
  );
  // As a model that was asked would have left it.
  await shop.rows('UPDATE ai_logs SET prompt = raw_comment, answer = raw_comment WHERE tienda_id = $1');
  await shop.write('Zacarías Único', 'ELIMINAR MIS DATOS');
  await until(
    'it is erased',
    async () => (await shop.rows(`SELECT FROM erasures WHERE tienda_id = $1 AND erased_at IS NOT NULL`)).length > 0,
    30_000,
  );

  const [answer] = (await textsTo(shop, 'send')).slice(-1);
  const [erasure] = await shop.rows<{ code: string; proof: object }>(
    `SELECT confirmation_code AS code, proof FROM erasures WHERE tienda_id = $1`,
  );
  expect(answer).toContain(erasure?.code);
  expect(erasure?.proof).toMatchObject({ buyers: 1, comments: 3, messages: 5, orders: 1, deadLetters: 0 });
  expect(await shop.rows('SELECT status, total, customer_fb_id AS who FROM pedidos WHERE tienda_id = $1')).toEqual([
    { status: 'cancelled', total: '15000', who: 'erased' },
  ]);
  const tables = await shop.rows<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND $1::uuid IS NOT NULL`,
  );
  for (const { name } of tables) {
    const found = await world.app.pool.query(`SELECT x::text AS row FROM ${name} x WHERE x::text LIKE ANY($1)`, [
      ['%Zacar%', '%calle secreta%', '%unico.example%', `%${psid}%`, `%${before?.author}%`].filter(Boolean),
    ]);
    expect(found.rows, name).toEqual([]);
  }
  const told = await shop.rows<{ type: string }>(
    `SELECT type FROM events WHERE tienda_id = $1 AND type IN ('wish-obeyed', 'buyer-data-erased') ORDER BY seq`,
  );
  expect(told).toEqual([{ type: 'wish-obeyed' }, { type: 'buyer-data-erased' }]);
}, 60_000);

test('the owner erases a buyer who asked the store itself', async () => {
  const shop = await openOnAir(world);
  await shop.comment('Ema', 'quiero 1 R1');
  await untilDecided(shop, 2);
  const [ema] = await shop.rows<{ id: string }>('SELECT id FROM buyers WHERE tienda_id = $1');
  const buyerId = Buffer.from(`Buyer:${ema?.id}`).toString('base64url');
  expect(uuidIn(buyerId)).toBe(ema?.id);

  await act(shop.api, 'deleteBuyerData', 'DeleteBuyerDataInput', { buyerId }, 'confirmationCode');

  await until(
    'she is forgotten',
    async () =>
      (await shop.rows('SELECT FROM buyers WHERE tienda_id = $1 AND erased_at IS NOT NULL AND name IS NULL')).length >
      0,
    30_000,
  );
}, 60_000);
