import type { Pool } from 'pg';
import type { GraphCall } from '../../sandbox/meta/history.ts';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import type { PlayedComment } from '../rehearse/play-comments.ts';

/** What a comment `c` is known by in the facts. */
export const COMMENT_PART = `split_part(c.fb_comment_id, '_', -1)`;

/** `modelsBrokenAtMs`: since when the language models are broken; null when they were well all night. */
type ModelFacts = {
  readonly played: readonly PlayedComment[];
  readonly calls: readonly GraphCall[];
  readonly modelsBrokenAtMs: number | null;
};

/**
 * Comments that rules left open and that moved stock or a line nevertheless, without a model that said so for sure. What
 * came after the models broke may only act on an answer that was cached before.
 */
export async function judgeGuesses(pool: Pool, { played, modelsBrokenAtMs }: ModelFacts) {
  const late = played.filter(({ sentAtMs }) => modelsBrokenAtMs !== null && sentAtMs > modelsBrokenAtMs);
  const row = await rowOf<{ open: number; late: number; unsaid: number; guesses: number }>(
    pool,
    `WITH open AS (
       SELECT l.*, ${COMMENT_PART} = ANY($1::text[]) AS is_late,
         EXISTS (SELECT FROM holds h WHERE h.comment_id = c.id)
           OR EXISTS (SELECT FROM waitlist_entries w WHERE w.comment_id = c.id)
           OR EXISTS (SELECT FROM claim_revisions r WHERE r.comment_id = c.id) AS acts
       FROM events e JOIN comments c ON c.id = (e.payload->>'commentId')::uuid JOIN ai_logs l ON l.comment_id = c.id
       WHERE e.type = 'intent-unclear'
     )
     SELECT count(*)::int AS open, count(*) FILTER (WHERE is_late)::int AS late,
       count(*) FILTER (WHERE fallback IS NOT NULL)::int AS unsaid,
       count(*) FILTER (WHERE acts AND (provider IS NULL OR ambiguous OR doubts <> '{}' OR is_late AND NOT is_cached))::int AS guesses
     FROM open`,
    [late.map(({ id }) => id)],
  );
  return {
    broken: { 'sales on a guess': row.guesses },
    notes: { 'for a model': row.open, 'while broken': row.late, 'left to a person': row.unsaid },
  };
}

/** How long the comments that need no model waited for their private message: 95 of 100 less than this, in milliseconds. */
export type Times = { readonly calmP95Ms: number; readonly brokenP95Ms: number };

/** The first third of the calm half only warms the processes up. */
const WARM_UP_SHARE = 1 / 3;
/** Broken models may make the others wait this many times longer at most; below the floor a difference is noise. */
export const SLOWER_MAX = 1.5;
const NOISE_MS = 250;

export function isUnmoved({ calmP95Ms, brokenP95Ms }: Times): boolean {
  return brokenP95Ms <= SLOWER_MAX * Math.max(calmP95Ms, NOISE_MS);
}

/** The same night before and after the language models broke; null when they did not. */
export async function compareTimes(pool: Pool, facts: ModelFacts): Promise<Times | null> {
  const brokenAtMs = facts.modelsBrokenAtMs;
  const firstAtMs = facts.played[0]?.sentAtMs;
  if (brokenAtMs === null || firstAtMs === undefined) return null;
  const rows = await rowsOf<{ id: string }>(
    pool,
    `SELECT ${COMMENT_PART} AS id FROM events e JOIN comments c ON c.id = (e.payload->>'commentId')::uuid
     WHERE e.type = 'intent-unclear'`,
  );
  const open = new Set(rows.map(({ id }) => id));
  const sentAtMs = new Map(facts.played.map((comment) => [comment.id, comment.sentAtMs]));
  const waits = facts.calls.flatMap((call) => {
    const sent = call.commentId === null || open.has(call.commentId) ? undefined : sentAtMs.get(call.commentId);
    const isFirstWord = call.kind === 'private_reply' && call.outcome === 'accepted';
    return sent === undefined || !isFirstWord ? [] : [{ sent, waitMs: call.atMs - sent }];
  });
  const warmAtMs = firstAtMs + (brokenAtMs - firstAtMs) * WARM_UP_SHARE;
  return {
    calmP95Ms: p95(waits.filter(({ sent }) => sent >= warmAtMs && sent < brokenAtMs)),
    brokenP95Ms: p95(waits.filter(({ sent }) => sent >= brokenAtMs)),
  };
}

function p95(waits: readonly { readonly waitMs: number }[]): number {
  const sorted = waits.map(({ waitMs }) => waitMs).sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}
