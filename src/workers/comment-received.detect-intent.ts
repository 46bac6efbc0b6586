import type { App } from '../compose.ts';
import { type CatalogueCache, type CatalogueEntry, createCatalogueCache } from '../domain/intent/catalogue-cache.ts';
import { detectIntent } from '../domain/intent/detect-intent.ts';
import { isUnclear, leaveOpen } from '../domain/intent/model/ask-model.ts';
import { type Decided, saveDecisions } from '../domain/intent/save-decisions.ts';
import { obeyWishes } from '../domain/messaging/wishes/obey-wishes.ts';
import { type Wish, wishOf } from '../domain/messaging/wishes/wish-of.ts';
import { keepRawPosts, type RawPost } from '../domain/queues/raw-posts.ts';
import { type Incoming, incomingModel } from '../events/incoming.ts';
import { recordEvents } from '../events/record-events.ts';
import { type Sql, withTransaction } from '../platform/db/transaction.ts';
import { again, done, type Entry, type Outcome } from '../redis-streams-lite/types.ts';
import { findPages, type PageStore } from './ingest/find-pages.ts';
import { keepNotices } from './ingest/keep-notices.ts';
import { obeyPolicy } from './ingest/obey-policy.ts';
import { type SavedComment, type StoredIncoming, saveComments } from './ingest/save-comments.ts';
import { saveEchoes } from './ingest/save-echoes.ts';
import { saveInbound } from './ingest/save-inbound.ts';
import { saveReceipts } from './ingest/save-receipts.ts';
import { settleEchoes } from './ingest/settle-echoes.ts';
import { isolate } from './isolate.ts';
import type { StepApp } from './step.ts';

type IngestApp = StepApp & Pick<App, 'models' | 'vault'>;

/**
 * Stores comments and messages, each once, and writes what they mean, or that a language model is to say it. Comments,
 * decisions and events of a batch are one transaction: a crash leaves all of it or nothing.
 */
export function createDetectIntent(app: IngestApp): (entries: readonly Entry[]) => Promise<readonly Outcome[]> {
  const catalogues = createCatalogueCache({ pool: app.pool });
  const strangers = new Set<string>();
  const take = async (entries: readonly Entry[]) => {
    const read = entries.flatMap((entry) => parse(app, entry));
    const incoming = read.map(({ event }) => event);
    const pageIds = [...new Set(incoming.map((event) => event.data.page_id))];
    const pages = await findPages(app.pool, pageIds);
    sayStrangers(app, strangers, { pageIds, pages });
    const stored = incoming.flatMap((event) => attach(event, pages));
    const byStore = await loadCatalogues(catalogues, stored);
    const posts = read.flatMap((each) => rawPostOf(each, pages));
    await withTransaction(app.pool, async (sql) => {
      await ingest(app, sql, { stored, byStore });
      await keepRawPosts({ sql, vault: app.vault }, posts);
    });
  };
  return async (entries) => {
    const failures = await isolate(entries, take);
    return entries.map((entry) => (failures.has(entry) ? again(failures.get(entry)) : done()));
  };
}

type Read = { readonly event: Incoming; readonly raw: string | undefined };

function parse(app: StepApp, entry: Entry): Read[] {
  const parsed = incomingModel.safeParse(JSON.parse(entry.body));
  if (!parsed.success)
    app.log.error({ entryId: entry.id }, 'An entry of incoming_comments has an unknown shape and is left out');
  return parsed.success ? [{ event: parsed.data, raw: entry.headers?.['raw'] }] : [];
}

/** The post that an event came with, when it is the first of its Page in it. */
function rawPostOf({ event, raw }: Read, pages: ReadonlyMap<string, PageStore>): RawPost[] {
  const page = pages.get(event.data.page_id);
  return raw === undefined || !page ? [] : [{ storeId: page.storeId, body: raw, receivedAt: event.data.received_at }];
}

/** Says once of a Page that it belongs to nobody here, until it does. */
function sayStrangers(
  app: StepApp,
  strangers: Set<string>,
  given: { readonly pageIds: readonly string[]; readonly pages: ReadonlyMap<string, PageStore> },
): void {
  for (const pageId of given.pageIds) {
    if (given.pages.has(pageId)) strangers.delete(pageId);
    else if (!strangers.has(pageId)) {
      strangers.add(pageId);
      app.log.warn({ pageId }, 'Facebook tells of a Page that no store has connected; it is left out');
    }
  }
}

/** Unknown Pages are left out: nobody is here whose comment it could be. */
function attach(event: Incoming, pages: ReadonlyMap<string, PageStore>): StoredIncoming[] {
  const page = pages.get(event.data.page_id);
  if (!page) return [];
  const found = event.event === 'feed_comment' ? event.data.backfill : undefined;
  // Facebook's list says itself which live a comment is of, also when that live has ended meanwhile.
  const live = page.lives.find((candidate) =>
    found ? candidate.id === found.live_event_id : belongsTo(event, candidate),
  );
  const liveEventId = found ? found.live_event_id : (live?.id ?? null);
  return [{ event, storeId: page.storeId, liveEventId, showingSku: live?.showingSku ?? null }];
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
  await settleEchoes(sql, given.stored);
  await saveReceipts(sql, given.stored);
  const comments = await saveComments(sql, given.stored);
  const { askBelowConfidence } = app.config.limits.ai;
  const read = comments.map((comment) => decide(given.byStore, comment));
  const hasModels = app.models.length > 0;
  const isOpen = ({ decided, wish }: ReadComment) => wish === null && isUnclear(decided.decision, askBelowConfidence);
  const asked = read.filter((one) => hasModels && isOpen(one));
  const settled = read.flatMap((one) => {
    if (!isOpen(one)) return [one.decided];
    return hasModels ? [] : [{ ...one.decided, ...leaveOpen(one.decided.decision) }];
  });
  await saveDecisions(sql, settled);
  await recordEvents(
    sql,
    asked.map(({ decided: { comment, decision } }) => ({
      storeId: comment.storeId,
      liveEventId: comment.liveEventId,
      type: 'intent-unclear',
      payload: { commentId: comment.id, reason: decision.by, confidence: decision.confidence },
    })),
  );
  await obeyWishes(
    sql,
    read.flatMap(({ decided: { comment }, wish }) =>
      wish ? [{ storeId: comment.storeId, commentId: comment.id, liveEventId: comment.liveEventId, wish }] : [],
    ),
  );
  const { takeOverMs } = app.config.limits.brakes;
  await saveEchoes(sql, given.stored, { ownAppId: app.config.env.FB_APP_ID ?? null, takeOverMs });
  await keepNotices(sql, given.stored);
  await obeyPolicy(sql, given.stored);
  for (const { decision } of settled) app.metrics.comments.inc({ intent: decision.intent });
}

/** A comment as the local engine understands it. `wish`: what its author demands, which is obeyed at once. */
type ReadComment = { readonly decided: Decided; readonly wish: Wish | null };

function decide(byStore: ReadonlyMap<string, CatalogueEntry>, comment: SavedComment): ReadComment {
  const catalogue = byStore.get(comment.storeId);
  if (!catalogue) throw new Error(`The catalogue of store ${comment.storeId} was not loaded.`);
  const startedAt = performance.now();
  const detected = detectIntent(catalogue.index, comment);
  const wish = wishOf(comment.text, detected.intent);
  const isCommand = wish !== null && wish !== 'opt_in' && wish !== detected.intent;
  const decision = isCommand
    ? ({
        intent: wish,
        items: [],
        removed: [],
        ambiguous: false,
        confidence: 1,
        by: 'command',
        lang: detected.lang,
      } as const)
    : detected;
  const tookMs = Math.round(performance.now() - startedAt);
  return { decided: { comment, decision, catalogueVersion: catalogue.version, tookMs, trail: null }, wish };
}
