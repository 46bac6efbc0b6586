import { verifyPassword } from 'better-auth/crypto';
import { expect, onTestFinished, test } from 'vitest';
import { DEMO_SELLER, seed } from '../../prisma/seed.ts';
import { pageTokenSeal } from '../../src/domain/identity/page-seal.ts';
import { createPool } from '../../src/platform/db/pool.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { createMasterKeys } from '../../src/platform/vault/master-keys.ts';
import { createVault } from '../../src/platform/vault/vault.ts';
import { createTestDatabase } from '../testkit/database.ts';
import { stockProblems } from '../testkit/scene.ts';

async function startScene() {
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, maxConnections: 2, onError: () => undefined });
  onTestFinished(async () => {
    await pool.end();
    await database.drop();
  });
  const envOf = (digit: string) => ({ DATABASE_URL: database.url, ENCRYPTION_KEY_AES256: digit.repeat(64) });
  const rows = <Row extends object>(text: string) => rowsOf<Row & Record<string, unknown>>(pool, text);
  return { pool, envOf, rows };
}

test('the demo seller owns four stores, whose stock is explained by its movements', async () => {
  const { pool, envOf, rows } = await startScene();
  await seed(envOf('a'));
  const stores = await rows<{ name: string; products: number }>(
    `SELECT t.name, count(p.id)::int AS products FROM members m JOIN tiendas t ON t.id = m.tienda_id
     JOIN productos p ON p.tienda_id = t.id AND p.stock = 20 GROUP BY t.id ORDER BY t.fb_page_id`,
  );
  expect(stores.map((store) => store.products)).toEqual([59, 41, 36, 55]);
  expect(await stockProblems(pool)).toEqual([]);
  const [account] = await rows<{ password: string }>(`SELECT password FROM accounts WHERE provider_id = 'credential'`);
  expect(await verifyPassword({ hash: account?.password ?? '', password: DEMO_SELLER.password })).toBe(true);
});

test('prices are minor units of the currency and variants of a model share a group', async () => {
  const { envOf, rows } = await startScene();
  await seed(envOf('a'));
  const products = await rows<{ sku: string }>(
    `SELECT sku, price::int, currency, color, size, group_key AS "group" FROM productos
     WHERE sku IN ('POL-NEG-M', 'NUV-BRA-35', 'DEL-NEG', 'DEL-GEL') ORDER BY sku`,
  );
  expect(products).toEqual([
    { sku: 'DEL-GEL', price: expect.any(Number), currency: 'MXN', color: 'Negro', size: null, group: null },
    {
      sku: 'DEL-NEG',
      price: expect.any(Number),
      currency: 'MXN',
      color: 'Negro',
      size: null,
      group: 'delineador-plumon',
    },
    { sku: 'NUV-BRA-35', price: 14_990, currency: 'BRL', color: 'Branco', size: '35', group: 'tenis-casual-nuvem' },
    { sku: 'POL-NEG-M', price: 7_990, currency: 'CLP', color: 'Negra', size: 'M', group: 'polera-algodon-basica' },
  ]);
});

test('a second time changes nothing, and what was sold meanwhile stays sold', async () => {
  const { pool, envOf, rows } = await startScene();
  await seed(envOf('a'));
  await pool.query(`WITH sold AS (UPDATE productos SET stock = 19 WHERE sku = 'POL-NEG-M' RETURNING id, tienda_id)
    INSERT INTO stock_movements (tienda_id, producto_id, reason, on_hand_delta) SELECT tienda_id, id, 'sale', -1 FROM sold`);
  await Promise.all([seed(envOf('a')), seed(envOf('a'))]);
  expect(await rows(`SELECT count(*)::int FROM tiendas`)).toEqual([{ count: 4 }]);
  expect(await rows(`SELECT sum(stock)::int FROM productos`)).toEqual([{ sum: 191 * 20 - 1 }]);
  expect(await stockProblems(pool)).toEqual([]);
});

test('with another vault key the page tokens are sealed anew', async () => {
  const { pool, envOf, rows } = await startScene();
  await seed(envOf('a'));
  await seed(envOf('b'));
  const vault = createVault({ pool, masterKeys: createMasterKeys(['b'.repeat(64)]) });
  const sealed = await rows<{ id: string; page: string; token: string }>(
    `SELECT t.id, t.fb_page_id AS page, f.page_access_token_enc AS token FROM tiendas t JOIN fb_sessions f ON f.tienda_id = t.id`,
  );
  expect(sealed).toHaveLength(4);
  for (const { id, page, token } of sealed)
    expect(await vault.decrypt(token, pageTokenSeal(id))).toBe(`sandbox-token-${page}`);
});
