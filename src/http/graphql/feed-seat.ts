import {
  type FeedEnd,
  FeedEndedError,
  type FeedEvent,
  type FeedReader,
  type FeedSeat,
} from '../../domain/live/feed.ts';
import { MODERATED_EVENTS } from '../../domain/live/moderated-events.ts';

/** One reader's bounded queue. */
export type Seat = FeedSeat &
  FeedReader & {
    offer(event: FeedEvent): void;
    end(why: FeedEnd): void;
  };

function isFor({ liveEventId, isModerator }: FeedReader, event: FeedEvent): boolean {
  return (!liveEventId || event.liveEventId === liveEventId) && (!isModerator || MODERATED_EVENTS.has(event.type));
}

/** OPEN -> ENDED (too slow, or no longer allowed) or LEFT. What waits in the queue of an ended feed is dropped: the reader resumes from its cursor. */
export function createSeat(
  input: FeedReader & { readonly onEnd: (why: FeedEnd) => void },
  options: { readonly queueMax: number; readonly onLeave: (seat: Seat) => void },
): Seat {
  let queue: FeedEvent[] = [];
  let state: 'open' | 'left' | FeedEnd = 'open';
  let waiting: PromiseWithResolvers<FeedEvent | null> | null = null;
  const close = (how: 'left' | FeedEnd) => {
    state = how;
    queue = [];
    options.onLeave(seat);
    if (how === 'left') waiting?.resolve(null);
    else waiting?.reject(new FeedEndedError(how));
    waiting = null;
  };
  const seat: Seat = {
    storeId: input.storeId,
    liveEventId: input.liveEventId,
    sellerId: input.sellerId,
    keyId: input.keyId,
    isModerator: input.isModerator,
    async take() {
      const next = queue.shift();
      if (next) return next;
      if (state === 'left') return null;
      if (state !== 'open') throw new FeedEndedError(state);
      waiting = Promise.withResolvers();
      return waiting.promise;
    },
    offer(event) {
      if (state !== 'open' || !isFor(input, event)) return;
      if (waiting) {
        waiting.resolve(event);
        waiting = null;
      } else if (queue.length < options.queueMax) queue.push(event);
      else seat.end('too-slow');
    },
    end(why) {
      if (state !== 'open') return;
      close(why);
      input.onEnd(why);
    },
    leave() {
      if (state === 'open') close('left');
    },
  };
  return seat;
}
