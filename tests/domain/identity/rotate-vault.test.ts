import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { connectPage } from '../../../src/domain/identity/connect-page.ts';
import { findPageAccess } from '../../../src/domain/identity/find-page-access.ts';
import { rotateVault } from '../../../src/domain/identity/rotate-vault.ts';
import { SEALED_COLUMNS } from '../../../src/domain/identity/sealed-columns.ts';
import { configurePayment } from '../../../src/domain/payments/configure-payment.ts';
import { findCredentials } from '../../../src/domain/payments/find-credentials.ts';
import { rowOf, rowsOf } from '../../../src/platform/db/transaction.ts';
import { createMasterKeys } from '../../../src/platform/vault/master-keys.ts';
import { createVault } from '../../../src/platform/vault/vault.ts';
import { createTestPool } from '../../testkit/database.ts';
import { PROVEN } from '../../testkit/sandbox.ts';
import { seedStore } from '../../testkit/scene.ts';

const OLD = 'aa'.repeat(32);
const NEW = 'bb'.repeat(32);
const BATCH = 3;

const withKeys = (pool: Pool, ...keys: [string, ...string[]]) => {
  const masterKeys = createMasterKeys(keys);
  return { pool, masterKeys, vault: createVault({ pool, masterKeys }) };
};
type Deps = ReturnType<typeof withKeys>;

const secretOf = (storeId: string, kind: string) => `${kind}-canary-${storeId}`;

async function store(deps: Deps): Promise<string> {
  const { storeId, sellerId, pageId } = await seedStore(deps.pool);
  const user = { accessToken: secretOf(storeId, 'user'), expiresAt: new Date() };
  await connectPage(deps, {
    storeId,
    actorId: sellerId,
    fbPageId: pageId,
    pageAccessToken: secretOf(storeId, 'page'),
    proven: PROVEN,
    user,
  });
  const credentials = { accessToken: secretOf(storeId, 'gateway') };
  await configurePayment(deps, { storeId, actorId: sellerId, gateway: 'mercadopago', credentials });
  return storeId;
}

async function readAll(deps: Deps, storeId: string) {
  const page = await findPageAccess({ sql: deps.pool, vault: deps.vault }, { storeId });
  const installation = {};
  const gateway = await findCredentials(
    { sql: deps.pool, vault: deps.vault, installation },
    { storeId, gateway: 'mercadopago' },
  );
  return [page?.accessToken, gateway?.accessToken];
}

const expected = (storeId: string) => [secretOf(storeId, 'page'), secretOf(storeId, 'gateway')];

async function stores(deps: Deps, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) ids.push(await store(deps));
  return ids;
}

test('nothing that was sealed can be read in any column of any table', async () => {
  const deps = withKeys(await createTestPool(), OLD);
  await stores(deps, 2);
  const tables = await rowsOf<{ name: string }>(
    deps.pool,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );

  expect(tables.length).toBeGreaterThan(20);
  for (const { name } of tables)
    expect(await rowsOf(deps.pool, `SELECT 1 FROM "${name}" x WHERE x::text LIKE '%canary%'`), name).toEqual([]);
  expect(await rowsOf(deps.pool, `SELECT 1 FROM store_keys k WHERE k::text LIKE '%' || $1 || '%'`, [OLD])).toEqual([]);
});

test('every column that keeps sealed texts is known to the rotation', async () => {
  const deps = withKeys(await createTestPool(), OLD);
  await stores(deps, 1);
  const columns = await rowsOf<{ table: string; column: string }>(
    deps.pool,
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb')`,
  );
  const sealed: string[] = [];
  for (const { table, column } of columns) {
    const rows = await rowsOf(deps.pool, `SELECT 1 FROM "${table}" WHERE "${column}"::text ~ '^"?v[12]\\.' LIMIT 1`);
    if (rows.length > 0 || column.endsWith('_enc')) sealed.push(`${table}.${column}`);
  }

  expect(sealed.toSorted()).toEqual(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).toSorted());
});

test('after the rotation the old master key is needed no more, and a second run changes nothing', async () => {
  const pool = await createTestPool();
  const ids = await stores(withKeys(pool, OLD), 7);
  const both = withKeys(pool, NEW, OLD);
  const rotate = () => rotateVault(both, { batch: BATCH, withNewDataKeys: false });

  await expect(readAll(withKeys(pool, NEW), ids[0] ?? '')).rejects.toThrow('ENCRYPTION_KEYS_PREVIOUS');
  expect(await rotate()).toEqual({ rewrappedKeys: 7, resealedTexts: 0, deletedKeys: 0, leftUnderOldKeys: 0 });
  expect(await rotate()).toEqual({ rewrappedKeys: 0, resealedTexts: 0, deletedKeys: 0, leftUnderOldKeys: 0 });
  for (const id of ids) expect(await readAll(withKeys(pool, NEW), id)).toEqual(expected(id));
});

test('what no key opens is left as it is and counted', async () => {
  const pool = await createTestPool();
  await stores(withKeys(pool, OLD), 4);
  const [id = ''] = await stores(withKeys(pool, 'cc'.repeat(32)), 1);

  const done = await rotateVault(withKeys(pool, NEW, OLD), { batch: BATCH, withNewDataKeys: false });

  expect(done).toMatchObject({ rewrappedKeys: 4, leftUnderOldKeys: 1 });
  expect(await readAll(withKeys(pool, 'cc'.repeat(32)), id)).toEqual(expected(id));
});

test('texts of the first layout are sealed anew', async () => {
  const pool = await createTestPool();
  const { storeId } = await seedStore(pool);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(OLD, 'hex'), nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(`${storeId}|config_pagos|mercadopago`));
  const plain = JSON.stringify({ accessToken: 'old-layout' });
  const bytes = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  await rowsOf(pool, `INSERT INTO config_pagos (tienda_id, gateway, settings) VALUES ($1, 'mercadopago', $2)`, [
    storeId,
    `v1.${bytes.toString('base64url')}`,
  ]);

  const done = await rotateVault(withKeys(pool, NEW, OLD), { batch: BATCH, withNewDataKeys: false });

  expect(done).toMatchObject({ resealedTexts: 1, leftUnderOldKeys: 0 });
  expect((await readAll(withKeys(pool, NEW), storeId))[1]).toBe('old-layout');
});

test('with new data keys every text is sealed anew, and old keys go an hour later', async () => {
  const pool = await createTestPool();
  const ids = await stores(withKeys(pool, OLD), 4);
  const running = withKeys(pool, OLD);
  for (const id of ids) await readAll(running, id);
  const rotate = (withNewDataKeys: boolean) => rotateVault(withKeys(pool, OLD), { batch: BATCH, withNewDataKeys });

  expect(await rotate(true)).toMatchObject({ resealedTexts: 12, deletedKeys: 0, leftUnderOldKeys: 0 });
  for (const id of ids) expect(await readAll(running, id)).toEqual(expected(id));
  await rowsOf(
    pool,
    `UPDATE store_keys SET retired_at = retired_at - interval '61 minutes' WHERE retired_at IS NOT NULL`,
  );
  expect(await rotate(false)).toMatchObject({ resealedTexts: 0, deletedKeys: 4 });
  for (const id of ids) expect(await readAll(withKeys(pool, OLD), id)).toEqual(expected(id));
});

test('readers and writers under both settings go on while keys are changed, and none fails or reads a wrong text', async () => {
  const pool = await createTestPool();
  const before = withKeys(pool, OLD, NEW);
  const after = withKeys(pool, NEW, OLD);
  const ids = await stores(before, 6);
  const signal = { isOver: false };
  let reads = 0;
  const loop = async (work: () => Promise<void>) => {
    while (!signal.isOver) await work();
  };
  const read = (cached: boolean, deps: Deps) => async () => {
    const id = ids[reads % ids.length] ?? '';
    reads += 1;
    const reader = cached ? deps : withKeys(pool, ...(deps === before ? ([OLD, NEW] as const) : ([NEW, OLD] as const)));
    expect(await readAll(reader, id)).toEqual(expected(id));
  };
  const write = (deps: Deps) => async () => {
    const id = ids[reads % ids.length] ?? '';
    const credentials = { accessToken: secretOf(id, 'gateway') };
    await configurePayment(deps, { storeId: id, actorId: randomUUID(), gateway: 'mercadopago', credentials });
  };
  const work = [read(true, before), read(false, after), write(before), write(after)].map(loop);
  const rotations = async () => {
    for (let round = 0; round < 5; round += 1)
      await rotateVault(after, { batch: BATCH, withNewDataKeys: round % 2 === 0 });
    signal.isOver = true;
  };
  await Promise.all([...work, rotations().finally(() => (signal.isOver = true))]);

  expect(reads).toBeGreaterThan(20);
  await rotateVault(after, { batch: BATCH, withNewDataKeys: false });
  const { left } = await rowOf<{ left: number }>(
    pool,
    'SELECT count(*)::int AS left FROM store_keys WHERE master_key_id <> $1',
    [after.masterKeys.currentId],
  );
  expect(left).toBe(0);
  for (const id of ids) expect(await readAll(withKeys(pool, NEW), id)).toEqual(expected(id));
});
