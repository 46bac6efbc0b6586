import type { NewEvent } from '../../events/catalog.ts';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOfBatch, type Sql } from '../../platform/db/transaction.ts';
import { openShelves } from './open-shelves.ts';
import { type Claim, claimOpened, type HoldTimes, type Placed } from './place-holds.ts';
import { type Portion, planRevision, type Release, type Revision, type RevisionPlan } from './plan-revision.ts';
import { leaveLine, releaseUnits } from './release-units.ts';

const PORTIONS = `
SELECT h.id AS "holdId", NULL::uuid AS "entryId", o.id AS "orderId", o.buyer_id AS "buyerId", h.producto_id AS "productId",
  p.sku, p.name AS "productName", h.quantity AS units, o.live_id AS "liveEventId",
  o.checkout_started_at IS NOT NULL AS "isPaying",
  (extract(epoch FROM coalesce(c.commented_at, h.created_at)) * 1000)::float8 AS "askedAtMs"
FROM pedidos o JOIN holds h ON h.pedido_id = o.id AND h.state = 'active' JOIN productos p ON p.id = h.producto_id
LEFT JOIN comments c ON c.id = h.comment_id
WHERE o.buyer_id = ANY($1::uuid[]) AND o.status = 'pending'
UNION ALL
SELECT NULL, w.id, NULL, w.buyer_id, w.producto_id, p.sku, p.name, w.quantity, w.live_id, false,
  (extract(epoch FROM w.commented_at) * 1000)::float8
FROM waitlist_entries w JOIN productos p ON p.id = w.producto_id
WHERE w.buyer_id = ANY($1::uuid[]) AND w.state = 'waiting'
ORDER BY "askedAtMs"`;

// What a still later comment has decided stays decided.
const KEEP = `
WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, "commentId" uuid, "buyerId" uuid, "productId" uuid,
    units int, "commentedAt" timestamptz)
),
kept AS (
  INSERT INTO claim_revisions (tienda_id, comment_id, buyer_id, producto_id, quantity, commented_at)
  SELECT "storeId", "commentId", "buyerId", "productId", units, "commentedAt" FROM given
  ON CONFLICT (comment_id, producto_id) DO NOTHING
  RETURNING comment_id, buyer_id, producto_id, commented_at
)
SELECT k.comment_id AS "commentId", k.producto_id AS "productId" FROM kept k
WHERE NOT EXISTS (SELECT FROM claim_revisions r WHERE r.buyer_id = k.buyer_id AND r.commented_at > k.commented_at
  AND (r.producto_id IS NULL OR r.producto_id = k.producto_id))`;

/**
 * Places claims and applies what later comments make of earlier ones, as `placeHolds` does: together, each comment once.
 * The new is claimed before the old is given back, so a buyer whose wish is out of stock keeps what they had. At most
 * one revision per buyer, and no claim of that buyer that was written after it: `roundsOf` cuts a batch like that.
 */
export async function reviseClaims(
  deps: HoldTimes & { readonly sql: Sql },
  input: { readonly claims: readonly Claim[]; readonly revisions: readonly Revision[] },
): Promise<readonly Placed[]> {
  const { sql } = deps;
  const buyerIds = input.revisions.map((revision) => revision.buyerId);
  const before = await rowsOfBatch<Portion>(sql, PORTIONS, [buyerIds]);
  const productIds = productsOf(input, before);
  await openShelves(sql, productIds);
  await rowsOfBatch(
    sql,
    `SELECT FROM pedidos WHERE buyer_id = ANY($1::uuid[]) AND status = 'pending' ORDER BY id FOR NO KEY UPDATE`,
    [buyerIds],
  );
  const revisions = await keepRevisions(sql, input.revisions);
  const locked = new Set(productIds);
  const portions = (await rowsOfBatch<Portion>(sql, PORTIONS, [buyerIds])).filter(({ productId }) =>
    locked.has(productId),
  );
  const planned = revisions.map((revision) => ({
    revision,
    plan: planRevision(
      revision,
      portions.filter((portion) => portion.buyerId === revision.buyerId),
    ),
  }));
  await giveBack(
    sql,
    planned.flatMap(({ plan }) => plan.atOnce),
  );
  const claims = [...input.claims, ...planned.flatMap(({ plan }) => plan.claims)];
  const placed = await claimOpened(deps, { claims, productIds });
  const done = planned.map(({ revision, plan }) => ({ revision, plan, ...outcomeOf(revision, plan, placed) }));
  await giveBack(
    sql,
    done.flatMap(({ plan, isGranted }) => (isGranted ? plan.afterClaims : [])),
  );
  await releaseUnits(
    sql,
    done.flatMap(({ undone }) => undone),
  );
  await tell(sql, done);
  return placed;
}

function productsOf(
  input: { readonly claims: readonly Claim[]; readonly revisions: readonly Revision[] },
  portions: readonly Portion[],
): readonly string[] {
  return [
    ...new Set([
      ...[...input.claims, ...portions].map(({ productId }) => productId),
      ...input.revisions.flatMap(({ items, removedProductIds }) => [
        ...items.map(({ productId }) => productId),
        ...removedProductIds,
      ]),
    ]),
  ];
}

/** The revisions that are new, each without the products that a later one of the buyer has decided. */
async function keepRevisions(sql: Sql, revisions: readonly Revision[]): Promise<readonly Revision[]> {
  type Row = Pick<Revision, 'storeId' | 'commentId' | 'buyerId' | 'commentedAt'> & {
    readonly productId: string | null;
    readonly units: number;
  };
  const rows = revisions.flatMap((revision): readonly Row[] => {
    const { storeId, commentId, buyerId, commentedAt } = revision;
    const about = { storeId, commentId, buyerId, commentedAt };
    if (revision.isWholeCart) return [{ ...about, productId: null, units: 0 }];
    const units = new Map([
      ...revision.removedProductIds.map((productId) => [productId, 0] as const),
      ...revision.items.map((item) => [item.productId, revision.intent === 'cancel' ? 0 : item.quantityUnits] as const),
    ]);
    return [...units].map(([productId, wanted]) => ({ ...about, productId, units: wanted }));
  });
  const kept = await rowsOfBatch<{ commentId: string; productId: string | null }>(sql, KEEP, [JSON.stringify(rows)]);
  const keys = new Set(kept.map((row) => `${row.commentId} ${row.productId}`));
  return revisions.flatMap((revision) => {
    const isKept = (productId: string | null) => keys.has(`${revision.commentId} ${productId}`);
    if (revision.isWholeCart) return isKept(null) ? [revision] : [];
    const items = revision.items.filter((item) => isKept(item.productId));
    const removedProductIds = revision.removedProductIds.filter(isKept);
    return items.length + removedProductIds.length > 0 ? [{ ...revision, items, removedProductIds }] : [];
  });
}

async function giveBack(sql: Sql, releases: readonly Release[]): Promise<void> {
  const of = (id: 'holdId' | 'entryId') =>
    releases.flatMap(({ portion, units }) => (portion[id] ? [{ id: portion[id], units }] : []));
  await leaveLine(sql, of('entryId'));
  await releaseUnits(sql, of('holdId'));
}

type Outcome = {
  readonly isGranted: boolean;
  readonly orderId: string | null;
  readonly undone: readonly { readonly id: string; readonly units: number }[];
  readonly refusal: 'nothing_held' | 'paying' | 'out_of_stock' | 'over_limit' | null;
  readonly missing: string | null;
};

/** A swap is granted as a whole: what it got of several is given back when one of them is missing. */
function outcomeOf(revision: Revision, plan: RevisionPlan, placed: readonly Placed[]): Outcome {
  const mine = placed.filter((claim) => claim.commentId === revision.commentId && !claim.wasWaiting);
  const answerOf = (claim: Claim) => mine.find((one) => one.productId === claim.productId);
  const failed = plan.claims.find((claim) => claim.short === 'keep' && !answerOf(claim)?.held);
  const turned = plan.claims.find((claim) => !answerOf(claim));
  const old = [...plan.atOnce, ...plan.afterClaims].find(({ portion }) => portion.orderId);
  const orderId = mine.find((claim) => claim.orderId)?.orderId ?? old?.portion.orderId ?? null;
  if (failed) {
    const undone = mine.flatMap(({ holdId, heldUnits }) => (holdId ? [{ id: holdId, units: heldUnits }] : []));
    const refusal = answerOf(failed) ? ('out_of_stock' as const) : ('over_limit' as const);
    return { isGranted: false, orderId, undone, refusal, missing: failed.productId };
  }
  const refusal = plan.refusal ?? (turned ? 'over_limit' : null);
  return { isGranted: true, orderId, undone: [], refusal, missing: turned?.productId ?? null };
}

const CARTS = `
SELECT o.id AS "orderId", o.total::text AS "totalMinor", o.currency,
  to_char(o.hold_expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "expiresAt",
  (SELECT jsonb_agg(jsonb_build_object('sku', p.sku, 'productName', p.name, 'quantityUnits', i.quantity) ORDER BY p.name, i.id)
   FROM pedido_items i JOIN productos p ON p.id = i.producto_id WHERE i.pedido_id = o.id) AS lines
FROM pedidos o WHERE o.id = ANY($1::uuid[]) AND o.status = 'pending'`;
type Cart = {
  orderId: string;
  totalMinor: string;
  currency: string;
  expiresAt: string;
  lines: { sku: string; productName: string; quantityUnits: number }[];
};

type Done = Outcome & { readonly revision: Revision; readonly plan: RevisionPlan };

async function tell(sql: Sql, done: readonly Done[]): Promise<void> {
  if (done.length === 0) return;
  const missing = done.flatMap((one) => one.missing ?? []);
  const names = await rowsOfBatch<{ id: string; name: string }>(
    sql,
    'SELECT id, name FROM productos WHERE id = ANY($1)',
    [missing],
  );
  const carts = await rowsOfBatch<Cart>(sql, CARTS, [done.flatMap((one) => one.orderId ?? [])]);
  const nameOf = new Map(names.map((row) => [row.id, row.name]));
  await recordEvents(
    sql,
    done.map((one) => toEvent(one, { carts, missingName: (one.missing && nameOf.get(one.missing)) ?? null })),
  );
}

function toEvent(
  { revision, plan, orderId, refusal }: Done,
  given: { readonly carts: readonly Cart[]; readonly missingName: string | null },
): NewEvent {
  const { storeId, liveEventId, commentId, buyerId } = revision;
  const about = { storeId, liveEventId };
  if (refusal)
    return {
      ...about,
      type: 'revision-refused',
      payload: { commentId, buyerId, reason: refusal, productName: given.missingName },
    };
  const found = given.carts.find((one) => one.orderId === orderId);
  const cart = found
    ? { lines: found.lines, totalMinor: found.totalMinor, currency: found.currency, expiresAt: found.expiresAt }
    : null;
  const payload = { commentId, buyerId, orderId, cart };
  if (revision.intent === 'change') return { ...about, type: 'hold-changed', payload };
  const units = new Map<string, number>();
  for (const { portion, units: given } of plan.atOnce) units.set(portion.sku, (units.get(portion.sku) ?? 0) + given);
  const nameOf = new Map(plan.atOnce.map(({ portion }) => [portion.sku, portion.productName]));
  const released = [...nameOf].map(([sku, productName]) => ({
    sku,
    productName,
    quantityUnits: units.get(sku) as number,
  }));
  return { ...about, type: 'hold-cancelled', payload: { ...payload, released } };
}
