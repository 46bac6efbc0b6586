import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { paymentConfigSeal } from './find-credentials.ts';
import type { GatewayCredentials } from './gateway.ts';

/** Stores a store's own credentials for a gateway, sealed; what was there before is replaced. */
export async function configurePayment(
  deps: { readonly sql: Sql; readonly vault: Vault },
  input: { readonly storeId: string; readonly gateway: string; readonly credentials: GatewayCredentials },
): Promise<void> {
  const sealed = deps.vault.encrypt(JSON.stringify(input.credentials), paymentConfigSeal(input.storeId, input.gateway));
  await rowsOf(
    deps.sql,
    `INSERT INTO config_pagos (tienda_id, gateway, settings) VALUES ($1, $2, $3)
     ON CONFLICT (tienda_id, gateway) DO UPDATE SET settings = EXCLUDED.settings`,
    [input.storeId, input.gateway, sealed],
  );
}
