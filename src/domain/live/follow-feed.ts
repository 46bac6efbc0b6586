import type { Pool } from 'pg';
import type { Feed, FeedEvent, FeedReader, FeedScope } from './feed.ts';
import { newestPosition, readLog } from './read-log.ts';

const PAGE = 500;

export type FollowFeedInput = FeedReader & {
  /** Position of the last event that the reader has; null: from now on. */
  readonly after: number | null;
  readonly onEnd: Parameters<Feed['join']>[0]['onEnd'];
};

/**
 * Events after a position from PostgreSQL, then as they happen: each once, in the order of the log. The seat in the
 * queue is taken before the last page is read, and what both of them carry is dropped by position.
 */
export function followFeed(
  deps: { readonly pool: Pool; readonly feed: Feed },
  input: FollowFeedInput,
): AsyncGenerator<FeedEvent, void> {
  const leaving = new AbortController();
  const events = follow(deps, input, leaving.signal);
  return {
    next: () => events.next(),
    throw: (error) => events.throw(error),
    // A generator that waits for an event cannot be returned; the signal lets go of it first.
    return: () => {
      leaving.abort();
      return events.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      leaving.abort();
      await events.return();
    },
  };
}

async function* follow(
  deps: { readonly pool: Pool; readonly feed: Feed },
  input: FollowFeedInput,
  leaving: AbortSignal,
): AsyncGenerator<FeedEvent, void> {
  let sent = input.after ?? (await newestPosition(deps.pool, input));
  // A long history is read before the seat is taken, so that its queue stays short.
  sent = yield* replay(deps.pool, { ...input, after: sent });
  const seat = await deps.feed.join(input);
  leaving.addEventListener('abort', () => seat.leave());
  try {
    sent = yield* replay(deps.pool, { ...input, after: sent });
    while (!leaving.aborted) {
      const event = await seat.take();
      if (!event) return;
      if (event.position <= sent) continue;
      sent = event.position;
      yield event;
    }
  } finally {
    seat.leave();
  }
}

/** Yields what the log has after a position and answers the position that it came to. */
async function* replay(pool: Pool, input: FeedScope & { readonly after: number }): AsyncGenerator<FeedEvent, number> {
  let after = input.after;
  for (;;) {
    const page = await readLog(pool, { ...input, after, limit: PAGE });
    yield* page.events;
    after = page.newest;
    if (!page.hasMore) return after;
  }
}
