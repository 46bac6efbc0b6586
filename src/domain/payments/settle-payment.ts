import type { Pool } from 'pg';
import type { Metrics } from '../../platform/metrics/metrics.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { applyPayment } from './apply-payment.ts';
import { findCredentials } from './find-credentials.ts';
import type { GatewayCredentials, GatewayPayment, PaymentGateway } from './gateway.ts';

export type SettlePaymentDeps = {
  readonly pool: Pool;
  readonly gateways: Readonly<Record<string, PaymentGateway>>;
  readonly vault: Vault;
  readonly installationCredentials: Readonly<Record<string, GatewayCredentials | undefined>>;
  readonly metrics: Metrics;
};

/**
 * Reads a payment at its gateway, with the store's own key, and applies what is true. Money that cannot be used goes
 * back at once. `unknown-payment`: the gateway does not know it (yet), ask again.
 */
export async function settlePayment(
  deps: SettlePaymentDeps,
  input: { readonly storeId: string; readonly gateway: string; readonly externalId: string },
): Promise<'settled' | 'unknown-payment'> {
  const access = await openGateway(deps, input);
  if (!access) return 'unknown-payment';
  const payment = await access.gateway.findPayment(access.credentials, input.externalId);
  if (!payment) return 'unknown-payment';
  await settleKnown(deps, access, { storeId: input.storeId, payment });
  return 'settled';
}

/** The gateway and what opens it for a store; null when the store has switched it off. */
export async function openGateway(
  deps: SettlePaymentDeps,
  input: { readonly storeId: string; readonly gateway: string },
) {
  const gateway = deps.gateways[input.gateway];
  const credentials = await findCredentials(
    { sql: deps.pool, vault: deps.vault, installation: deps.installationCredentials },
    input,
  );
  return gateway && credentials ? { gateway, credentials } : null;
}

/** Applies a payment as read from the gateway, and refunds what cannot be used. */
export async function settleKnown(
  deps: SettlePaymentDeps,
  access: { readonly gateway: PaymentGateway; readonly credentials: GatewayCredentials },
  input: { readonly storeId: string; readonly payment: GatewayPayment },
): Promise<void> {
  const gateway = access.gateway.name;
  const applied = await applyPayment({ pool: deps.pool }, { gateway, storeId: input.storeId, payment: input.payment });
  if (!applied) return;
  if (applied.isNews) deps.metrics.payments.inc({ gateway, outcome: applied.outcome });
  if (applied.outcome !== 'to_refund') return;
  await access.gateway.refund(access.credentials, input.payment.externalId);
  const after = await access.gateway.findPayment(access.credentials, input.payment.externalId);
  if (after) await applyPayment({ pool: deps.pool }, { gateway, storeId: input.storeId, payment: after });
}
