import type { App } from '../compose.ts';
import { type CatalogueCache, type CatalogueEntry, createCatalogueCache } from '../domain/intent/catalogue-cache.ts';
import type { CatalogueProduct } from '../domain/intent/intent-detector.ts';
import { createFillBudget } from '../domain/intent/model/budget.ts';
import { embedTexts } from '../domain/intent/model/embed-texts.ts';
import { type Embedder, spaceOf } from '../domain/intent/model/embedding-provider.ts';
import { findUnembedded, saveVectors, textOf } from '../domain/intent/model/product-vectors.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { pause } from '../platform/pause.ts';
import { countCall, priceOf } from './model-costs.ts';

const ON_AIR = `SELECT DISTINCT tienda_id AS "storeId" FROM live_events WHERE status = 'active'`;

/** Whoever takes a store has it so long; when the process dies meanwhile, another one goes on. */
const LEASE_MS = 5 * 60_000;

type FillApp = Pick<App<'workers'>, 'pool' | 'redis' | 'keyPrefix' | 'config' | 'metrics' | 'log'>;

/** Gives the products of stores on air their vectors, in batches, while the budget and the provider allow it. */
export async function fillEmbeddings(app: FillApp, given: { embedder: Embedder; signal: AbortSignal }): Promise<void> {
  const catalogues = createCatalogueCache({ pool: app.pool });
  // Which version of a catalogue has all its vectors.
  const whole = new Map<string, string>();
  while (!given.signal.aborted) {
    try {
      for (const { storeId } of await rowsOf<{ storeId: string }>(app.pool, ON_AIR)) {
        if (given.signal.aborted) return;
        await fillStore(app, { ...given, catalogues, whole, storeId });
      }
    } catch (error) {
      app.log.warn({ err: error }, 'Catalogues could not be embedded; it is tried again');
    }
    await pause(app.config.limits.ai.embeddings.fillEveryMs, given.signal);
  }
}

async function fillStore(
  app: FillApp,
  given: {
    readonly embedder: Embedder;
    readonly signal: AbortSignal;
    readonly catalogues: CatalogueCache;
    readonly whole: Map<string, string>;
    readonly storeId: string;
  },
): Promise<void> {
  const { storeId, whole } = given;
  const catalogue = await given.catalogues.get(storeId);
  if (whole.get(storeId) === catalogue.version) return;
  if (catalogue.products.size > app.config.limits.ai.embeddings.productsMax) return;
  const key = `${app.keyPrefix}embedding:{${storeId}}`;
  if ((await app.redis.set(key, '1', 'PX', LEASE_MS, 'NX')) === null) return;
  try {
    if (await embedMissing(app, { ...given, catalogue })) whole.set(storeId, catalogue.version);
  } finally {
    await app.redis.del(key);
  }
}

/** True when nothing is missing any more. */
async function embedMissing(
  app: FillApp,
  given: {
    readonly embedder: Embedder;
    readonly signal: AbortSignal;
    readonly storeId: string;
    readonly catalogue: CatalogueEntry;
  },
): Promise<boolean> {
  const { storeId, catalogue, embedder } = given;
  const { embeddings, ...ai } = app.config.limits.ai;
  const space = spaceOf(embedder.provider);
  const missing = await findUnembedded(app.pool, { storeId, catalogue, space });
  const deps = {
    embedder,
    price: priceOf(ai, embedder.provider.model),
    timeoutMs: embeddings.fillTimeoutMs,
    ...createFillBudget({ pool: app.pool, limits: ai, share: embeddings.dayShare }, storeId),
    onCall: (call: Parameters<typeof countCall>[1]) => countCall(app, call),
  };
  for (const products of batchesOf(missing, embeddings.productsPerCall)) {
    if (given.signal.aborted) return false;
    const vectors = await embedTexts(deps, products.map(textOf));
    if (!vectors) return false;
    await saveVectors(app.pool, { storeId, space, products, vectors });
  }
  return true;
}

function* batchesOf(products: readonly CatalogueProduct[], size: number): Generator<readonly CatalogueProduct[]> {
  for (let at = 0; at < products.length; at += size) yield products.slice(at, at + size);
}
