import { rowsOfBatch, type Sql } from '../../platform/db/transaction.ts';
import type { Claim } from './place-holds.ts';

/** Why a store turns a claim away: the buyer is blocked, or would hold too much of a product, in a live, or in carts. */
export const REFUSAL_REASONS = ['blocked', 'product_limit', 'live_limit', 'cart_limit'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

type Usage = { liveEventId: string | null; productId: string; commentId: string | null; units: number };
type Rules = {
  buyerId: string;
  isBlocked: boolean;
  maxPerProduct: number;
  maxPerLive: number;
  maxCarts: number;
  carts: { liveEventId: string | null; isOpen: boolean }[];
  usage: Usage[];
};

// Each table is read once for all buyers, and not once for each of them.
const RULES = `
WITH carts AS (
  SELECT o.buyer_id, jsonb_agg(jsonb_build_object('liveEventId', o.live_id, 'isOpen', o.checkout_started_at IS NULL)) AS carts
  FROM pedidos o WHERE o.buyer_id = ANY($1::uuid[]) AND o.status = 'pending' GROUP BY o.buyer_id
),
usage AS (
  SELECT u.buyer_id, jsonb_agg(jsonb_build_object('liveEventId', u.live_id, 'productId', u.producto_id,
    'commentId', u.comment_id, 'units', u.quantity)) AS usage
  FROM (
    SELECT o.buyer_id, o.live_id, h.producto_id, h.comment_id, h.quantity FROM pedidos o JOIN holds h ON h.pedido_id = o.id
    WHERE o.buyer_id = ANY($1::uuid[]) AND h.state IN ('active', 'consumed')
    UNION ALL
    SELECT w.buyer_id, w.live_id, w.producto_id, w.comment_id, w.quantity FROM waitlist_entries w
    WHERE w.buyer_id = ANY($1::uuid[]) AND w.state = 'waiting'
  ) u GROUP BY u.buyer_id
)
SELECT b.id AS "buyerId", b.blocked_at IS NOT NULL AS "isBlocked", t.max_units_per_product AS "maxPerProduct",
  t.max_units_per_live AS "maxPerLive", t.max_open_carts AS "maxCarts",
  coalesce(c.carts, '[]') AS carts, coalesce(u.usage, '[]') AS usage
FROM buyers b JOIN tiendas t ON t.id = b.tienda_id
LEFT JOIN carts c ON c.buyer_id = b.id LEFT JOIN usage u ON u.buyer_id = b.id
WHERE b.id = ANY($1::uuid[])`;

const REFUSE = `
WITH refused AS (
  INSERT INTO refused_claims (tienda_id, comment_id, producto_id, buyer_id, quantity, reason)
  SELECT g."storeId", g."commentId", g."productId", g."buyerId", g."quantityUnits", g.reason
  FROM jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, "commentId" uuid, "productId" uuid, "buyerId" uuid,
    "quantityUnits" int, reason text)
  JOIN productos p ON p.id = g."productId" AND p.tienda_id = g."storeId"
  WHERE NOT EXISTS (SELECT FROM holds h WHERE h.comment_id = g."commentId" AND h.producto_id = g."productId")
    AND NOT EXISTS (SELECT FROM waitlist_entries w WHERE w.comment_id = g."commentId" AND w.producto_id = g."productId")
  ON CONFLICT (comment_id, producto_id) DO NOTHING
  RETURNING *
)
INSERT INTO events (tienda_id, live_id, type, payload)
SELECT r.tienda_id, c.live_id, 'claim-refused', jsonb_build_object('commentId', r.comment_id, 'buyerId', r.buyer_id,
  'productId', r.producto_id, 'sku', p.sku, 'productName', p.name, 'quantityUnits', r.quantity, 'reason', r.reason)
FROM refused r JOIN productos p ON p.id = r.producto_id JOIN comments c ON c.id = r.comment_id`;

/**
 * Turns away the claims of comments that the store's rules against hoarding do not allow, each once and with its reason,
 * and answers the others. What a buyer holds, has bought and waits for counts. Orders that no comment asked for are the
 * seller's own word and pass.
 */
export async function refuseClaims(sql: Sql, claims: readonly Claim[]): Promise<readonly Claim[]> {
  const buyerIds = [...new Set(claims.flatMap((claim) => (claim.commentId ? [claim.buyerId] : [])))];
  if (buyerIds.length === 0) return claims;
  const rules = new Map((await rowsOfBatch<Rules>(sql, RULES, [buyerIds])).map((row) => [row.buyerId, row]));
  const refused = new Map<Claim, RefusalReason>();
  for (const claim of claims.toSorted((one, other) => one.commentedAt.localeCompare(other.commentedAt))) {
    const mine = rules.get(claim.buyerId);
    if (!mine || !claim.commentId || mine.usage.some((used) => isOf(used, claim))) continue;
    const reason = findReason(mine, claim);
    if (reason) refused.set(claim, reason);
    else count(mine, claim);
  }
  if (refused.size === 0) return claims;
  await rowsOfBatch(sql, REFUSE, [JSON.stringify([...refused].map(([claim, reason]) => ({ ...claim, reason })))]);
  return claims.filter((claim) => !refused.has(claim));
}

function isOf(used: Usage, claim: Claim): boolean {
  return used.commentId === claim.commentId && used.productId === claim.productId;
}

function findReason(mine: Rules, claim: Claim): RefusalReason | null {
  if (mine.isBlocked) return 'blocked';
  const inLive = mine.usage.filter((used) => used.liveEventId === claim.liveEventId);
  const sum = (used: readonly Usage[]) => used.reduce((units, one) => units + one.units, claim.quantityUnits);
  if (sum(inLive.filter((used) => used.productId === claim.productId)) > mine.maxPerProduct) return 'product_limit';
  if (sum(inLive) > mine.maxPerLive) return 'live_limit';
  return mine.carts.length >= mine.maxCarts && !hasCart(mine, claim) ? 'cart_limit' : null;
}

function hasCart(mine: Rules, claim: Claim): boolean {
  return mine.carts.some((cart) => cart.isOpen && cart.liveEventId === claim.liveEventId);
}

function count(mine: Rules, claim: Claim): void {
  const { liveEventId, productId, commentId, quantityUnits: units } = claim;
  mine.usage.push({ liveEventId, productId, commentId, units });
  if (!hasCart(mine, claim)) mine.carts.push({ liveEventId, isOpen: true });
}
