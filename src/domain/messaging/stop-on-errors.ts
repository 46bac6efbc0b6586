import type { Pool } from 'pg';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { pauseBot } from './pause-bot.ts';

// Only what Facebook was asked counts, and only since the bot last went on: the errors before that were looked at.
const TROUBLED = `
SELECT m.tienda_id AS "storeId", count(*)::int AS ended, count(*) FILTER (WHERE m.state <> 'sent')::int AS failed
FROM messages m
WHERE m.tried_at > clock_timestamp() - $1::int * interval '1 millisecond' AND m.state IN ('sent', 'refused', 'unknown')
  AND m.author = 'bot'
  AND m.tried_at > coalesce((SELECT max(p.resumed_at) FROM bot_pauses p WHERE p.tienda_id = m.tienda_id), '-infinity')
  AND NOT EXISTS (SELECT FROM bot_pauses p WHERE p.tienda_id = m.tienda_id AND p.live_id IS NULL AND p.resumed_at IS NULL)
GROUP BY m.tienda_id
HAVING count(*) >= $2 AND count(*) FILTER (WHERE m.state <> 'sent') >= $3::float8 * count(*)`;

export type ErrorLimits = {
  readonly errorWindowMs: number;
  readonly errorMinCount: number;
  /** Between 0 and 1. */
  readonly errorShare: number;
};

/** Stops the bot of stores whose messages mostly fail, before Facebook does. Answers the stores. */
export async function stopOnErrors(deps: { readonly pool: Pool }, limits: ErrorLimits): Promise<readonly string[]> {
  const troubled = await rowsOf<{ storeId: string; ended: number; failed: number }>(deps.pool, TROUBLED, [
    limits.errorWindowMs,
    limits.errorMinCount,
    limits.errorShare,
  ]);
  for (const { storeId, ended, failed } of troubled) {
    const detail = `${failed} of the last ${ended} messages were refused or lost.`;
    await withTransaction(deps.pool, (sql) =>
      pauseBot(sql, { storeId, liveEventId: null, reason: 'errors', detail, by: null }),
    );
  }
  return troubled.map((store) => store.storeId);
}
