import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { configurePayment } from '../../../src/domain/payments/configure-payment.ts';
import { findCredentials, paymentConfigSeal } from '../../../src/domain/payments/find-credentials.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { createMasterKeys } from '../../../src/platform/vault/master-keys.ts';
import { createVault } from '../../../src/platform/vault/vault.ts';
import { seedStore } from '../../testkit/scene.ts';
import { sharedDatabase } from '../shop.ts';

const database = sharedDatabase();
const vault = () => createVault({ pool: database.pool, masterKeys: createMasterKeys(['0123456789abcdef'.repeat(4)]) });
const gateway = 'mercadopago';

async function storeWith(accessToken: string | null, sealedFor?: string) {
  const { storeId } = await seedStore(database.pool);
  if (accessToken) {
    const seal = paymentConfigSeal(sealedFor ?? storeId, gateway);
    const sealed = await vault().encrypt(database.pool, JSON.stringify({ accessToken }), seal);
    await rowsOf(database.pool, 'INSERT INTO config_pagos (tienda_id, gateway, settings) VALUES ($1, $2, $3)', [
      storeId,
      gateway,
      sealed,
    ]);
  }
  return storeId;
}

const find = (storeId: string, installation: Record<string, { accessToken: string }> = {}) =>
  findCredentials({ sql: database.pool, vault: vault(), installation }, { storeId, gateway });

test("a store's own credentials come before those of the installation", async () => {
  const installation = { mercadopago: { accessToken: 'of-all' } };

  expect(await find(await storeWith('of-the-store'), installation)).toEqual({ accessToken: 'of-the-store' });
  expect(await find(await storeWith(null), installation)).toEqual({ accessToken: 'of-all' });
});

test('without either the gateway is off', async () => {
  expect(await find(await storeWith(null))).toBeNull();
});

test("credentials that were sealed for another store's row do not open", async () => {
  const other = await storeWith(null);

  await expect(find(await storeWith('moved', other))).rejects.toThrow();
});

test('what a seller configures is found again, sealed in the table, and replaced by the next', async () => {
  const { pool } = database;
  const storeId = await storeWith(null);
  const configure = (accessToken: string) =>
    configurePayment(
      { pool, vault: vault() },
      { storeId, actorId: randomUUID(), gateway, credentials: { accessToken } },
    );

  await configure('first-secret');
  await configure('second-secret');

  expect(await find(storeId)).toEqual({ accessToken: 'second-secret' });
  const rows = await rowsOf<{ settings: string }>(pool, 'SELECT settings FROM config_pagos WHERE tienda_id = $1', [
    storeId,
  ]);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.settings).not.toContain('secret');
});
