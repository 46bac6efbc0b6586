import type { Pool } from 'pg';
import { type AuditAction, appendAudit } from '../../platform/audit/append-audit.ts';
import type { AuditDetails } from '../../platform/audit/chain.ts';
import { rowOf, rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { checkOutsideUrl, ForbiddenAddressError, type OutsideRules } from '../../platform/net/post-outside.ts';
import type { Seal, Vault } from '../../platform/vault/vault.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { newWebhookSecret } from './sign-webhook.ts';

export type EndpointDeps = { readonly pool: Pool; readonly vault: Vault };

/** An endpoint and the person who acts on it. */
type ByPerson = { readonly storeId: string; readonly sellerId: string; readonly endpointId: string };

/** What a sealed secret is bound to. The one before it keeps its seal when it moves aside. */
export const webhookSeal = (storeId: string, endpointId: string): Seal => ({
  storeId,
  table: 'webhook_endpoints',
  column: 'secret_enc',
  row: endpointId,
});

/** An endpoint and its secret, which is shown once. */
export type EndpointSecret = { readonly id: string; readonly secret: string };

/**
 * Registers an address for events. `eventTypes` empty: all of them.
 * @throws InvalidInputError when the address cannot be one of a partner.
 */
export async function createWebhookEndpoint(
  deps: EndpointDeps & { readonly rules: OutsideRules },
  input: {
    readonly storeId: string;
    readonly sellerId: string;
    readonly url: string;
    readonly description: string;
    readonly eventTypes: readonly string[];
  },
): Promise<EndpointSecret> {
  requireOutside(input.url, deps.rules);
  const secret = newWebhookSecret();
  return withTransaction(deps.pool, async (sql) => {
    const { id } = await rowOf<{ id: string }>(sql, 'SELECT uuid_v7() AS id');
    const sealed = await deps.vault.encrypt(sql, secret, webhookSeal(input.storeId, id));
    await rowsOf(
      sql,
      `INSERT INTO webhook_endpoints (id, tienda_id, url, description, event_types, secret_enc) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, input.storeId, input.url, input.description, input.eventTypes, sealed],
    );
    const details = { eventTypes: [...input.eventTypes] };
    await auditEndpoint(sql, { ...input, endpointId: id }, 'webhook-endpoint-created', details);
    return { id, secret };
  });
}

/** Changes what is given; null leaves as it is. @throws NotFoundError, InvalidInputError */
export async function updateWebhookEndpoint(
  deps: { readonly pool: Pool; readonly rules: OutsideRules },
  input: ByPerson & {
    readonly url: string | null;
    readonly description: string | null;
    readonly eventTypes: readonly string[] | null;
  },
): Promise<void> {
  const { url, description, eventTypes } = input;
  if (url !== null) requireOutside(url, deps.rules);
  const fields = Object.entries({ url, description, eventTypes }).flatMap(([name, value]) => (value ? [name] : []));
  await changeEndpoint(deps, input, 'webhook-endpoint-changed', { fields }, (sql) =>
    rowsOf(
      sql,
      `UPDATE webhook_endpoints SET url = coalesce($3, url), description = coalesce($4, description),
         event_types = coalesce($5::text[], event_types)
       WHERE id = $1 AND tienda_id = $2 RETURNING id`,
      [input.endpointId, input.storeId, url, description, eventTypes],
    ),
  );
}

/** Switches an endpoint on or off. What happens while it is off is not kept for it; a replay brings it. @throws NotFoundError */
export async function switchWebhookEndpoint(
  deps: { readonly pool: Pool },
  input: ByPerson & { readonly isEnabled: boolean },
): Promise<void> {
  const { endpointId, storeId, isEnabled } = input;
  await changeEndpoint(deps, input, isEnabled ? 'webhook-endpoint-enabled' : 'webhook-endpoint-disabled', {}, (sql) =>
    rowsOf(
      sql,
      `UPDATE webhook_endpoints SET state = $3, failing_since = NULL, disabled_reason = $4
       WHERE id = $1 AND tienda_id = $2 RETURNING id`,
      [endpointId, storeId, isEnabled ? 'enabled' : 'disabled', isEnabled ? null : 'owner'],
    ),
  );
}

/** Gives an endpoint a new secret. Until `graceMs` have passed deliveries carry a signature of the old one as well. @throws NotFoundError */
export async function rotateWebhookSecret(
  deps: EndpointDeps,
  input: ByPerson & { readonly graceMs: number },
): Promise<EndpointSecret> {
  const { endpointId, storeId, graceMs } = input;
  const secret = newWebhookSecret();
  await changeEndpoint(deps, input, 'webhook-secret-rotated', { graceMs }, async (sql) =>
    rowsOf(
      sql,
      `UPDATE webhook_endpoints SET previous_secret_enc = secret_enc, secret_enc = $3,
         previous_secret_until = clock_timestamp() + $4 * interval '1 millisecond'
       WHERE id = $1 AND tienda_id = $2 RETURNING id`,
      [endpointId, storeId, await deps.vault.encrypt(sql, secret, webhookSeal(storeId, endpointId)), graceMs],
    ),
  );
  return { id: endpointId, secret };
}

/** Changes an endpoint and keeps in the audit log who did it. @throws NotFoundError when `change` found none. */
async function changeEndpoint(
  deps: { readonly pool: Pool },
  by: ByPerson,
  action: AuditAction,
  details: AuditDetails,
  change: (sql: Sql) => Promise<readonly unknown[]>,
): Promise<void> {
  await withTransaction(deps.pool, async (sql) => {
    const changed = await change(sql);
    if (changed.length === 0) throw new NotFoundError('webhook endpoint', by.endpointId);
    await auditEndpoint(sql, by, action, details);
  });
}

/** Keeps in the audit log what a person did with an endpoint. `sql` must be inside the transaction that does it. */
export function auditEndpoint(sql: Sql, by: ByPerson, action: AuditAction, details: AuditDetails): Promise<void> {
  return appendAudit(sql, by.storeId, [
    { actorId: by.sellerId, action, subjectType: 'WebhookEndpoint', subjectId: by.endpointId, details },
  ]);
}

function requireOutside(url: string, rules: OutsideRules): void {
  try {
    checkOutsideUrl(url, rules);
  } catch (error) {
    if (!(error instanceof ForbiddenAddressError)) throw error;
    throw new InvalidInputError([{ path: 'url', message: error.message }]);
  }
}
