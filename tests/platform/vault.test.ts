import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { rowsOf, withTransaction } from '../../src/platform/db/transaction.ts';
import { createMasterKeys } from '../../src/platform/vault/master-keys.ts';
import { createVault, type Seal } from '../../src/platform/vault/vault.ts';
import { sharedDatabase } from '../domain/shop.ts';
import { seedStore } from '../testkit/scene.ts';

const KEY = '0123456789abcdef'.repeat(4);
const OTHER = 'fedcba9876543210'.repeat(4);
const database = sharedDatabase();
const vaultOf = (...keys: [string, ...string[]]) =>
  createVault({ pool: database.pool, masterKeys: createMasterKeys(keys) });
const sealOf = (storeId: string, changed: Partial<Seal> = {}): Seal => ({
  storeId,
  table: 'fb_sessions',
  column: 'page_access_token_enc',
  row: storeId,
  v1: `${storeId}|fb_sessions|page_access_token`,
  ...changed,
});

async function startScene() {
  const { storeId } = await seedStore(database.pool);
  const seal = sealOf(storeId);
  const vault = vaultOf(KEY);
  return { storeId, seal, vault, encrypt: (plain: string) => vault.encrypt(database.pool, plain, seal) };
}

/** The sealed text with its bytes changed. */
function withBytes(sealed: string, change: (bytes: Buffer) => Buffer): string {
  const [version, keyId, body = ''] = sealed.split('.');
  return `${version}.${keyId}.${change(Buffer.from(body, 'base64url')).toString('base64url')}`;
}

test('what was sealed opens again, whatever its letters and length', async () => {
  const { vault, seal, encrypt } = await startScene();
  for (const plain of ['', 'EAA-token', 'ñandú 🙋 مرحبا', 'x'.repeat(100_000)])
    expect(await vault.decrypt(await encrypt(plain), seal)).toBe(plain);
});

test('a sealed text tells nothing: never twice the same, and nothing of the plain one in it', async () => {
  const { encrypt } = await startScene();
  const sealed = new Set<string>();
  for (let count = 0; count < 50; count += 1) sealed.add(await encrypt('EAA-token'));

  expect(sealed.size).toBe(50);
  for (const text of sealed) expect(Buffer.from(text.split('.')[2] ?? '', 'base64url').includes('EAA')).toBe(false);
});

test('it opens in its own store, table, column and row only, and with its own master key', async () => {
  const { vault, seal, encrypt } = await startScene();
  const other = await seedStore(database.pool);
  await vault.encrypt(database.pool, 'theirs', sealOf(other.storeId));
  const sealed = await encrypt('EAA-token');

  for (const changed of [{ storeId: other.storeId }, { table: 'x' }, { column: 'x' }, { row: 'x' }])
    await expect(vault.decrypt(sealed, { ...seal, ...changed }), JSON.stringify(changed)).rejects.toThrow();
  await expect(vaultOf(OTHER).decrypt(sealed, seal)).rejects.toThrow('ENCRYPTION_KEYS_PREVIOUS');
  expect(await vaultOf(OTHER, KEY).decrypt(sealed, seal)).toBe('EAA-token');
});

test('a change of any byte is noticed', async () => {
  const { vault, seal, encrypt } = await startScene();
  const sealed = await encrypt('EAA-token');
  const length = Buffer.from(sealed.split('.')[2] ?? '', 'base64url').length;
  for (let place = 0; place < length; place += 1) {
    const changed = withBytes(sealed, (bytes) => {
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      return bytes;
    });
    await expect(vault.decrypt(changed, seal), `byte ${place}`).rejects.toThrow();
  }
});

test('a tag that was cut short is refused, although the cipher itself would take it', async () => {
  const { vault, seal, encrypt, storeId } = await startScene();
  const sealed = await encrypt('EAA-token');
  for (const cut of [1, 4, 8, 12, 15])
    await expect(
      vault.decrypt(
        withBytes(sealed, (bytes) => bytes.subarray(0, -cut)),
        seal,
      ),
    ).rejects.toThrow();

  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(KEY, 'hex'), nonce, { authTagLength: 4 });
  cipher.setAAD(Buffer.from(`${storeId}|fb_sessions|page_access_token`));
  const short = Buffer.concat([nonce, cipher.update('EAA-token', 'utf8'), cipher.final(), cipher.getAuthTag()]);
  await expect(vault.decrypt(`v1.${short.toString('base64url')}`, seal)).rejects.toThrow();
});

test('a text of the first layout, sealed by the master key itself, still opens', async () => {
  const { seal, storeId, vault } = await startScene();
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(KEY, 'hex'), nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(`${storeId}|fb_sessions|page_access_token`));
  const bytes = Buffer.concat([nonce, cipher.update('EAA-token', 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const old = `v1.${bytes.toString('base64url')}`;

  expect(await vault.decrypt(old, seal)).toBe('EAA-token');
  expect(await vaultOf(OTHER, KEY).decrypt(old, seal)).toBe('EAA-token');
  await expect(vaultOf(OTHER).decrypt(old, seal)).rejects.toThrow('ENCRYPTION_KEYS_PREVIOUS');
  const { v1: _, ...withoutOld } = seal;
  await expect(vault.decrypt(old, withoutOld)).rejects.toThrow('layout');
});

test.each(['', 'v1', 'v1.', 'v2.AAAA', 'EAA-token-in-clear', 'v1.AAAA', 'v1.!!!!', 'v3.a.b', 'v2.a.b', 'v2.a.b.c'])(
  '"%s" is no sealed text',
  async (text) => {
    const { vault, seal } = await startScene();
    await expect(vault.decrypt(text, seal)).rejects.toThrow();
  },
);

test('the data key of a store is read once, however many texts are opened at once', async () => {
  const { encrypt, seal } = await startScene();
  const sealed = [await encrypt('a'), await encrypt('b')];
  let queries = 0;
  const counting = new Proxy(database.pool, {
    get(target, name) {
      if (name === 'query') queries += 1;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const vault = createVault({ pool: counting, masterKeys: createMasterKeys([KEY]) });
  await Promise.all(Array.from({ length: 500 }, (_, place) => vault.decrypt(sealed[place % 2] ?? '', seal)));

  expect(queries).toBe(1);
});

test('writers at once share one data key; one that is rolled back leaves none behind', async () => {
  const { storeId, vault, seal } = await startScene();
  const keys = () => rowsOf(database.pool, 'SELECT id FROM store_keys WHERE tienda_id = $1', [storeId]);
  await expect(
    withTransaction(database.pool, async (sql) => {
      await vault.encrypt(sql, 'lost', seal);
      throw new Error('The store was not written.');
    }),
  ).rejects.toThrow();
  expect(await keys()).toEqual([]);

  const texts = await Promise.all(
    Array.from({ length: 10 }, (_, place) =>
      withTransaction(database.pool, (sql) => vault.encrypt(sql, `token-${place}`, seal)),
    ),
  );
  expect(await keys()).toHaveLength(1);
  for (const [place, text] of texts.entries()) expect(await vault.decrypt(text, seal)).toBe(`token-${place}`);
});

test('a failed reading of a key is tried again, not remembered', async () => {
  const { encrypt, seal, vault, storeId } = await startScene();
  const sealed = await encrypt('EAA-token');
  await rowsOf(database.pool, 'UPDATE store_keys SET tienda_id = $2 WHERE tienda_id = $1', [
    storeId,
    (await seedStore(database.pool)).storeId,
  ]);
  await expect(vault.decrypt(sealed, seal)).rejects.toThrow('data key');
  await rowsOf(database.pool, 'UPDATE store_keys SET tienda_id = $1 WHERE id::text = $2', [
    storeId,
    sealed.split('.')[1],
  ]);

  expect(await vault.decrypt(sealed, seal)).toBe('EAA-token');
  await expect(vault.decrypt(`v2.${randomUUID()}.${sealed.split('.')[2]}`, seal)).rejects.toThrow('data key');
});
