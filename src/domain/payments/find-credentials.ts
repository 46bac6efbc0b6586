import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { Seal, Vault } from '../../platform/vault/vault.ts';
import type { GatewayCredentials } from './gateway.ts';

/** What a sealed configuration is bound to, so that it opens in its own row only. */
export const paymentConfigSeal = (storeId: string, gateway: string): Seal => ({
  storeId,
  table: 'config_pagos',
  column: 'settings',
  row: gateway,
  v1: `${storeId}|config_pagos|${gateway}`,
});

/** The store's own credentials for a gateway, else those of the installation, else null: the gateway is off. */
export async function findCredentials(
  deps: {
    readonly sql: Sql;
    readonly vault: Vault;
    readonly installation: Readonly<Record<string, GatewayCredentials | undefined>>;
  },
  input: { readonly storeId: string; readonly gateway: string },
): Promise<GatewayCredentials | null> {
  const [row] = await rowsOf<{ settings: string }>(
    deps.sql,
    'SELECT settings FROM config_pagos WHERE tienda_id = $1 AND gateway = $2',
    [input.storeId, input.gateway],
  );
  if (!row) return deps.installation[input.gateway] ?? null;
  return JSON.parse(
    await deps.vault.decrypt(row.settings, paymentConfigSeal(input.storeId, input.gateway)),
  ) as GatewayCredentials;
}
