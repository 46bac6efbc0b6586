import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCatalogueCache } from '../../src/domain/intent/catalogue-cache.ts';
import { nearestProducts } from '../../src/domain/intent/model/nearest-products.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { MODEL_KEYS, setMode } from '../testkit/models.ts';
import { seedLive, seedProduct, seedStore } from '../testkit/scene.ts';
import { until } from '../testkit/until.ts';
import { startWorld, type World } from '../testkit/world.ts';

let world: World;
beforeAll(async () => {
  const { OPENAI_API_KEY, GEMINI_API_KEY } = MODEL_KEYS;
  world = await startWorld({ OPENAI_API_KEY, GEMINI_API_KEY, EMBEDDING_PROVIDER: 'openai' });
});
afterAll(() => world[Symbol.asyncDispose]());

// Rules leave it open, and "gargantilla" stands neither in the catalogue nor in a lexicon.
const MEANT = 'mi gata odia la gargantilla';
const CANDLES = 8;

type Embedded = { readonly body: { readonly input: readonly string[]; readonly dimensions: number } };
const embedded = async () =>
  ((await (await fetch(`${world.sandboxUrl}/llm/_embedded`)).json()) as Embedded[]).flatMap(({ body }) => body.input);

/** A store whose one necklace stands among candles; its live begins when `start` is called. */
async function openShop() {
  const { pool } = world.app;
  const pageId = String(100_000_000_000_000 + Math.floor(Math.random() * 1e12));
  const { storeId } = await seedStore(pool, { pageId });
  const mark = randomUUID().slice(0, 8);
  await seedProduct(pool, { storeId, sku: 'COL-1', name: `Collar ${mark}` });
  for (let place = 0; place < CANDLES; place += 1)
    await seedProduct(pool, { storeId, sku: `VEL-${place}`, name: `Vela ${place} ${mark}` });
  const vectorCount = async () =>
    (await rowsOf(pool, 'SELECT FROM product_embeddings WHERE tienda_id = $1', [storeId])).length;
  /** What the model was asked about a comment, once it is decided. */
  const say = async (text: string) => {
    const answer = await fetch(`${world.sandboxUrl}/api/live/${pageId}/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ author: { id: `a-${randomUUID()}`, name: 'Ana' }, text }),
    });
    expect(answer.status).toBe(200);
    const log = await until('it is decided', async () => {
      const [row] = await rowsOf<{ prompt: string; provider: string | null }>(
        pool,
        'SELECT prompt, provider FROM ai_logs WHERE tienda_id = $1 AND raw_comment = $2',
        [storeId, text],
      );
      return row;
    });
    const { products } = JSON.parse(log.prompt) as { products: { sku: string }[] };
    return { ...log, skus: products.map(({ sku }) => sku) };
  };
  return {
    storeId,
    mark,
    vectorCount,
    say,
    start: () => seedLive(pool, { storeId }),
    untilFilled: () => until('every product has a vector', async () => (await vectorCount()) === CANDLES + 1, 45_000),
    /** Says it again in other words while a busy machine is slower than the time-out of embeddings allows. */
    sayUntil: (sku: string, textOf: (mark: string) => string) =>
      until(
        `${sku} is found`,
        async () => {
          const { skus } = await say(textOf(randomUUID().replaceAll(/\d|-/g, 'x').slice(0, 6)));
          return skus.includes(sku) && skus;
        },
        45_000,
      ),
    usage: async () =>
      (
        await rowsOf<{ cost: number; tokens: number }>(
          pool,
          'SELECT cost_micro_usd::int AS cost, tokens::int AS tokens FROM ai_usage WHERE tienda_id = $1',
          [storeId],
        )
      )[0],
  };
}

test('a word that the catalogue does not know finds its product by what it means', async () => {
  await setMode(world.sandboxUrl, 'answer');
  const shop = await openShop();
  const { index } = await createCatalogueCache({ pool: world.app.pool }).get(shop.storeId);
  expect(nearestProducts(index, { text: MEANT, showingSku: null, previous: [] }, 5)).not.toContain('COL-1');
  await shop.start();
  await shop.untilFilled();
  const filling = await shop.usage();
  expect(filling?.cost).toBeGreaterThan(0);
  expect(filling?.tokens).toBe(0);

  const skus = await shop.sayUntil('COL-1', (mark) => `${MEANT} ${mark} 4111 1111 1111 1111`);

  expect(skus).toHaveLength(5);
  const texts = await embedded();
  expect(texts).toContainEqual(expect.stringMatching(new RegExp(`^${MEANT} .+ \\[card\\]$`)));
  expect(texts.join()).not.toContain('4111');
  expect((await shop.usage())?.tokens).toBeGreaterThan(0);
});

test('a code that a comment writes stays the first product, whatever the words around it mean', async () => {
  await setMode(world.sandboxUrl, 'answer');
  const shop = await openShop();
  await shop.start();
  await shop.untilFilled();
  const skus = await shop.sayUntil('COL-1', (mark) => `${MEANT} VEL-3 fulanita menganita ${mark}`);
  expect(skus.slice(0, 2)).toEqual(['VEL-3', 'COL-1']);
});

test('a product is embedded again only when its words change', async () => {
  await setMode(world.sandboxUrl, 'answer');
  const shop = await openShop();
  await shop.start();
  await shop.untilFilled();
  const ofShop = async () => (await embedded()).filter((text) => text.includes(shop.mark));
  expect(await ofShop()).toHaveLength(CANDLES + 1);

  await rowsOf(world.app.pool, `UPDATE productos SET price = 1, updated_at = clock_timestamp() WHERE tienda_id = $1`, [
    shop.storeId,
  ]);
  await rowsOf(
    world.app.pool,
    `UPDATE productos SET name = $2, updated_at = clock_timestamp() WHERE tienda_id = $1 AND sku = 'COL-1'`,
    [shop.storeId, `Bufanda ${shop.mark}`],
  );
  await until('the new name is embedded', async () => (await ofShop()).includes(`Bufanda ${shop.mark}`), 30_000);
  expect(await ofShop()).toHaveLength(CANDLES + 2);
  await shop.sayUntil('COL-1', (mark) => `mi gata odia la chalina ${mark}`);
});

test('while embeddings hang the local index finds the products, and the comment is decided by who answers', async () => {
  await setMode(world.sandboxUrl, 'answer');
  const shop = await openShop();
  await shop.start();
  await shop.untilFilled();
  await setMode(world.sandboxUrl, 'hang', 'openai');

  const { skus, provider } = await shop.say(`${MEANT} de la vela`);

  expect(provider).not.toBe('openai');
  expect(skus).not.toContain('COL-1');
  expect(skus).toHaveLength(5);
  await setMode(world.sandboxUrl, 'answer');
});

test('a catalogue takes its share of the budget of the day and no more; until then words find the products', async () => {
  await setMode(world.sandboxUrl, 'answer');
  const shop = await openShop();
  const { dayCostMicroUsd, embeddings } = world.app.config.limits.ai;
  await rowsOf(
    world.app.pool,
    `INSERT INTO ai_usage (tienda_id, day, cost_micro_usd) VALUES ($1, (now() AT TIME ZONE 'UTC')::date, $2)`,
    [shop.storeId, dayCostMicroUsd * embeddings.dayShare],
  );
  await shop.start();
  const other = await openShop();
  await other.start();
  await other.untilFilled();

  const { skus } = await shop.say(`${MEANT} de la vela`);

  expect(skus).not.toContain('COL-1');
  expect(await shop.vectorCount()).toBe(0);
  const alerts = await rowsOf(world.app.pool, `SELECT FROM events WHERE tienda_id = $1 AND type = 'ai-budget-alert'`, [
    shop.storeId,
  ]);
  expect(alerts).toEqual([]);
});
