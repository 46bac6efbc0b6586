import type { App } from '../../compose.ts';
import { findPageAccess } from '../../domain/identity/find-page-access.ts';
import { verifyPage } from '../../domain/identity/verify-page.ts';
import { adoptBroadcast } from '../../domain/live/adopt-broadcast.ts';
import { findMissed } from '../../domain/live/find-missed.ts';
import type { Broadcast, ListedComment } from '../../domain/live/live-reader.ts';
import { type PollResult, settlePoll } from '../../domain/live/settle-poll.ts';
import { keepPoll, type Poll, takePoll } from '../../domain/live/take-poll.ts';
import { type PageAccess, SendError } from '../../domain/messaging/graph.ts';
import type { Incoming } from '../../events/incoming.ts';
import { streamKey } from '../../events/streams.ts';
import { backlogOf } from '../../redis-streams-lite/backlog.ts';
import { publishBatch } from '../../redis-streams-lite/publish.ts';

const TURNS = 20;
const PAGES_PER_TURN = 20;
/** What waits longer in the stream cannot be told from what was missed. */
const BACKLOG_MS = 2_000;

export type PollApp = Pick<
  App,
  'pool' | 'config' | 'vault' | 'graph' | 'metaPages' | 'metaTokens' | 'lives' | 'redis' | 'keyPrefix' | 'log'
>;

/** Reads the lives that are due, one after the other; several of these run side by side in a process. */
export async function pollLives(app: PollApp): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) if (!(await pollNext(app))) return;
}

/**
 * Reads Facebook's own list of one live's comments from where it was left, hands what the webhook did not bring to the
 * same intake, and looks after the broadcast and the subscription. Answers whether one was due. What fails is kept with
 * the live and tried again; it concerns no other.
 */
export async function pollNext(app: PollApp): Promise<boolean> {
  const { coverage } = app.config.limits;
  const poll = await takePoll(app, coverage);
  if (!poll) return false;
  const result = await readLive(app, poll).catch((error: unknown) => failed(app, poll, error));
  await settlePoll(app, { poll, result, pace: coverage });
  return true;
}

const NOTHING: PollResult = {
  isWhole: false,
  hasMore: false,
  newestMissedAt: null,
  broadcast: null,
  usagePercent: null,
  problem: null,
};

function failed({ log }: PollApp, { storeId, liveEventId }: Poll, error: unknown): PollResult {
  log.warn({ err: error, storeId, liveEventId }, 'The comments of a live could not be read at Facebook');
  const problem = error instanceof SendError ? error.reason : 'The comments could not be read just now.';
  return { ...NOTHING, problem };
}

async function readLive(app: PollApp, poll: Poll): Promise<PollResult> {
  const { storeId, liveEventId } = poll;
  const page = await findPageAccess({ sql: app.pool, vault: app.vault }, { storeId });
  if (!page) return { ...NOTHING, problem: 'No Page is connected.' };
  const deps = { pool: app.pool, vault: app.vault, pages: app.metaPages, tokens: app.metaTokens };
  if (poll.isSubscriptionDue) await verifyPage(deps, { storeId, liveEventId, webhook: null });
  const fbLiveId = poll.fbLiveId ?? (await adoptBroadcast(app, { page, liveEventId }));
  if (fbLiveId === null) return NOTHING;
  const broadcast = poll.isBroadcastDue ? await readBroadcast(app, page, fbLiveId) : null;
  return { ...(await readPages(app, poll, { page, fbLiveId })), broadcast };
}

async function readBroadcast({ lives, log }: PollApp, page: PageAccess, fbLiveId: string): Promise<Broadcast> {
  try {
    return await lives.readBroadcast(page, { fbLiveId });
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    log.warn({ err: error, fbLiveId }, 'Facebook did not say whether a broadcast runs');
    return 'unknown';
  }
}

async function readPages(
  app: PollApp,
  poll: Poll,
  { page, fbLiveId }: { readonly page: PageAccess; readonly fbLiveId: string },
): Promise<PollResult> {
  const { graceMs } = app.config.limits.coverage;
  let cursor = poll.cursor;
  let newestMissedAt: string | null = null;
  for (let count = 1; ; count += 1) {
    const listed = await app.lives.listComments(page, { fbLiveId, after: cursor });
    const { usagePercent, hasMore } = listed;
    const soFar = { ...NOTHING, usagePercent };
    const found = await findMissed(app.pool, {
      poll,
      pageId: page.pageId,
      listed: listed.comments,
      nowMs: Date.now(),
      graceMs,
    });
    if (found.missed.length > 0) {
      if (await isIntakeBehind(app)) return { ...soFar, newestMissedAt };
      await repair(app, poll, page, found.missed);
      newestMissedAt = found.missed.at(-1)?.at ?? newestMissedAt;
    }
    // The page is read again when all of it can be judged.
    if (found.isTooEarly) return { ...soFar, newestMissedAt };
    cursor = listed.after ?? cursor;
    const isOurs = await keepPoll(app, { poll, cursor });
    if (!isOurs || !hasMore) return { ...soFar, newestMissedAt, isWhole: !hasMore };
    if (count === PAGES_PER_TURN) return { ...soFar, newestMissedAt, hasMore };
  }
}

async function isIntakeBehind(app: PollApp): Promise<boolean> {
  const stream = streamKey(app.keyPrefix, 'incomingComments');
  const { oldestAgeMs } = await backlogOf(app.redis, { stream, group: 'ingestion' });
  return oldestAgeMs > BACKLOG_MS;
}

/** The same intake as the webhook's: a comment that it brings after all is the same comment. */
async function repair(
  app: PollApp,
  { liveEventId, endedAt }: Poll,
  { pageId }: PageAccess,
  missed: readonly ListedComment[],
): Promise<void> {
  const receivedAt = new Date().toISOString();
  const messages = missed.map((comment) => {
    const isOfLive = endedAt === null || Date.parse(comment.at) <= endedAt.getTime();
    const event: Incoming = {
      event: 'feed_comment',
      timestamp: comment.at,
      data: {
        page_id: pageId,
        post_id: null,
        comment_id: comment.id,
        author_id: comment.authorId,
        author_name: comment.authorName,
        text: comment.text,
        received_at: receivedAt,
        backfill: { live_event_id: isOfLive ? liveEventId : null },
      },
    };
    return { body: JSON.stringify(event), key: comment.id };
  });
  await publishBatch(app.redis, { stream: streamKey(app.keyPrefix, 'incomingComments'), messages });
}
