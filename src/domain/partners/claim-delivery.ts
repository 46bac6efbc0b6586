import type { LoggedEvent } from '../../events/catalog.ts';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { webhookSeal } from './webhook-endpoints.ts';

/** A delivery to try now. */
export type Delivery = {
  readonly id: string;
  readonly storeId: string;
  readonly endpointId: string;
  readonly url: string;
  /** Open secrets, the newest first. */
  readonly secrets: readonly string[];
  /** Tries before this one. */
  readonly attempts: number;
  readonly event: LoggedEvent;
};

/** `over`: nothing is left to do. `wait`: an earlier event of the endpoint has its first try before. */
export type Claim =
  | { readonly kind: 'go'; readonly delivery: Delivery }
  | { readonly kind: 'over' }
  | { readonly kind: 'wait' };

const LEASE = `interval '1 minute'`;

// First tries go in the order of the log. An earlier one that got lost holds the line up for ten minutes, not for ever.
const CLAIM = `
WITH mine AS (
  SELECT d.id, w.state = 'enabled' AS is_on, d.attempts = 0 AND EXISTS (
      SELECT FROM webhook_deliveries e WHERE e.endpoint_id = d.endpoint_id AND e.position < d.position
        AND e.state = 'pending' AND e.attempts = 0 AND e.queued_at > clock_timestamp() - interval '10 minutes') AS is_early
  FROM webhook_deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id
  WHERE d.id = $1 AND d.state = 'pending' AND (d.claimed_until IS NULL OR d.claimed_until < clock_timestamp())
  FOR UPDATE OF d SKIP LOCKED
), taken AS (
  UPDATE webhook_deliveries d SET
    claimed_until = CASE WHEN m.is_on AND NOT m.is_early THEN clock_timestamp() + ${LEASE} END,
    state = CASE WHEN m.is_on THEN d.state ELSE 'failed' END,
    error = CASE WHEN m.is_on THEN d.error ELSE 'The endpoint is disabled.' END
  FROM mine m WHERE d.id = m.id RETURNING d.*, m.is_on, m.is_early
)
SELECT t.id, t.tienda_id AS "storeId", t.endpoint_id AS "endpointId", t.attempts, t.is_on AS "isOn", t.is_early AS "isEarly",
  w.url, w.secret_enc AS "secretEnc",
  CASE WHEN w.previous_secret_until > clock_timestamp() THEN w.previous_secret_enc END AS "previousSecretEnc",
  e.id AS "eventId", e.position::text AS cursor, e.live_id AS "liveEventId", e.type, e.version, e.payload,
  to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt"
FROM taken t JOIN webhook_endpoints w ON w.id = t.endpoint_id JOIN events e ON e.id = t.event_id`;

type Row = Omit<Delivery, 'secrets' | 'event'> &
  Omit<LoggedEvent, 'id'> & {
    readonly eventId: string;
    readonly isOn: boolean;
    readonly isEarly: boolean;
    readonly secretEnc: string;
    readonly previousSecretEnc: string | null;
  };

/** Takes a delivery for a minute, so that nobody else tries it meanwhile. */
export async function claimDelivery(
  deps: { readonly sql: Sql; readonly vault: Vault },
  deliveryId: string,
): Promise<Claim> {
  const [row] = await rowsOf<Row>(deps.sql, CLAIM, [deliveryId]);
  if (!row?.isOn) return { kind: 'over' };
  if (row.isEarly) return { kind: 'wait' };
  const { id, storeId, endpointId, url, attempts, eventId, cursor, liveEventId, type, version, payload, occurredAt } =
    row;
  const sealed = [row.secretEnc, row.previousSecretEnc].filter((secret) => secret !== null);
  const seal = webhookSeal(storeId, endpointId);
  const secrets = await Promise.all(sealed.map((secret) => deps.vault.decrypt(secret, seal)));
  const event = { id: eventId, cursor, storeId, liveEventId, type, version, payload, occurredAt };
  return { kind: 'go', delivery: { id, storeId, endpointId, url, secrets, attempts, event } };
}
