import type { EventType } from '../../events/catalog.ts';
import { DomainError } from '../errors.ts';

/** An event as the feed shows it: names and texts are joined to what the log keeps. */
export type FeedEvent = {
  readonly id: string;
  /** Place in the log, which is also its cursor. */
  readonly position: number;
  readonly storeId: string;
  readonly liveEventId: string | null;
  readonly type: EventType;
  readonly occurredAt: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Text of the comment; null when the event has none or it was erased. */
  readonly text: string | null;
  /** Name of the author or buyer; null when unknown or erased. */
  readonly personName: string | null;
};

/** What of the log a reader follows: everything of a store, or only one of its lives. */
export type FeedScope = { readonly storeId: string; readonly liveEventId: string | null };

/** Who follows what: a person, or an API key of theirs. */
export type FeedReader = FeedScope & {
  readonly sellerId: string;
  readonly keyId?: string | undefined;
  /** A moderator of the live, who hears MODERATED_EVENTS alone. */
  readonly isModerator?: boolean | undefined;
};

/** Why a feed ended before its reader left. */
export type FeedEnd = 'too-slow' | 'no-longer-member';

/** The feed gave its reader up. Code FEED_TOO_SLOW or FORBIDDEN. */
export class FeedEndedError extends DomainError {
  override readonly code: 'FEED_TOO_SLOW' | 'FORBIDDEN';
  constructor(why: FeedEnd) {
    super(
      why === 'too-slow'
        ? 'Events came faster than they were read. Subscribe again with the cursor of the last one.'
        : 'You are no longer a member of the store. Ask its owner.',
    );
    this.code = why === 'too-slow' ? 'FEED_TOO_SLOW' : 'FORBIDDEN';
  }
}

/** A place in the queue behind the log. `take` answers null once it was left, and throws FeedEndedError once it ended. */
export type FeedSeat = {
  take(): Promise<FeedEvent | null>;
  leave(): void;
};

/** The log as it happens, shared by every reader of the process. */
export type Feed = {
  /** Events appended after this resolves will be in the queue; `onEnd` is called when the feed gives the reader up. */
  join(input: FeedReader & { readonly onEnd: (why: FeedEnd) => void }): Promise<FeedSeat>;
};
