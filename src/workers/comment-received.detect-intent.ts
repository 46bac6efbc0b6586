import { type CatalogueCache, type CatalogueEntry, createCatalogueCache } from '../domain/intent/catalogue-cache.ts';
import { type Decision, detectIntent } from '../domain/intent/detect-intent.ts';
import { type Incoming, incomingModel } from '../events/incoming.ts';
import { recordEvents } from '../events/record-events.ts';
import { rowsOf, type Sql, withTransaction } from '../platform/db/transaction.ts';
import type { Entry } from '../redis-streams-lite/types.ts';
import { findPages, type PageStore } from './ingest/find-pages.ts';
import { type SavedComment, type StoredIncoming, saveComments } from './ingest/save-comments.ts';
import { saveInbound } from './ingest/save-inbound.ts';
import type { StepApp } from './step.ts';

/**
 * Stores comments and messages, each once, and writes what they mean. Comments, decisions and events of a batch are
 * one transaction: a crash leaves all of it or nothing.
 */
export function createDetectIntent(app: StepApp): (entries: readonly Entry[]) => Promise<undefined> {
  const catalogues = createCatalogueCache({ pool: app.pool });
  return async (entries) => {
    const incoming = entries.flatMap((entry) => parse(app, entry));
    const pages = await findPages(app.pool, [...new Set(incoming.map((event) => event.data.page_id))]);
    const stored = incoming.flatMap((event) => attach(event, pages));
    const byStore = await loadCatalogues(catalogues, stored);
    await withTransaction(app.pool, (sql) => ingest(app, sql, { stored, byStore }));
    return undefined;
  };
}

function parse(app: StepApp, entry: Entry): Incoming[] {
  const parsed = incomingModel.safeParse(JSON.parse(entry.body));
  if (!parsed.success)
    app.log.error({ entryId: entry.id }, 'An entry of incoming_comments has an unknown shape and is left out');
  return parsed.success ? [parsed.data] : [];
}

/** Unknown Pages are left out: nobody is here whose comment it could be. */
function attach(event: Incoming, pages: ReadonlyMap<string, PageStore>): StoredIncoming[] {
  const page = pages.get(event.data.page_id);
  if (!page) return [];
  const live = page.lives.find((candidate) => belongsTo(event, candidate));
  return [{ event, storeId: page.storeId, liveEventId: live?.id ?? null, showingSku: live?.showingSku ?? null }];
}

function belongsTo(event: Incoming, live: PageStore['lives'][number]): boolean {
  if (event.event !== 'feed_comment' || !live.fbPostId || !event.data.post_id) return true;
  // The prefix of a post id differs between Meta's surfaces; its last part does not.
  return event.data.post_id.split('_').at(-1) === live.fbPostId.split('_').at(-1);
}

async function loadCatalogues(
  cache: CatalogueCache,
  stored: readonly StoredIncoming[],
): Promise<ReadonlyMap<string, CatalogueEntry>> {
  const storeIds = [...new Set(stored.map((event) => event.storeId))];
  return new Map(await Promise.all(storeIds.map(async (id) => [id, await cache.get(id)] as const)));
}

async function ingest(
  app: StepApp,
  sql: Sql,
  given: { stored: readonly StoredIncoming[]; byStore: ReadonlyMap<string, CatalogueEntry> },
): Promise<void> {
  await saveInbound(sql, given.stored);
  const comments = await saveComments(
    sql,
    given.stored.filter((stored) => stored.event.event !== 'tap'),
  );
  const decided = comments.map((comment) => ({ comment, decision: decide(given.byStore, comment) }));
  await saveDecisions(sql, decided);
  await recordEvents(
    sql,
    decided.map(({ comment, decision }) => ({
      storeId: comment.storeId,
      liveEventId: comment.liveEventId,
      type: 'intent-detected',
      payload: {
        commentId: comment.id,
        intent: decision.intent,
        items: decision.items.map((item) => ({ sku: item.sku, quantityUnits: item.qty })),
        removed: [...decision.removed],
        ambiguous: decision.ambiguous,
        confidence: decision.confidence,
      },
    })),
  );
  for (const { decision } of decided) app.metrics.comments.inc({ intent: decision.intent });
}

function decide(byStore: ReadonlyMap<string, CatalogueEntry>, comment: SavedComment): Decision {
  const catalogue = byStore.get(comment.storeId);
  if (!catalogue) throw new Error(`The catalogue of store ${comment.storeId} was not loaded.`);
  return detectIntent(catalogue.index, {
    text: comment.text,
    showingSku: comment.showingSku,
    previous: comment.previous,
  });
}

async function saveDecisions(
  sql: Sql,
  decided: readonly { comment: SavedComment; decision: Decision }[],
): Promise<void> {
  if (decided.length === 0) return;
  const rows = decided.map(({ comment, decision }) => ({
    storeId: comment.storeId,
    liveEventId: comment.liveEventId,
    commentId: comment.id,
    text: comment.text,
    sku: decision.items[0]?.sku ?? null,
    intent: decision.intent,
    items: decision.items,
    ambiguous: decision.ambiguous,
    confidence: decision.confidence,
    by: decision.by,
    lang: decision.lang,
  }));
  await rowsOf(
    sql,
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, "liveEventId" uuid, "commentId" uuid, text text,
         sku text, intent text, items jsonb, ambiguous boolean, confidence float8, by text, lang text)
     ),
     tagged AS (UPDATE comments c SET intent = g.intent FROM given g WHERE c.id = g."commentId")
     INSERT INTO ai_logs (tienda_id, live_id, comment_id, raw_comment, detected_sku, detected_intent, items, ambiguous,
       confidence_score, decided_by, language)
     SELECT "storeId", "liveEventId", "commentId", text, sku, intent, items, ambiguous, confidence, by, lang FROM given
     ON CONFLICT (comment_id) DO NOTHING`,
    [JSON.stringify(rows)],
  );
}
