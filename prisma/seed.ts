import { readFileSync } from 'node:fs';
import { hashPassword } from 'better-auth/crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import shops from '../demo/shops.json' with { type: 'json' };
import { vaultModel } from '../src/config/models.ts';
import { pageTokenSeal } from '../src/domain/identity/page-seal.ts';
import { toMinor } from '../src/domain/payments/money.ts';
import { createPool } from '../src/platform/db/pool.ts';
import { rowsOf, type Sql, withTransaction } from '../src/platform/db/transaction.ts';
import { createMasterKeys } from '../src/platform/vault/master-keys.ts';
import { createVault, type Vault } from '../src/platform/vault/vault.ts';

export const DEMO_SELLER = {
  email: 'demo@livestreamsell.test',
  password: 'demo-password-1',
  name: 'Demo Seller',
} as const;
const STOCK_UNITS = 20;

const environmentModel = z.object({
  DATABASE_URL: z.url(),
  ...vaultModel.shape,
});
const skuModel = z.object({
  sku: z.string(),
  name: z.string(),
  description: z.string(),
  price: z.number(),
  currency: z.string(),
  variants: z.object({ color: z.string().optional(), size: z.string().optional() }).default({}),
  keywords: z.array(z.string()),
  claim_code: z.string().nullish(),
});

type Shop = (typeof shops)[number];
type Sku = z.infer<typeof skuModel>;

/**
 * Fills a development database with a demo seller, four stores with connected Pages of the sandbox, and their
 * catalogues. What is there already is left as it is; the second time is one look.
 * @throws ZodError when DATABASE_URL or ENCRYPTION_KEY_AES256 is missing.
 */
export async function seed(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const {
    DATABASE_URL: url,
    ENCRYPTION_KEY_AES256: keyHex,
    ENCRYPTION_KEYS_PREVIOUS: otherKeys,
  } = environmentModel.parse(env);
  const pool = createPool({ url, maxConnections: 1, onError: () => undefined });
  const vault = createVault({ pool, masterKeys: createMasterKeys([keyHex, ...otherKeys]) });
  try {
    if (await isSeeded(pool, vault)) return;
    const passwordHash = await hashPassword(DEMO_SELLER.password);
    await withTransaction(pool, async (sql) => {
      // Two starts at the same time must not write the shops twice.
      await rowsOf(sql, `SELECT pg_advisory_xact_lock(hashtext('demo seed'))`);
      const sellerId = await seedSeller(sql, passwordHash);
      for (const shop of shops) await seedShop(sql, { shop, sellerId, vault });
    });
  } finally {
    await pool.end();
  }
}

/** All shops are there, with products, and their tokens open with the key of today. */
async function isSeeded(pool: Pool, vault: Vault): Promise<boolean> {
  const rows = await rowsOf<{ storeId: string; token: string }>(
    pool,
    `SELECT t.id AS "storeId", f.page_access_token_enc AS token
     FROM tiendas t JOIN fb_sessions f ON f.tienda_id = t.id
       JOIN members m ON m.tienda_id = t.id JOIN vendedores v ON v.id = m.vendedor_id
       JOIN accounts a ON a.seller_id = v.id AND a.provider_id = 'credential'
     WHERE t.fb_page_id = ANY($1) AND v.email = $2 AND EXISTS (SELECT FROM productos p WHERE p.tienda_id = t.id)`,
    [shops.map((shop) => shop.pageId), DEMO_SELLER.email],
  );
  const isOpen = await Promise.all(rows.map((row) => opens(vault, row)));
  return rows.length === shops.length && isOpen.every(Boolean);
}

async function opens(vault: Vault, row: { readonly storeId: string; readonly token: string }): Promise<boolean> {
  try {
    return (await vault.decrypt(row.token, pageTokenSeal(row.storeId))) !== '';
  } catch {
    return false;
  }
}

async function seedSeller(sql: Sql, passwordHash: string): Promise<string> {
  const [seller] = await rowsOf<{ id: string }>(
    sql,
    `INSERT INTO vendedores (email, email_verified, full_name, timezone) VALUES ($1, true, $2, 'America/Santiago')
     ON CONFLICT (email) DO UPDATE SET email = EXCLUDED.email RETURNING id`,
    [DEMO_SELLER.email, DEMO_SELLER.name],
  );
  if (!seller) throw new Error('The demo seller was not written.');
  await rowsOf(
    sql,
    `INSERT INTO accounts (seller_id, account_id, provider_id, password) VALUES ($1::uuid, $1::uuid::text, 'credential', $2)
     ON CONFLICT (provider_id, account_id) DO NOTHING`,
    [seller.id, passwordHash],
  );
  return seller.id;
}

async function seedShop(
  sql: Sql,
  { shop, sellerId, vault }: { readonly shop: Shop; readonly sellerId: string; readonly vault: Vault },
): Promise<void> {
  const [store] = await rowsOf<{ id: string }>(
    sql,
    `INSERT INTO tiendas (vendedor_id, fb_page_id, name, country, currency, locale) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (fb_page_id) DO UPDATE SET fb_page_id = EXCLUDED.fb_page_id RETURNING id`,
    [sellerId, shop.pageId, shop.name, shop.country, shop.currency, shop.locale],
  );
  if (!store) throw new Error(`The store ${shop.name} was not written.`);
  const token = await sealAnew(sql, vault, { storeId: store.id, token: `sandbox-token-${shop.pageId}` });
  await rowsOf(
    sql,
    `WITH member AS (
       INSERT INTO members (tienda_id, vendedor_id, role) VALUES ($1, $2, 'owner') ON CONFLICT DO NOTHING
     )
     INSERT INTO fb_sessions (tienda_id, page_access_token_enc) VALUES ($1, $3)
     ON CONFLICT (tienda_id) DO UPDATE SET page_access_token_enc = EXCLUDED.page_access_token_enc, updated_at = now()`,
    [store.id, sellerId, token],
  );
  await seedProducts(sql, { storeId: store.id, skus: readCatalogue(shop.shop) });
}

// A laptop whose key was changed has a data key that opens no more: the demo shop gets a new one.
async function sealAnew(
  sql: Sql,
  vault: Vault,
  { storeId, token }: { readonly storeId: string; readonly token: string },
): Promise<string> {
  try {
    return await vault.encrypt(sql, token, pageTokenSeal(storeId));
  } catch {
    await rowsOf(sql, 'UPDATE store_keys SET retired_at = now() WHERE tienda_id = $1 AND retired_at IS NULL', [
      storeId,
    ]);
    return vault.encrypt(sql, token, pageTokenSeal(storeId));
  }
}

const WRITE_PRODUCTS = `
WITH given AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb) AS g(sku text, name text, description text, "priceMinor" bigint, currency text,
    color text, size text, "groupKey" text, "claimCode" text, keywords text[])
),
made AS (
  INSERT INTO productos (tienda_id, sku, name, description, price, currency, stock, color, size, group_key, claim_code, keywords)
  SELECT $1, sku, name, description, "priceMinor", currency, $3, color, size, "groupKey", "claimCode", keywords FROM given
  ON CONFLICT (tienda_id, sku) DO NOTHING
  RETURNING id, stock
)
INSERT INTO stock_movements (tienda_id, producto_id, reason, on_hand_delta) SELECT $1, id, 'initial', stock FROM made`;

/** Products and the movements that explain their stock, in one statement. */
async function seedProducts(
  sql: Sql,
  input: { readonly storeId: string; readonly skus: readonly Sku[] },
): Promise<void> {
  const models = Map.groupBy(input.skus, modelOf);
  const rows = input.skus.map((sku) => ({
    sku: sku.sku,
    name: sku.name,
    description: sku.description,
    priceMinor: toMinor(sku.price, sku.currency).toString(),
    currency: sku.currency,
    color: sku.variants.color ?? null,
    size: sku.variants.size ?? null,
    groupKey: (models.get(modelOf(sku))?.length ?? 0) > 1 ? modelOf(sku) : null,
    claimCode: sku.claim_code ?? null,
    keywords: sku.keywords,
  }));
  await rowsOf(sql, WRITE_PRODUCTS, [input.storeId, JSON.stringify(rows), STOCK_UNITS]);
}

function readCatalogue(shop: string): readonly Sku[] {
  const text = readFileSync(new URL(`../demo/catalogue-${shop}.jsonl`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => skuModel.parse(JSON.parse(line)));
}

/** The name without its colour and size: what the variants of one model have in common. */
function modelOf(sku: Sku): string {
  const { color = '', size = '' } = sku.variants;
  const variant = new Set(`${color} ${size}`.split(' '));
  const words = sku.name.split(' ').filter((word) => !variant.has(word));
  return words
    .join('-')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9-]/g, '');
}

if (import.meta.main) await seed(process.env);
