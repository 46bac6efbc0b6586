import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import type { Pool } from 'pg';
import { rowsOf, type Sql } from '../../../platform/db/transaction.ts';
import type { CatalogueEntry } from '../catalogue-cache.ts';
import type { CatalogueProduct } from '../intent-detector.ts';

/** The vectors of a catalogue side by side: that of `skus[n]` begins at `n * dimensions`. */
export type Matrix = { readonly skus: readonly string[]; readonly values: Float32Array; readonly dimensions: number };
export type ProductVectors = { get(storeId: string, catalogue: CatalogueEntry): Promise<Matrix> };
export type VectorSpace = { readonly space: string; readonly dimensions: number };

const DESCRIPTION_MAX = 300;

/** What of a product is given to the embedding model. */
export function textOf({ name, color, size, keywords, description }: CatalogueProduct): string {
  return [name, color, size, ...keywords, description?.slice(0, DESCRIPTION_MAX)].filter(Boolean).join(', ');
}

function hashOf(product: CatalogueProduct): string {
  return createHash('sha256').update(textOf(product)).digest('base64url');
}

const HASHES = `
SELECT p.sku, e.text_hash AS hash FROM product_embeddings e JOIN productos p ON p.id = e.producto_id
WHERE e.tienda_id = $1 AND e.model = $2`;

/** The products whose words have no vector yet, or one of other words. */
export async function findUnembedded(
  sql: Sql,
  given: { readonly storeId: string; readonly catalogue: CatalogueEntry; readonly space: string },
): Promise<readonly CatalogueProduct[]> {
  const rows = await rowsOf<{ sku: string; hash: string }>(sql, HASHES, [given.storeId, given.space]);
  const known = new Map(rows.map(({ sku, hash }) => [sku, hash]));
  return [...given.catalogue.products.values()].filter((product) => known.get(product.sku) !== hashOf(product));
}

const SAVE = `
INSERT INTO product_embeddings (producto_id, tienda_id, model, text_hash, vector)
SELECT p.id, p.tienda_id, $2, g.hash, decode(g.vector, 'base64')
FROM jsonb_to_recordset($3::jsonb) AS g(sku text, hash text, vector text)
JOIN productos p ON p.tienda_id = $1 AND p.sku = g.sku ORDER BY p.id
ON CONFLICT (producto_id) DO UPDATE SET model = EXCLUDED.model, text_hash = EXCLUDED.text_hash, vector = EXCLUDED.vector,
  embedded_at = now()`;

/** Keeps the vectors of products, in their order. */
export async function saveVectors(
  sql: Sql,
  given: {
    readonly storeId: string;
    readonly space: string;
    readonly products: readonly CatalogueProduct[];
    readonly vectors: readonly Float32Array[];
  },
): Promise<void> {
  const rows = given.products.map((product, place) => ({
    sku: product.sku,
    hash: hashOf(product),
    vector: toBytes(given.vectors[place] as Float32Array).toString('base64'),
  }));
  await rowsOf(sql, SAVE, [given.storeId, given.space, JSON.stringify(rows)]);
}

const LOAD = `
SELECT p.sku, e.text_hash AS hash, e.vector FROM product_embeddings e JOIN productos p ON p.id = e.producto_id
WHERE e.tienda_id = $1 AND e.model = $2 AND octet_length(e.vector) = $3::int * 4`;

const LOOK_AGAIN_MS = 5_000;
// Of all stores together: 100 MB with 256 dimensions.
const VECTORS_MAX = 100_000;

type Loaded = Matrix & { readonly version: string; readonly isWhole: boolean; readonly loadedAtMs: number };

/** The vectors of the stores in use, kept for a version of the catalogue; one that is being filled is looked at again. */
export function createProductVectors(
  deps: { readonly pool: Pool },
  { space, dimensions }: VectorSpace,
): ProductVectors {
  const cached = new Map<string, Loaded>();
  return {
    async get(storeId, catalogue) {
      const known = cached.get(storeId);
      const isFresh = known?.isWhole || Date.now() - (known?.loadedAtMs ?? 0) < LOOK_AGAIN_MS;
      if (known?.version === catalogue.version && isFresh) return known;
      const rows = await rowsOf<Row>(deps.pool, LOAD, [storeId, space, dimensions]);
      const loaded = { ...toMatrix(rows, dimensions), ...stateOf(rows, catalogue) };
      cached.delete(storeId);
      cached.set(storeId, loaded);
      dropOldest(cached);
      return loaded;
    },
  };
}

type Row = { readonly sku: string; readonly hash: string; readonly vector: Buffer };

function stateOf(rows: readonly Row[], { version, products }: CatalogueEntry) {
  const known = new Map(rows.map(({ sku, hash }) => [sku, hash]));
  const isWhole = [...products.values()].every((product) => known.get(product.sku) === hashOf(product));
  return { version, isWhole, loadedAtMs: Date.now() };
}

function dropOldest(cached: Map<string, Loaded>): void {
  let count = [...cached.values()].reduce((total, { skus }) => total + skus.length, 0);
  for (const [storeId, { skus }] of cached) {
    if (count <= VECTORS_MAX || cached.size === 1) return;
    cached.delete(storeId);
    count -= skus.length;
  }
}

function toMatrix(rows: readonly Row[], dimensions: number): Matrix {
  const values = new Float32Array(rows.length * dimensions);
  for (const [place, { vector }] of rows.entries()) values.set(fromBytes(vector), place * dimensions);
  return { skus: rows.map(({ sku }) => sku), values, dimensions };
}

if (endianness() !== 'LE') throw new Error('Vectors are stored little-endian. This machine is big-endian.');

function toBytes(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

// The bytes of a driver may begin anywhere; floats begin at multiples of four.
function fromBytes(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
