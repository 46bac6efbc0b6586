import type { PageAccess } from '../messaging/graph.ts';

/** A comment as Facebook lists it. `at` is ISO 8601, whole seconds; an unknown author is null. */
export type ListedComment = {
  readonly id: string;
  readonly authorId: string | null;
  readonly authorName: string | null;
  readonly text: string;
  readonly at: string;
};

/** `after` is the cursor to go on from; null: none was given. `usagePercent`: of the app's quota, null when it was not said. */
export type ListedPage = {
  readonly comments: readonly ListedComment[];
  readonly after: string | null;
  readonly hasMore: boolean;
  readonly usagePercent: number | null;
};

/** What Facebook says of a broadcast. Only its own word makes it ended: a failed look is `unknown`. */
export type Broadcast = 'unknown' | 'live' | 'ended';

/** Port to what Facebook knows about a live. Every call may throw SendError. */
export type LiveReader = {
  /** Comments and answers in the order in which they were written, nothing filtered out. */
  listComments(
    page: PageAccess,
    given: { readonly fbLiveId: string; readonly after: string | null },
  ): Promise<ListedPage>;
  readBroadcast(page: PageAccess, given: { readonly fbLiveId: string }): Promise<Broadcast>;
};

/** The part of a comment's id that is the same wherever Facebook names it. */
export function lastPart(fbCommentId: string): string {
  return fbCommentId.slice(fbCommentId.lastIndexOf('_') + 1);
}
