import { type Claim, type Placed, placeHolds } from '../domain/inventory/place-holds.ts';
import type { Revision } from '../domain/inventory/plan-revision.ts';
import { reviseClaims } from '../domain/inventory/revise-claims.ts';
import { type Round, roundsOf } from '../domain/inventory/rounds-of.ts';
import { rowsOf, withTransaction } from '../platform/db/transaction.ts';
import { on, type StepApp, type StepEvent } from './step.ts';

// "Ya no" after a claim that the engine no longer remembers: whose cart it is, the database knows.
const WHOLE_CART_RULE = 'cancel:no-claim';

const TO_WISHES = `
SELECT c.tienda_id AS "storeId", c.buyer_id AS "buyerId", coalesce(b.fb_author_id, b.psid, b.id::text) AS "customerFbId",
  c.live_id AS "liveEventId", c.id AS "commentId", g.intent, a.decided_by AS "decidedBy", g.ambiguous,
  to_char(c.commented_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "commentedAt",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('productId', p.id, 'quantityUnits', i."quantityUnits") ORDER BY p.id), '[]')
   FROM jsonb_to_recordset(g.items) AS i(sku text, "quantityUnits" int)
   JOIN productos p ON p.tienda_id = c.tienda_id AND p.sku = i.sku) AS items,
  (SELECT coalesce(jsonb_agg(p.id), '[]') FROM productos p
   WHERE p.tienda_id = c.tienda_id AND g.removed ? p.sku) AS "removedProductIds"
FROM jsonb_to_recordset($1::jsonb) AS g("commentId" uuid, intent text, items jsonb, removed jsonb, ambiguous boolean)
JOIN comments c ON c.id = g."commentId"
JOIN buyers b ON b.id = c.buyer_id AND b.erased_at IS NULL
LEFT JOIN ai_logs a ON a.comment_id = c.id
ORDER BY c.commented_at, c.id`;

type Wish = Omit<Revision, 'intent' | 'isWholeCart'> & {
  readonly intent: 'purchase' | 'change' | 'cancel';
  readonly decidedBy: string | null;
  readonly ambiguous: boolean;
};

/**
 * A sure purchase claims its stock, the whole batch in one statement; a change or a cancel revises what the author claimed
 * before. All of it in the order of the comments. What is unclear is never touched.
 */
export const placeHold = on('intent-detected', 'place-hold', async (app, events) => {
  const meant = events.filter(isMeant).map(({ payload }) => payload);
  if (meant.length === 0) return;
  const wishes = await rowsOf<Wish>(app.pool, TO_WISHES, [JSON.stringify(meant)]);
  for (const round of roundsOf(wishes.flatMap(toClaimsOrRevision))) countResults(app, await playRound(app, round));
});

function isMeant({ payload }: StepEvent<'intent-detected'>): boolean {
  if (payload.intent === 'cancel') return !payload.ambiguous || payload.items.length === 0;
  return (payload.intent === 'purchase' || payload.intent === 'change') && !payload.ambiguous;
}

function toClaimsOrRevision(wish: Wish): readonly (Claim | Revision)[] {
  const { intent, decidedBy, ambiguous, items, removedProductIds, ...about } = wish;
  if (intent === 'purchase') return items.map((item) => ({ ...about, ...item }));
  const isWholeCart = intent === 'cancel' && ambiguous && decidedBy === WHOLE_CART_RULE;
  if (!isWholeCart && (ambiguous || items.length + removedProductIds.length === 0)) return [];
  return [{ ...about, intent, items, removedProductIds, isWholeCart }];
}

function playRound(app: StepApp, round: Round): Promise<readonly Pick<Placed, 'held'>[]> {
  const { ttlMs: holdTtlMs, messageWaitMs } = app.config.limits.holds;
  return withTransaction<readonly Pick<Placed, 'held'>[]>(app.pool, (sql) =>
    round.revisions.length === 0
      ? placeHolds({ sql, holdTtlMs, messageWaitMs }, round.claims)
      : reviseClaims({ sql, holdTtlMs, messageWaitMs }, round),
  );
}

function countResults(app: StepApp, results: readonly Pick<Placed, 'held'>[]): void {
  const heldCount = results.filter((result) => result.held).length;
  app.metrics.claims.inc({ result: 'held' }, heldCount);
  app.metrics.claims.inc({ result: 'waiting' }, results.length - heldCount);
}
