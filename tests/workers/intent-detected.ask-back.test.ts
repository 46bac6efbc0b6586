import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { App } from '../../src/compose.ts';
import { saveDecisions } from '../../src/domain/intent/save-decisions.ts';
import { askBackTextsFor } from '../../src/domain/messaging/ask-back-texts.ts';
import { LANGUAGES } from '../../src/domain/messaging/choose-language.ts';
import type { LoggedEvent } from '../../src/events/catalog.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { Entry } from '../../src/redis-streams-lite/types.ts';
import { createDetectIntent } from '../../src/workers/comment-received.detect-intent.ts';
import { askBack } from '../../src/workers/intent-detected.ask-back.ts';
import { createTestApp } from '../testkit/app.ts';
import { seedComment, seedLive, seedProduct, seedStore } from '../testkit/scene.ts';

type TestApp = Awaited<ReturnType<typeof createTestApp<'workers'>>>;
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp('workers');
  return () => app[Symbol.asyncDispose]();
});

type Meant = Partial<Parameters<typeof saveDecisions>[1][number]['decision']> & {
  readonly doubts?: readonly 'overtaken'[];
  readonly buyerId?: string;
  readonly liveEventId?: string;
  readonly commentedAt?: string;
};

async function openShop(given: { readonly asksBack?: boolean; readonly locale?: string } = {}) {
  const { storeId } = await seedStore(app.pool, given.locale ? { locale: given.locale } : {});
  const liveEventId = await seedLive(app.pool, { storeId });
  await rowsOf(app.pool, 'UPDATE tiendas SET asks_back = $2 WHERE id = $1', [storeId, given.asksBack ?? true]);
  /** A comment that was decided so, and the event of it. */
  const decide = async (meant: Meant = {}): Promise<LoggedEvent & { readonly buyerId: string }> => {
    const { doubts = [], ...decision } = meant;
    const about = { storeId, liveEventId: meant.liveEventId ?? liveEventId };
    const { commentId, buyerId } = await seedComment(app.pool, {
      ...about,
      ...(meant.buyerId ? { buyerId: meant.buyerId } : {}),
      ...(meant.commentedAt ? { commentedAt: meant.commentedAt } : {}),
    });
    const trail = {
      provider: 'p',
      model: 'm',
      prompt: null,
      answer: null,
      tookMs: 1,
      cost: { tokens: 0, microUsd: 0 },
    };
    await saveDecisions(app.pool, [
      {
        comment: { id: commentId, ...about, text: 'quiero uno' },
        decision: {
          intent: 'purchase',
          items: [],
          removed: [],
          ambiguous: true,
          confidence: 0.4,
          by: 'test',
          lang: 'und',
          ...decision,
        },
        catalogueVersion: '1',
        tookMs: 1,
        trail: { ...trail, isCached: false, fallback: null, doubts },
      },
    ]);
    const [event] = await rowsOf<LoggedEvent>(
      app.pool,
      `SELECT id, tienda_id AS "storeId", live_id AS "liveEventId", type, version, payload, '1' AS cursor, '' AS "occurredAt"
       FROM events WHERE payload->>'commentId' = $1`,
      [commentId],
    );
    return { ...(event as LoggedEvent), buyerId };
  };
  const said = async () =>
    (
      await rowsOf<{ text: string; kind: string }>(
        app.pool,
        `SELECT body->>'text' AS text, kind FROM messages WHERE tienda_id = $1 ORDER BY created_at, id`,
        [storeId],
      )
    ).map(({ text, kind }) => `${kind}: ${text}`);
  return { storeId, liveEventId, decide, said };
}

const run = (events: readonly LoggedEvent[]) => askBack.run(app as unknown as App<'workers'>, events);
const wordings = (locale: string, ask: Parameters<typeof askBackTextsFor>[1]) =>
  askBackTextsFor(locale, ask).map((say) => `public_reply: ${say(', Beto')}`);

test('a buyer whose comment was left open is asked for the code in public, once in a live', async () => {
  const shop = await openShop();
  const first = await shop.decide({ askBack: 'size' });
  await run([first]);
  await run([first, await shop.decide({ buyerId: first.buyerId, intent: 'abstain', ambiguous: false })]);
  const said = await shop.said();
  expect(said).toHaveLength(1);
  expect(wordings('es-CL', 'size')).toContain(said[0]);

  const nextLive = await seedLive(app.pool, { storeId: shop.storeId });
  await run([await shop.decide({ buyerId: first.buyerId, liveEventId: nextLive })]);
  expect(await shop.said()).toHaveLength(2);
});

test('the question comes in the language of the store, and every language has one for every open end', async () => {
  const shop = await openShop({ locale: 'ar-EG' });
  await run([await shop.decide()]);
  expect(wordings('ar', 'product')).toContain((await shop.said())[0]);
  for (const language of LANGUAGES)
    for (const ask of ['product', 'size', 'color', 'variant'] as const)
      expect(new Set(wordings(language, ask)).size).toBeGreaterThanOrEqual(2);
});

test.each([
  ['the store did not ask for it', { asksBack: false }, {}],
  ['the comment was understood', {}, { ambiguous: false }],
  ['it is spam', {}, { intent: 'spam' as const }],
  ['it is a question', {}, { intent: 'question' as const }],
  ['the buyer has said meanwhile what they want', {}, { doubts: ['overtaken'] as const }],
  ['the comment is stale', {}, { commentedAt: new Date(Date.now() - 16 * 60_000).toISOString() }],
])('nobody is asked when %s', async (_why, store, meant) => {
  const shop = await openShop(store);
  await run([await shop.decide(meant)]);
  expect(await shop.said()).toEqual([]);
});

test('nobody is asked while the bot is stopped, nor who is blocked', async () => {
  const shop = await openShop();
  const blocked = await shop.decide();
  await rowsOf(app.pool, 'UPDATE buyers SET blocked_at = now() WHERE id = $1', [blocked.buyerId]);
  await run([blocked]);
  expect(await shop.said()).toEqual([]);

  await rowsOf(app.pool, `INSERT INTO bot_pauses (tienda_id, reason) VALUES ($1, 'seller')`, [shop.storeId]);
  const event = await shop.decide();
  await run([event]);
  expect(await shop.said()).toEqual([]);
});

test('where the installation has no model, what rules are not sure of is left open and asked back', async () => {
  const { storeId, pageId } = await seedStore(app.pool);
  await seedLive(app.pool, { storeId });
  await seedProduct(app.pool, { storeId, sku: 'COL-SOL', name: 'Collar Sol', claimCode: 'C1' });
  await rowsOf(app.pool, 'UPDATE tiendas SET asks_back = true WHERE id = $1', [storeId]);
  const timestamp = new Date().toISOString();
  const ids = { page_id: pageId, post_id: null, comment_id: randomUUID(), author_id: 'a-1', author_name: 'Ana' };
  const data = { ...ids, text: 'mi gata odia el collar', received_at: timestamp };

  await createDetectIntent(app)([{ body: JSON.stringify({ event: 'feed_comment', timestamp, data }) } as Entry]);

  const logs = await rowsOf(app.pool, 'SELECT fallback, left_open, provider FROM ai_logs WHERE tienda_id = $1', [
    storeId,
  ]);
  expect(logs).toEqual([{ fallback: 'off', left_open: true, provider: null }]);
  const events = await rowsOf<LoggedEvent>(
    app.pool,
    `SELECT type, payload FROM events WHERE tienda_id = $1 AND type LIKE 'intent-%'`,
    [storeId],
  );
  expect(events).toMatchObject([{ type: 'intent-detected', payload: { intent: 'abstain', leftOpen: true } }]);
  await run(events);
  expect(await rowsOf(app.pool, 'SELECT kind FROM messages WHERE tienda_id = $1', [storeId])).toEqual([
    { kind: 'public_reply' },
  ]);
});
