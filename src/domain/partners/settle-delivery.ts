import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { rowOf, rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import type { Delivery } from './claim-delivery.ts';

/** How a try ended. `status` null: there was no answer. */
export type Try = {
  readonly status: number | null;
  readonly excerpt: string | null;
  readonly error: string | null;
  readonly durationMs: number;
};

export type Settled = 'delivered' | 'again' | 'failed';

const GONE = 410;

/** Writes how a try ended. An endpoint that says 410, or has failed for `disableAfterMs`, is switched off with an event. */
export async function settleDelivery(
  deps: { readonly pool: Pool },
  input: {
    readonly delivery: Delivery;
    readonly result: Try;
    readonly maxAttempts: number;
    readonly disableAfterMs: number;
  },
): Promise<Settled> {
  const { delivery, result } = input;
  const isDone = result.status !== null && result.status >= 200 && result.status < 300;
  const isLast = delivery.attempts + 1 >= input.maxAttempts || result.status === GONE;
  const settled = isDone ? 'delivered' : isLast ? 'failed' : 'again';
  await withTransaction(deps.pool, async (sql) => {
    await rowsOf(
      sql,
      `UPDATE webhook_deliveries SET state = $2, attempts = attempts + 1, response_status = $3, response_excerpt = $4,
         error = $5, duration_ms = $6, last_attempt_at = clock_timestamp(), queued_at = clock_timestamp(), claimed_until = NULL
       WHERE id = $1`,
      [
        delivery.id,
        settled === 'again' ? 'pending' : settled,
        result.status,
        result.excerpt,
        result.error,
        result.durationMs,
      ],
    );
    if (isDone) await clearFailing(sql, delivery.endpointId);
    else await noteFailing(sql, input);
  });
  return settled;
}

async function clearFailing(sql: Sql, endpointId: string): Promise<void> {
  await rowsOf(sql, 'UPDATE webhook_endpoints SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL', [
    endpointId,
  ]);
}

async function noteFailing(
  sql: Sql,
  input: { readonly delivery: Delivery; readonly result: Try; readonly disableAfterMs: number },
): Promise<void> {
  const { endpointId, storeId } = input.delivery;
  const endpoint = await rowOf<{ isOn: boolean; isFailing: boolean }>(
    sql,
    `UPDATE webhook_endpoints SET failing_since = coalesce(failing_since, clock_timestamp()) WHERE id = $1
     RETURNING state = 'enabled' AS "isOn", failing_since < clock_timestamp() - $2 * interval '1 millisecond' AS "isFailing"`,
    [endpointId, input.disableAfterMs],
  );
  const reason = input.result.status === GONE ? 'gone' : endpoint.isFailing ? 'failing' : null;
  if (!endpoint.isOn || !reason) return;
  await rowsOf(sql, `UPDATE webhook_endpoints SET state = 'disabled', disabled_reason = $2 WHERE id = $1`, [
    endpointId,
    reason,
  ]);
  await recordEvents(sql, [{ storeId, liveEventId: null, type: 'webhook-disabled', payload: { endpointId, reason } }]);
}
