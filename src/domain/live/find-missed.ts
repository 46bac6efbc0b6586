import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { type ListedComment, lastPart } from './live-reader.ts';
import type { Poll } from './take-poll.ts';

// The webhook writes whole seconds, so a comment of the first second may seem to be from before the start.
const START_MARGIN_MS = 1_000;

const KNOWN = `
SELECT split_part(fb_comment_id, '_', -1) AS part FROM comments
WHERE tienda_id = $1 AND split_part(fb_comment_id, '_', -1) = ANY($2) AND source <> 'message'`;

/** `isTooEarly`: one of those that are not here is so young that its webhook may still be on the way. */
export type Missed = { readonly missed: readonly ListedComment[]; readonly isTooEarly: boolean };

/** Which of the listed comments of viewers are not here, in their order. Those from before the live are none of its own. */
export async function findMissed(
  sql: Sql,
  input: {
    readonly poll: Poll;
    readonly pageId: string;
    readonly listed: readonly ListedComment[];
    readonly nowMs: number;
    readonly graceMs: number;
  },
): Promise<Missed> {
  const { poll, pageId, nowMs, graceMs } = input;
  const sinceMs = poll.startedAt.getTime() - START_MARGIN_MS;
  const ofViewers = input.listed.filter(
    ({ authorId, text, at }) => authorId !== pageId && text !== '' && Date.parse(at) >= sinceMs,
  );
  if (ofViewers.length === 0) return { missed: [], isTooEarly: false };
  const parts = ofViewers.map(({ id }) => lastPart(id));
  const known = new Set((await rowsOf<{ part: string }>(sql, KNOWN, [poll.storeId, parts])).map(({ part }) => part));
  const unknown = ofViewers.filter(({ id }) => !known.has(lastPart(id)));
  const missed = unknown.filter(({ at }) => nowMs - Date.parse(at) >= graceMs);
  return { missed, isTooEarly: missed.length < unknown.length };
}
