import { rowOf, rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { checkOutsideUrl, ForbiddenAddressError, type OutsideRules } from '../../platform/net/post-outside.ts';
import type { Seal, Vault } from '../../platform/vault/vault.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { newWebhookSecret } from './sign-webhook.ts';

export type EndpointDeps = { readonly sql: Sql; readonly vault: Vault };

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
    readonly url: string;
    readonly description: string;
    readonly eventTypes: readonly string[];
  },
): Promise<EndpointSecret> {
  requireOutside(input.url, deps.rules);
  const secret = newWebhookSecret();
  const { id } = await rowOf<{ id: string }>(deps.sql, 'SELECT uuid_v7() AS id');
  await rowsOf(
    deps.sql,
    `INSERT INTO webhook_endpoints (id, tienda_id, url, description, event_types, secret_enc) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      id,
      input.storeId,
      input.url,
      input.description,
      input.eventTypes,
      await deps.vault.encrypt(deps.sql, secret, webhookSeal(input.storeId, id)),
    ],
  );
  return { id, secret };
}

/** Changes what is given; null leaves as it is. @throws NotFoundError, InvalidInputError */
export async function updateWebhookEndpoint(
  deps: { readonly sql: Sql; readonly rules: OutsideRules },
  input: {
    readonly storeId: string;
    readonly endpointId: string;
    readonly url: string | null;
    readonly description: string | null;
    readonly eventTypes: readonly string[] | null;
  },
): Promise<void> {
  if (input.url !== null) requireOutside(input.url, deps.rules);
  const changed = await rowsOf(
    deps.sql,
    `UPDATE webhook_endpoints SET url = coalesce($3, url), description = coalesce($4, description),
       event_types = coalesce($5::text[], event_types)
     WHERE id = $1 AND tienda_id = $2 RETURNING id`,
    [input.endpointId, input.storeId, input.url, input.description, input.eventTypes],
  );
  if (changed.length === 0) throw new NotFoundError('webhook endpoint', input.endpointId);
}

/** Switches an endpoint on or off. What happens while it is off is not kept for it; a replay brings it. @throws NotFoundError */
export async function switchWebhookEndpoint(
  deps: { readonly sql: Sql },
  input: { readonly storeId: string; readonly endpointId: string; readonly isEnabled: boolean },
): Promise<void> {
  const changed = await rowsOf(
    deps.sql,
    `UPDATE webhook_endpoints SET state = $3, failing_since = NULL, disabled_reason = $4
     WHERE id = $1 AND tienda_id = $2 RETURNING id`,
    [input.endpointId, input.storeId, input.isEnabled ? 'enabled' : 'disabled', input.isEnabled ? null : 'owner'],
  );
  if (changed.length === 0) throw new NotFoundError('webhook endpoint', input.endpointId);
}

/** Gives an endpoint a new secret. Until `graceMs` have passed deliveries carry a signature of the old one as well. @throws NotFoundError */
export async function rotateWebhookSecret(
  deps: EndpointDeps,
  input: { readonly storeId: string; readonly endpointId: string; readonly graceMs: number },
): Promise<EndpointSecret> {
  const secret = newWebhookSecret();
  const changed = await rowsOf(
    deps.sql,
    `UPDATE webhook_endpoints SET previous_secret_enc = secret_enc, secret_enc = $3,
       previous_secret_until = clock_timestamp() + $4 * interval '1 millisecond'
     WHERE id = $1 AND tienda_id = $2 RETURNING id`,
    [
      input.endpointId,
      input.storeId,
      await deps.vault.encrypt(deps.sql, secret, webhookSeal(input.storeId, input.endpointId)),
      input.graceMs,
    ],
  );
  if (changed.length === 0) throw new NotFoundError('webhook endpoint', input.endpointId);
  return { id: input.endpointId, secret };
}

function requireOutside(url: string, rules: OutsideRules): void {
  try {
    checkOutsideUrl(url, rules);
  } catch (error) {
    if (!(error instanceof ForbiddenAddressError)) throw error;
    throw new InvalidInputError([{ path: 'url', message: error.message }]);
  }
}
