import type { Pool } from 'pg';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowOf, rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { NotFoundError } from '../errors.ts';

/** A store as support sees it: states and counts, no secret, no buyer. */
export type SupportStore = {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly locale: string;
  readonly createdAt: Date;
  readonly fbPageId: string | null;
  readonly pageTokenExpiresAt: Date | null;
  readonly gateways: string[];
  readonly products: number;
  readonly runningLives: number;
  readonly commentsOfDay: number;
  readonly messagesWaiting: number;
  readonly messagesRefusedOfDay: number;
  readonly ordersPending: number;
  readonly ordersPaidOfDay: number;
};

/** How a comment of a store was understood, its words included. */
export type SupportDecision = {
  readonly id: string;
  readonly createdAt: Date;
  readonly text: string | null;
  readonly intent: string;
  readonly ambiguous: boolean;
  readonly confidence: number;
  readonly decidedBy: string;
  readonly language: string | null;
};

/** Who reads which store, and why: it stands in the store's audit log. */
type Read = { readonly actorId: string; readonly storeId: string; readonly reason: string };

/** What tells one store from another. */
export type SupportMatch = {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly fbPageId: string | null;
};

const MATCHES = `
SELECT t.id, t.name, t.country, t.fb_page_id AS "fbPageId" FROM tiendas t
WHERE position(lower($1) IN lower(t.name)) > 0 OR t.fb_page_id = $1 OR t.id::text = lower($1)
  OR EXISTS (SELECT FROM members m JOIN vendedores v ON v.id = m.vendedor_id
    WHERE m.tienda_id = t.id AND m.role = 'owner' AND v.email = lower($1))
ORDER BY t.name, t.id LIMIT 20`;

/** The stores that a search means; none for an empty one. Nothing of what is in them. */
export async function findSupportStores(
  deps: { readonly pool: Pool },
  input: { readonly search: string },
): Promise<readonly SupportMatch[]> {
  const search = input.search.trim();
  return search === '' ? [] : rowsOf<SupportMatch>(deps.pool, MATCHES, [search]);
}

const STORE = `
SELECT t.id, t.name, t.country, t.currency, t.locale, t.created_at AS "createdAt", t.fb_page_id AS "fbPageId",
  (SELECT expires_at FROM fb_sessions f WHERE f.tienda_id = t.id) AS "pageTokenExpiresAt",
  ARRAY(SELECT gateway FROM config_pagos c WHERE c.tienda_id = t.id ORDER BY 1) AS gateways,
  (SELECT count(*)::int FROM productos p WHERE p.tienda_id = t.id) AS products,
  (SELECT count(*)::int FROM live_events l WHERE l.tienda_id = t.id AND l.status = 'active') AS "runningLives",
  (SELECT count(*)::int FROM comments c WHERE c.tienda_id = t.id AND c.received_at > now() - interval '1 day') AS "commentsOfDay",
  (SELECT count(*)::int FROM messages m WHERE m.tienda_id = t.id AND m.state IN ('queued', 'sending')) AS "messagesWaiting",
  (SELECT count(*)::int FROM messages m WHERE m.tienda_id = t.id AND m.state = 'refused' AND m.created_at > now() - interval '1 day') AS "messagesRefusedOfDay",
  (SELECT count(*)::int FROM pedidos o WHERE o.tienda_id = t.id AND o.status = 'pending') AS "ordersPending",
  (SELECT count(*)::int FROM pedidos o WHERE o.tienda_id = t.id AND o.paid_at > now() - interval '1 day') AS "ordersPaidOfDay"
FROM tiendas t WHERE t.id = $1`;

/** A store for support, behind an entry in its audit log. @throws NotFoundError */
export async function readSupportStore(deps: { readonly pool: Pool }, input: Read): Promise<SupportStore> {
  return audited(deps.pool, { ...input, what: 'store' }, (sql) => rowOf<SupportStore>(sql, STORE, [input.storeId]));
}

const DECISIONS = `
SELECT id, created_at AS "createdAt", raw_comment AS text, detected_intent AS intent, ambiguous, confidence_score AS confidence,
  decided_by AS "decidedBy", language
FROM ai_logs WHERE tienda_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`;

/** Decisions of a store for support, the newest first, behind an entry in its audit log. @throws NotFoundError */
export async function readSupportDecisions(
  deps: { readonly pool: Pool },
  input: Read & { readonly beforeId: string | null; readonly limit: number },
): Promise<readonly SupportDecision[]> {
  return audited(deps.pool, { ...input, what: 'ai_logs' }, (sql) =>
    rowsOf<SupportDecision>(sql, DECISIONS, [input.storeId, input.beforeId, input.limit]),
  );
}

/** Reads and writes down who read, in one transaction: without the entry there is no answer. */
async function audited<Result>(
  pool: Pool,
  input: Read & { readonly what: string },
  read: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  const { actorId, storeId, what, reason } = input;
  return withTransaction(pool, async (sql) => {
    const stores = await rowsOf(sql, 'SELECT FROM tiendas WHERE id = $1', [storeId]);
    if (stores.length === 0) throw new NotFoundError('store', storeId);
    const result = await read(sql);
    await appendAudit(sql, storeId, [
      { actorId, action: 'support-read', subjectType: 'Store', subjectId: storeId, details: { what, reason } },
    ]);
    return result;
  });
}
