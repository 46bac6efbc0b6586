import type { Pool } from 'pg';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowOf, withTransaction } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { paymentConfigSeal } from './find-credentials.ts';
import type { GatewayCredentials } from './gateway.ts';

/** Stores a store's own credentials for a gateway, sealed; what was there before is replaced. */
export async function configurePayment(
  deps: { readonly pool: Pool; readonly vault: Vault },
  input: {
    readonly storeId: string;
    /** The person who sets them. */
    readonly actorId: string;
    readonly gateway: string;
    readonly credentials: GatewayCredentials;
  },
): Promise<void> {
  const { storeId, gateway, credentials } = input;
  await withTransaction(deps.pool, async (sql) => {
    const sealed = await deps.vault.encrypt(sql, JSON.stringify(credentials), paymentConfigSeal(storeId, gateway));
    const { isNew } = await rowOf<{ isNew: boolean }>(
      sql,
      `INSERT INTO config_pagos (tienda_id, gateway, settings) VALUES ($1, $2, $3)
       ON CONFLICT (tienda_id, gateway) DO UPDATE SET settings = EXCLUDED.settings RETURNING xmax = 0 AS "isNew"`,
      [storeId, gateway, sealed],
    );
    const details = { fields: Object.keys(credentials).toSorted(), isNew };
    await appendAudit(sql, storeId, [
      { actorId: input.actorId, action: 'gateway-configured', subjectType: 'Gateway', subjectId: gateway, details },
    ]);
  });
}
