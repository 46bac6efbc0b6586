import { expect, test } from 'vitest';
import type { LoggedEvent } from '../../src/events/catalog.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { createAnswerQuestion } from '../../src/workers/intent-detected.answer-question.ts';
import { createTestApp } from '../testkit/app.ts';
import { seedComment, seedLive, seedProduct, seedStore } from '../testkit/scene.ts';

// The beginning of a stretch, recent enough to be answered.
const STRETCH_MS = 20_000;
const START_MS = Math.floor(Date.now() / STRETCH_MS) * STRETCH_MS - STRETCH_MS;

async function openShop(app: Awaited<ReturnType<typeof createTestApp>>) {
  const { storeId } = await seedStore(app.pool);
  const liveEventId = await seedLive(app.pool, { storeId });
  await seedProduct(app.pool, { storeId, name: 'Gorro de lana', sku: 'GOR-1', units: 3, priceMinor: 12_990n });
  const ask = async (text: string, atMs = START_MS): Promise<LoggedEvent> => {
    const { commentId } = await seedComment(app.pool, {
      storeId,
      liveEventId,
      text,
      commentedAt: new Date(atMs).toISOString(),
    });
    const payload = { commentId, intent: 'question', items: [], ambiguous: false, confidence: 0.9 };
    return {
      id: commentId,
      storeId,
      liveEventId,
      type: 'intent-detected',
      version: 1,
      payload,
      cursor: '1',
      occurredAt: '',
    };
  };
  const said = async () =>
    (
      await rowsOf<{ text: string }>(
        app.pool,
        `SELECT body->>'text' AS text FROM messages WHERE tienda_id = $1 ORDER BY created_at`,
        [storeId],
      )
    ).map(({ text }) => text);
  return { storeId, ask, said };
}

test('a question is answered from the catalogue, in the language of the question, once however often it is told', async () => {
  await using app = await createTestApp('workers');
  const shop = await openShop(app);
  const step = createAnswerQuestion(app);
  const price = await shop.ask('cuánto cuesta el gorro de lana?');
  await step.run(app, [price]);
  await step.run(app, [price]);
  await step.run(app, [await shop.ask('do you still have the gorro de lana?')]);
  expect(await shop.said()).toEqual(['Gorro de lana: $12.990', '3 left of Gorro de lana.']);
});

test('what many ask at the same time is answered once for all', async () => {
  await using app = await createTestApp('workers');
  const shop = await openShop(app);
  const step = createAnswerQuestion(app);
  await step.run(app, await Promise.all([1, 2, 3].map(() => shop.ask('precio del gorro?'))));
  await step.run(app, [await shop.ask('precio del gorro?', START_MS - 3 * STRETCH_MS)]);
  expect(await shop.said()).toHaveLength(2);
});

test('shipping is answered with the words of the seller, and a seller may keep the bot from answering', async () => {
  await using app = await createTestApp('workers');
  const shop = await openShop(app);
  const step = createAnswerQuestion(app);
  await step.run(app, [await shop.ask('hacen envíos a Temuco?')]);
  expect(await shop.said()).toEqual([]);
  await rowsOf(app.pool, 'UPDATE tiendas SET shipping_note = $2 WHERE id = $1', [shop.storeId, 'Starken, por pagar.']);
  await step.run(app, [await shop.ask('hacen envíos a Talca?')]);
  expect(await shop.said()).toEqual(['Starken, por pagar.']);
  await rowsOf(app.pool, 'UPDATE tiendas SET answers_questions = false WHERE id = $1', [shop.storeId]);
  await step.run(app, [await shop.ask('precio del gorro?')]);
  expect(await shop.said()).toHaveLength(1);
});
