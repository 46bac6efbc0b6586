import { rowOf, type Sql } from '../../../platform/db/transaction.ts';

/** What language models did for one store today (UTC). Costs are in millionths of a US dollar, as decimal text. */
export type AiUsage = {
  readonly commentCount: number;
  readonly askedCount: number;
  readonly cachedCount: number;
  readonly leftOpenCount: number;
  readonly callCount: number;
  readonly tokens: number;
  readonly costMicroUsd: string;
  readonly usualMicroUsd: string | null;
  readonly isUnusual: boolean;
  readonly isSpent: boolean;
};

const READ = `
WITH today AS (SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date AS day)
SELECT
  (SELECT count(*)::int FROM comments c WHERE c.tienda_id = $1 AND c.created_at >= today.day AT TIME ZONE 'UTC') AS "commentCount",
  coalesce(u.asked, 0) AS "askedCount", coalesce(u.cached, 0) AS "cachedCount", coalesce(u.left_open, 0) AS "leftOpenCount",
  coalesce(u.calls, 0) AS "callCount", coalesce(u.tokens, 0)::float8 AS tokens,
  coalesce(u.cost_micro_usd, 0)::text AS "costMicroUsd",
  (SELECT round(avg(o.cost_micro_usd))::text FROM ai_usage o
   WHERE o.tienda_id = $1 AND o.day < today.day AND o.day >= today.day - 7) AS "usualMicroUsd",
  u.unusual_alert_at IS NOT NULL AS "isUnusual", u.limit_alert_at IS NOT NULL AS "isSpent"
FROM today LEFT JOIN ai_usage u ON u.tienda_id = $1 AND u.day = today.day`;

export function readUsage(sql: Sql, storeId: string): Promise<AiUsage> {
  return rowOf<AiUsage>(sql, READ, [storeId]);
}
