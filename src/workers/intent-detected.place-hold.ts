import { type Claim, placeHolds } from '../domain/inventory/place-holds.ts';
import { rowsOf, withTransaction } from '../platform/db/transaction.ts';
import { on, type StepApp, type StepEvent } from './step.ts';

const TO_CLAIMS = `
SELECT c.tienda_id AS "storeId", p.id AS "productId", c.buyer_id AS "buyerId",
  coalesce(b.fb_author_id, b.psid, b.id::text) AS "customerFbId", c.live_id AS "liveEventId", c.id AS "commentId",
  g."quantityUnits", to_char(c.commented_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "commentedAt"
FROM jsonb_to_recordset($1::jsonb) AS g("commentId" uuid, sku text, "quantityUnits" int)
JOIN comments c ON c.id = g."commentId"
JOIN buyers b ON b.id = c.buyer_id
JOIN productos p ON p.tienda_id = c.tienda_id AND p.sku = g.sku
ORDER BY c.commented_at, c.id`;

/** A sure purchase claims its stock, the whole batch in one statement. What is unclear is never claimed. */
export const placeHold = on('intent-detected', 'place-hold', async (app, events) => {
  const wanted = events
    .filter(isSure)
    .flatMap(({ payload }) => payload.items.map((item) => ({ commentId: payload.commentId, ...item })));
  if (wanted.length === 0) return;
  const claims = await rowsOf<Claim>(app.pool, TO_CLAIMS, [JSON.stringify(wanted)]);
  const { ttlMs: holdTtlMs } = app.config.limits.holds;
  const results = await withTransaction(app.pool, (sql) => placeHolds({ sql, holdTtlMs }, claims));
  countResults(app, results);
});

function isSure({ payload }: StepEvent<'intent-detected'>): boolean {
  return payload.intent === 'purchase' && !payload.ambiguous;
}

function countResults(app: StepApp, results: readonly { readonly held: boolean }[]): void {
  const heldCount = results.filter((result) => result.held).length;
  app.metrics.claims.inc({ result: 'held' }, heldCount);
  app.metrics.claims.inc({ result: 'waiting' }, results.length - heldCount);
}
