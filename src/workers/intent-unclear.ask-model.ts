import { z } from 'zod';
import type { App } from '../compose.ts';
import { type CatalogueCache, createCatalogueCache } from '../domain/intent/catalogue-cache.ts';
import { createAnswerCache } from '../domain/intent/model/answer-cache.ts';
import { type AskModelDeps, askModel, type ModelDecision } from '../domain/intent/model/ask-model.ts';
import { countAsked, createBudget } from '../domain/intent/model/budget.ts';
import { type Embedder, spaceOf } from '../domain/intent/model/embedding-provider.ts';
import { nearestByMeaning } from '../domain/intent/model/nearest-by-meaning.ts';
import { createProductVectors } from '../domain/intent/model/product-vectors.ts';
import { reportProviders } from '../domain/intent/model/provider-board.ts';
import { type Decided, saveDecisions } from '../domain/intent/save-decisions.ts';
import { type AskedWish, obeyWishes } from '../domain/messaging/wishes/obey-wishes.ts';
import { type AiProcessing, aiProcessingModel } from '../events/ai-processing.ts';
import { shardedStream } from '../events/streams.ts';
import { rowsOf, type Sql, withTransaction } from '../platform/db/transaction.ts';
import { publishSharded } from '../redis-streams-lite/publish.ts';
import type { Entry } from '../redis-streams-lite/types.ts';
import { countCall, priceOf } from './model-costs.ts';
import { on } from './step.ts';

const STILL_OPEN = `
SELECT c.id, c.text, c.tienda_id AS "storeId", c.live_id AS "liveEventId" FROM comments c
LEFT JOIN ai_logs l ON l.comment_id = c.id
WHERE (c.id = ANY($1::uuid[]) OR $1 IS NULL AND c.created_at > now() - interval '1 day') AND l.id IS NULL
ORDER BY c.commented_at, c.id`;

type OpenQuestion = { id: string; text: string; storeId: string; liveEventId: string | null };

/** Hands comments that are still open to those who ask the language model, so that nothing waits for it here. */
export const queueQuestions = on('intent-unclear', 'ask-model', async (app, events) => {
  await queueOpen(
    app,
    events.map(({ payload }) => payload.commentId),
  );
});

/** The questions of these comments that nobody answered yet; of the last day when none are named. */
export async function queueOpen(
  app: Pick<App, 'pool' | 'redis' | 'keyPrefix' | 'config'>,
  commentIds: readonly string[] | null,
): Promise<void> {
  const rows = await rowsOf<OpenQuestion>(app.pool, STILL_OPEN, [commentIds]);
  await publishSharded(app.redis, {
    ...shardedStream(app, 'aiProcessing'),
    messages: rows.map((row) => ({ body: JSON.stringify(toEntry(row)), key: row.id, by: row.storeId })),
  });
}

function toEntry(row: OpenQuestion): AiProcessing {
  return {
    comment_id: row.id,
    text: row.text,
    context: { tienda_id: row.storeId, live_id: row.liveEventId },
    schema_version: '1.0',
  };
}

type OpenComment = Decided['comment'] & { readonly showingSku: string | null; readonly previous: readonly string[] };

const OPEN = `
SELECT c.id, c.tienda_id AS "storeId", c.live_id AS "liveEventId", c.text, c.showing_sku AS "showingSku",
  coalesce(array(SELECT e.text FROM (
    SELECT o.text, o.commented_at, o.id FROM comments o
    WHERE o.buyer_id = c.buyer_id AND o.live_id IS NOT DISTINCT FROM c.live_id
      AND (o.commented_at, o.id) < (c.commented_at, c.id)
    ORDER BY o.commented_at DESC, o.id DESC LIMIT 3) e ORDER BY e.commented_at, e.id), '{}') AS previous
FROM jsonb_to_recordset($1::jsonb) AS g("commentId" uuid, "storeId" uuid)
JOIN comments c ON c.id = g."commentId" AND c.tienda_id = g."storeId"
LEFT JOIN ai_logs l ON l.comment_id = c.id
WHERE l.id IS NULL ORDER BY c.commented_at, c.id`;

/**
 * What rules left open, a language model says: several comments of a store in one call. Whatever happens to the model,
 * each comment gets one decision, and the entry is done; only trouble with our own stores is tried again.
 */
export function createAskModel(app: App<'workers'>): (entries: readonly Entry[]) => Promise<undefined> {
  const catalogues = createCatalogueCache({ pool: app.pool });
  const nearest = app.embedder ? createNearest(app, app.embedder) : undefined;
  return async (entries) => {
    const asked = entries.flatMap((entry) => parse(app, entry));
    const given = asked.map((entry) => ({ commentId: entry.comment_id, storeId: entry.context.tienda_id }));
    const open = await rowsOf<OpenComment>(app.pool, OPEN, [JSON.stringify(given)]);
    const byStore = [...Map.groupBy(open, ({ storeId }) => storeId)];
    await Promise.all(
      byStore.map(([storeId, comments]) => decideStore(app, { catalogues, storeId, comments, nearest })),
    );
    await reportProviders(app, app.models);
    return undefined;
  };
}

function parse(app: App<'workers'>, entry: Entry): AiProcessing[] {
  const parsed = aiProcessingModel.extend({ comment_id: z.uuid() }).safeParse(JSON.parse(entry.body));
  if (!parsed.success)
    app.log.error({ entryId: entry.id }, 'An entry of ai_processing has an unknown shape and is left out');
  return parsed.success ? [parsed.data] : [];
}

async function decideStore(
  app: App<'workers'>,
  given: {
    readonly catalogues: CatalogueCache;
    readonly storeId: string;
    readonly comments: readonly OpenComment[];
    readonly nearest: AskModelDeps['nearest'];
  },
): Promise<void> {
  const { catalogues, storeId, comments } = given;
  const catalogue = await catalogues.get(storeId);
  const deps = { ...depsOf(app, storeId), ...(given.nearest && { nearest: given.nearest }) };
  const decisions = await askModel(deps, { storeId, catalogue, comments });
  const decided = comments.map((comment, place): Decided => {
    const { decision, trail } = decisions[place] as ModelDecision;
    return { comment, decision, trail, catalogueVersion: catalogue.version, tookMs: trail.tookMs };
  });
  const saved = await withTransaction(app.pool, async (sql) => {
    const fresh = await saveDecisions(sql, await withoutOvertaken(sql, decided));
    await obeyWishes(sql, fresh.flatMap(toWish));
    if (fresh.length > 0) await countAsked(sql, { storeId, counts: countsOf(fresh), limits: app.config.limits.ai });
    return fresh;
  });
  for (const { decision, trail } of saved) {
    app.metrics.comments.inc({ intent: decision.intent });
    app.metrics.llmComments.inc({ outcome: outcomeOf(trail) });
  }
}

function toWish({ comment, decision }: Decided): AskedWish[] {
  const { intent } = decision;
  if (intent !== 'opt_out' && intent !== 'data_deletion') return [];
  return [{ storeId: comment.storeId, commentId: comment.id, liveEventId: comment.liveEventId, wish: intent }];
}

function depsOf(app: App<'workers'>, storeId: string): AskModelDeps {
  const { ai } = app.config.limits;
  return {
    ask: {
      seats: app.models,
      priceOf: (model) => priceOf(ai, model),
      ...createBudget({ pool: app.pool, limits: ai }, storeId),
    },
    cache: createAnswerCache({ redis: app.redis, keyPrefix: app.keyPrefix, ttlMs: ai.cacheTtlMs }),
    commentsPerCall: ai.commentsPerCall,
    quantityMax: ai.quantityMax,
    onCall: (call) => countCall(app, call),
  };
}

/** Finds products by meaning; vectors of catalogues and of late comments are kept by the process. */
function createNearest(app: App<'workers'>, embedder: Embedder): NonNullable<AskModelDeps['nearest']> {
  const { ai } = app.config.limits;
  const { provider } = embedder;
  const vectors = createProductVectors(app, { space: spaceOf(provider), dimensions: provider.dimensions });
  const memory = new Map<string, Float32Array>();
  return (input) => {
    const embed = {
      embedder,
      price: priceOf(ai, provider.model),
      timeoutMs: ai.embeddings.timeoutMs,
      ...createBudget({ pool: app.pool, limits: ai }, input.storeId),
      onCall: (call: Parameters<typeof countCall>[1]) => countCall(app, call),
    };
    return nearestByMeaning({ embed, vectors, memory, productsMax: ai.embeddings.productsMax }, input);
  };
}

const OVERTAKEN = `
SELECT c.id FROM comments c WHERE c.id = ANY($1::uuid[]) AND EXISTS (
  SELECT FROM comments o JOIN ai_logs l ON l.comment_id = o.id
  WHERE o.buyer_id = c.buyer_id AND o.live_id IS NOT DISTINCT FROM c.live_id
    AND (o.commented_at, o.id) > (c.commented_at, c.id)
    AND l.detected_intent IN ('purchase', 'change', 'cancel', 'opt_out', 'data_deletion'))`;

// While the model thought, the same buyer said something that acts: whether the older comment still counts, they know alone.
async function withoutOvertaken(sql: Sql, decided: readonly Decided[]): Promise<readonly Decided[]> {
  const rows = await rowsOf<{ id: string }>(sql, OVERTAKEN, [decided.map(({ comment }) => comment.id)]);
  const overtaken = new Set(rows.map(({ id }) => id));
  return decided.map((one) => {
    if (!one.trail || !overtaken.has(one.comment.id)) return one;
    const doubts = [...one.trail.doubts, 'overtaken' as const];
    return { ...one, decision: { ...one.decision, ambiguous: true }, trail: { ...one.trail, doubts } };
  });
}

function outcomeOf(trail: Decided['trail']): 'asked' | 'cached' | 'leftOpen' {
  if (trail?.fallback) return 'leftOpen';
  return trail?.isCached ? 'cached' : 'asked';
}

function countsOf(saved: readonly Decided[]) {
  const counts = { asked: 0, cached: 0, leftOpen: 0 };
  for (const { trail } of saved) counts[outcomeOf(trail)] += 1;
  return counts;
}
