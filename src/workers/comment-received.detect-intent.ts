import type { App } from '../compose.ts';
import { type CatalogueCache, type CatalogueEntry, createCatalogueCache } from '../domain/intent/catalogue-cache.ts';
import { detectIntent } from '../domain/intent/detect-intent.ts';
import { isUnclear } from '../domain/intent/model/ask-model.ts';
import { type Decided, saveDecisions } from '../domain/intent/save-decisions.ts';
import { type Incoming, incomingModel } from '../events/incoming.ts';
import { recordEvents } from '../events/record-events.ts';
import { type Sql, withTransaction } from '../platform/db/transaction.ts';
import type { Entry } from '../redis-streams-lite/types.ts';
import { findPages, type PageStore } from './ingest/find-pages.ts';
import { type SavedComment, type StoredIncoming, saveComments } from './ingest/save-comments.ts';
import { saveInbound } from './ingest/save-inbound.ts';
import type { StepApp } from './step.ts';

type IngestApp = StepApp & Pick<App, 'models'>;

/**
 * Stores comments and messages, each once, and writes what they mean, or that a language model is to say it. Comments,
 * decisions and events of a batch are one transaction: a crash leaves all of it or nothing.
 */
export function createDetectIntent(app: IngestApp): (entries: readonly Entry[]) => Promise<undefined> {
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
  app: IngestApp,
  sql: Sql,
  given: { stored: readonly StoredIncoming[]; byStore: ReadonlyMap<string, CatalogueEntry> },
): Promise<void> {
  await saveInbound(sql, given.stored);
  const comments = await saveComments(
    sql,
    given.stored.filter((stored) => stored.event.event !== 'tap'),
  );
  const { askBelowConfidence } = app.config.limits.ai;
  const decided = comments.map((comment) => decide(given.byStore, comment));
  const isOpen = ({ decision }: Decided) => app.models.length > 0 && isUnclear(decision, askBelowConfidence);
  await saveDecisions(
    sql,
    decided.filter((one) => !isOpen(one)),
  );
  await recordEvents(
    sql,
    decided.filter(isOpen).map(({ comment, decision }) => ({
      storeId: comment.storeId,
      liveEventId: comment.liveEventId,
      type: 'intent-unclear',
      payload: { commentId: comment.id, reason: decision.by, confidence: decision.confidence },
    })),
  );
  for (const { decision } of decided.filter((one) => !isOpen(one)))
    app.metrics.comments.inc({ intent: decision.intent });
}

function decide(byStore: ReadonlyMap<string, CatalogueEntry>, comment: SavedComment): Decided {
  const catalogue = byStore.get(comment.storeId);
  if (!catalogue) throw new Error(`The catalogue of store ${comment.storeId} was not loaded.`);
  const startedAt = performance.now();
  const decision = detectIntent(catalogue.index, comment);
  const tookMs = Math.round(performance.now() - startedAt);
  return { comment, decision, catalogueVersion: catalogue.version, tookMs, trail: null };
}
