import type { Pool } from 'pg';
import { recordEvents } from '../../../events/record-events.ts';
import { rowsOf, type Sql, withTransaction } from '../../../platform/db/transaction.ts';
import type { AskDeps, Cost } from './ask-seats.ts';

export type BudgetLimits = {
  readonly dayTokens: number;
  readonly dayCostMicroUsd: number;
  readonly alertRatio: number;
  readonly alertFromMicroUsd: number;
};

/** How many comments of a store were answered by a model, from the cache, and by nobody. */
export type AskedCounts = { readonly asked: number; readonly cached: number; readonly leftOpen: number };

const TODAY = `(clock_timestamp() AT TIME ZONE 'UTC')::date`;

// The row decides: calls side by side cannot pass the limit together.
const RESERVE = `
INSERT INTO ai_usage AS u (tienda_id, day, tokens, cost_micro_usd)
SELECT $1, ${TODAY}, $2, $3 WHERE $2::bigint <= $4 AND $3::bigint <= $5
ON CONFLICT (tienda_id, day) DO UPDATE SET tokens = u.tokens + EXCLUDED.tokens, cost_micro_usd = u.cost_micro_usd + EXCLUDED.cost_micro_usd
WHERE u.tokens + EXCLUDED.tokens <= $4 AND u.cost_micro_usd + EXCLUDED.cost_micro_usd <= $5
RETURNING day`;

// A call that began before midnight is settled on the day it was set aside on, unless the next one has begun already.
const SETTLE = `
UPDATE ai_usage SET calls = calls + $4, tokens = greatest(0, tokens + $2), cost_micro_usd = greatest(0, cost_micro_usd + $3)
WHERE tienda_id = $1 AND day = (SELECT max(day) FROM ai_usage WHERE tienda_id = $1)`;

/**
 * The budget of what the catalogue of a store costs to embed: a share of the day's cost, so that questions find the rest.
 * Tokens of embeddings cost a small part of others and are not counted.
 */
export function createFillBudget(
  deps: { readonly pool: Pool; readonly limits: BudgetLimits; readonly share: number },
  storeId: string,
): Pick<AskDeps, 'reserve' | 'settle'> {
  const { pool, limits, share } = deps;
  const { settle } = createBudget(deps, storeId);
  const free = (cost: Cost): Cost => ({ ...cost, tokens: 0 });
  return {
    async reserve({ microUsd }) {
      const values = [storeId, 0, microUsd, Number.MAX_SAFE_INTEGER, Math.floor(limits.dayCostMicroUsd * share)];
      return (await rowsOf(pool, RESERVE, values)).length > 0;
    },
    settle: (most, call) => settle(free(most), { ...call, cost: free(call.cost) }),
  };
}

/** The hard limit of one store's day: what a call may cost at most is set aside before it is made. */
export function createBudget(
  deps: { readonly pool: Pool; readonly limits: BudgetLimits },
  storeId: string,
): Pick<AskDeps, 'reserve' | 'settle'> {
  const { pool, limits } = deps;
  return {
    async reserve(most) {
      const values = [storeId, most.tokens, most.microUsd, limits.dayTokens, limits.dayCostMicroUsd];
      const isFree = (await rowsOf(pool, RESERVE, values)).length > 0;
      if (!isFree) await withTransaction(pool, (sql) => alertLimit(sql, storeId, limits));
      return isFree;
    },
    async settle(most, { cost, outcome }) {
      const calls = outcome === 'open' ? 0 : 1;
      await rowsOf(pool, SETTLE, [storeId, cost.tokens - most.tokens, cost.microUsd - most.microUsd, calls]);
    },
  };
}

const ALERT_LIMIT = `
INSERT INTO ai_usage AS u (tienda_id, day, limit_alert_at) VALUES ($1, ${TODAY}, clock_timestamp())
ON CONFLICT (tienda_id, day) DO UPDATE SET limit_alert_at = EXCLUDED.limit_alert_at WHERE u.limit_alert_at IS NULL
RETURNING cost_micro_usd AS cost`;

async function alertLimit(sql: Sql, storeId: string, limits: BudgetLimits): Promise<void> {
  const [row] = await rowsOf<{ cost: string }>(sql, ALERT_LIMIT, [storeId]);
  if (row) await recordAlert(sql, storeId, { reason: 'limit', costMicroUsd: row.cost, usualMicroUsd: null, limits });
}

const COUNT = `
INSERT INTO ai_usage AS u (tienda_id, day, asked, cached, left_open) VALUES ($1, ${TODAY}, $2, $3, $4)
ON CONFLICT (tienda_id, day) DO UPDATE SET asked = u.asked + EXCLUDED.asked, cached = u.cached + EXCLUDED.cached,
  left_open = u.left_open + EXCLUDED.left_open`;

const ALERT_UNUSUAL = `
WITH usual AS (
  SELECT avg(cost_micro_usd) AS cost FROM ai_usage WHERE tienda_id = $1 AND day < ${TODAY} AND day >= ${TODAY} - 7
)
UPDATE ai_usage u SET unusual_alert_at = clock_timestamp() FROM usual
WHERE u.tienda_id = $1 AND u.day = ${TODAY} AND u.unusual_alert_at IS NULL AND u.cost_micro_usd > $2
  AND u.cost_micro_usd > usual.cost * $3
RETURNING u.cost_micro_usd AS cost, round(usual.cost)::text AS usual`;

/** Counts comments, in the transaction that decides them, and tells the store once when its day costs far more than usual. */
export async function countAsked(
  sql: Sql,
  input: { readonly storeId: string; readonly counts: AskedCounts; readonly limits: BudgetLimits },
): Promise<void> {
  const { storeId, counts, limits } = input;
  await rowsOf(sql, COUNT, [storeId, counts.asked, counts.cached, counts.leftOpen]);
  const [row] = await rowsOf<{ cost: string; usual: string }>(sql, ALERT_UNUSUAL, [
    storeId,
    limits.alertFromMicroUsd,
    limits.alertRatio,
  ]);
  if (row)
    await recordAlert(sql, storeId, {
      reason: 'unusual',
      costMicroUsd: row.cost,
      usualMicroUsd: row.usual,
      limits,
    });
}

async function recordAlert(
  sql: Sql,
  storeId: string,
  alert: {
    readonly reason: 'limit' | 'unusual';
    readonly costMicroUsd: string;
    readonly usualMicroUsd: string | null;
    readonly limits: BudgetLimits;
  },
): Promise<void> {
  const { limits, ...told } = alert;
  const payload = { ...told, limitMicroUsd: String(limits.dayCostMicroUsd) };
  await recordEvents(sql, [{ storeId, liveEventId: null, type: 'ai-budget-alert', payload }]);
}
