import type { Pool } from 'pg';
import type { GraphCall } from '../../sandbox/meta/history.ts';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import type { PlayedComment } from '../rehearse/play-comments.ts';
import type { SeenEvent } from './follow-store.ts';
import { COMMENT_PART, judgeGuesses } from './judge-models.ts';
import type { TakenPayment } from './pay-orders.ts';

/** What was done to the product from outside, and what came out of it at the vendors and at a partner. Ids of comments: their last part. */
export type Facts = {
  readonly storeId: string;
  readonly played: readonly PlayedComment[];
  readonly calls: readonly GraphCall[];
  readonly taken: readonly TakenPayment[];
  readonly seen: readonly SeenEvent[];
  readonly cursor: string;
  readonly modelsBrokenAtMs: number | null;
};

/** How often each invariant of the design was broken; `notes` are counts that only tell how the night went. */
export type Verdict = {
  readonly broken: Readonly<Record<string, number>>;
  readonly notes: Readonly<Record<string, number>>;
};

/** The invariants of design §5, asked of the database, the vendors and the feed; every count should be 0. */
export async function verify(pool: Pool, facts: Facts): Promise<Verdict> {
  const [comments, stock, claims, messages, money, log, guesses] = [
    await judgeComments(pool, facts),
    await judgeStock(pool),
    await judgeClaims(pool),
    await judgeMessages(pool, facts),
    await judgeMoney(pool, facts),
    await judgeFeed(pool, facts),
    await judgeGuesses(pool, facts),
  ];
  return {
    broken: {
      ...comments.broken,
      ...stock,
      ...claims.broken,
      ...messages.broken,
      ...money.broken,
      ...log,
      ...guesses.broken,
    },
    notes: { ...comments.notes, ...claims.notes, ...messages.notes, ...money.notes, ...guesses.notes },
  };
}

/** True when nothing was lost, doubled, oversold or left over. */
export function isHeld(verdict: Verdict): boolean {
  return Object.values(verdict.broken).every((count) => count === 0);
}

async function judgeComments(pool: Pool, { played }: Facts) {
  const accepted = played.filter((comment) => comment.isAccepted);
  const { lost, undecided } = await rowOf<{ lost: number; undecided: number }>(
    pool,
    `SELECT count(*) FILTER (WHERE c.id IS NULL)::int AS lost,
       count(*) FILTER (WHERE c.id IS NOT NULL AND c.intent IS NULL)::int AS undecided
     FROM unnest($1::text[]) AS g(id) LEFT JOIN comments c ON ${COMMENT_PART} = g.id`,
    [accepted.map((comment) => comment.id)],
  );
  return {
    broken: { 'comments lost': lost, 'comments undecided': undecided },
    notes: { sent: played.length, accepted: accepted.length },
  };
}

async function judgeStock(pool: Pool) {
  const row = await rowOf<{ oversold: number; drifted: number }>(
    pool,
    `SELECT count(*) FILTER (WHERE p.stock < 0 OR p.held < 0 OR p.held > p.stock)::int AS oversold,
       count(*) FILTER (WHERE p.stock <> m.moved OR p.held <> m.moved_held OR p.held <> h.active)::int AS drifted
     FROM productos p
     CROSS JOIN LATERAL (SELECT coalesce(sum(on_hand_delta), 0)::int AS moved, coalesce(sum(held_delta), 0)::int AS moved_held
       FROM stock_movements WHERE producto_id = p.id) m
     CROSS JOIN LATERAL (SELECT coalesce(sum(quantity), 0)::int AS active
       FROM holds WHERE producto_id = p.id AND state = 'active') h`,
  );
  return { 'products oversold': row.oversold, 'products whose sums differ': row.drifted };
}

async function judgeClaims(pool: Pool) {
  const row = await rowOf<{ doubled: number; holds: number; waiting: number }>(
    pool,
    `SELECT (SELECT count(*) FROM (SELECT FROM (SELECT comment_id, producto_id FROM holds WHERE comment_id IS NOT NULL
         UNION ALL SELECT comment_id, producto_id FROM waitlist_entries WHERE state = 'waiting') c
       GROUP BY comment_id, producto_id HAVING count(*) > 1) d)::int AS doubled,
       (SELECT count(*) FROM holds)::int AS holds, (SELECT count(*) FROM waitlist_entries)::int AS waiting`,
  );
  return { broken: { 'claims doubled': row.doubled }, notes: { holds: row.holds, waiting: row.waiting } };
}

async function judgeMessages(pool: Pool, { calls }: Facts) {
  const accepted = calls.filter((call) => call.outcome === 'accepted');
  const texts = accepted.flatMap((call) => {
    if (call.kind === 'private_reply') return [`private|${call.commentId}`];
    if (call.kind === 'public_reply') return [`public|${call.commentId}|${call.text}`];
    if (call.kind === 'send' || call.kind === 'utility') return [`chat|${call.psid}|${call.text}`];
    return [];
  });
  const privately = accepted.flatMap((call) => (call.kind === 'private_reply' ? [call.commentId] : []));
  const row = await rowOf<{ unsent: number; unheard: number; refused: number; unknown: number }>(
    pool,
    `SELECT (SELECT count(*) FROM messages WHERE direction = 'out' AND state IN ('queued', 'sending'))::int AS unsent,
       (SELECT count(*) FROM messages WHERE state = 'refused')::int AS refused,
       (SELECT count(*) FROM messages WHERE state = 'unknown')::int AS unknown,
       (SELECT count(DISTINCT c.id) FROM holds h JOIN comments c ON c.id = h.comment_id
        WHERE ${COMMENT_PART} <> ALL($1::text[])
          AND NOT EXISTS (SELECT FROM messages m WHERE m.comment_id = c.id AND m.state = 'refused'))::int AS unheard`,
    [privately],
  );
  return {
    broken: {
      'messages doubled': texts.length - new Set(texts).size,
      'messages unsent': row.unsent,
      'buyers who never heard': row.unheard,
    },
    notes: { messages: texts.length, refused: row.refused, unknown: row.unknown },
  };
}

async function judgeMoney(pool: Pool, { taken }: Facts) {
  const row = await rowOf<{ lost: number; twice: number; unpaid: number; applied: number; refunded: number }>(
    pool,
    `SELECT count(*) FILTER (WHERE p.id IS NULL OR p.outcome NOT IN ('applied', 'refunded'))::int AS lost,
       count(*) FILTER (WHERE p.outcome = 'applied')::int AS applied,
       count(*) FILTER (WHERE p.outcome = 'refunded')::int AS refunded,
       count(*) FILTER (WHERE p.outcome = 'applied' AND o.status <> 'paid')::int AS unpaid,
       (SELECT count(*) FROM (SELECT FROM payments WHERE outcome = 'applied' GROUP BY pedido_id HAVING count(*) > 1) d)::int AS twice
     FROM jsonb_to_recordset($1::jsonb) AS g("externalId" text)
     LEFT JOIN payments p ON p.external_id = g."externalId" LEFT JOIN pedidos o ON o.id = p.pedido_id`,
    [JSON.stringify(taken)],
  );
  return {
    broken: { 'payments not applied': row.lost, 'orders paid twice': row.twice, 'payments without effect': row.unpaid },
    notes: { paid: row.applied, 'paid back': row.refunded },
  };
}

/** What a partner saw beside what the log holds: a gap, a repeat or another order each count. */
async function judgeFeed(pool: Pool, { storeId, seen, cursor }: Facts) {
  const logged = await rowsOf<{ id: string; unpublished: boolean }>(
    pool,
    `SELECT id, position IS NULL AS unpublished FROM events WHERE tienda_id = $1 AND (position IS NULL OR position > $2)
     ORDER BY position`,
    [storeId, cursor],
  );
  const published = logged.filter((event) => !event.unpublished);
  const wrong = published.filter((event, place) => seen[place]?.id !== event.id).length;
  return {
    'events unpublished': logged.length - published.length,
    'events missed, doubled or out of order': Math.max(wrong, Math.abs(seen.length - published.length)),
  };
}
