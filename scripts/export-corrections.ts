import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { z } from 'zod';
import { readProducts } from '../src/domain/intent/catalogue-cache.ts';
import type { CatalogueProduct } from '../src/domain/intent/intent-detector.ts';
import { createPool } from '../src/platform/db/pool.ts';
import { rowsOf } from '../src/platform/db/transaction.ts';
import { readEnvironmentWithFile } from './lib/development-env.ts';

const USAGE = 'npm run corrections -- --store UUID --out DIRECTORY; then: npm run eval -- --dir DIRECTORY';

type Corrected = {
  readonly id: string;
  readonly text: string;
  readonly lang: string | null;
  readonly showingSku: string | null;
  readonly previous: readonly string[];
  readonly intent: string;
  readonly items: readonly { readonly sku: string; readonly qty: number }[];
};

const CORRECTED = `
SELECT c.id, c.text, a.language AS lang, c.showing_sku AS "showingSku", k.intent, k.items,
  coalesce(array(SELECT e.text FROM (
    SELECT o.text, o.commented_at FROM comments o
    WHERE o.buyer_id = c.buyer_id AND o.live_id IS NOT DISTINCT FROM c.live_id AND o.commented_at < c.commented_at
    ORDER BY o.commented_at DESC LIMIT 3) e ORDER BY e.commented_at), '{}') AS previous
FROM ai_corrections k JOIN comments c ON c.id = k.comment_id LEFT JOIN ai_logs a ON a.comment_id = c.id
WHERE k.tienda_id = $1 AND c.text <> '' ORDER BY c.commented_at, c.id`;

/**
 * Writes what a store corrected as test cases: a catalogue and labelled comments in the form of `demo/`, without names.
 * Answers how many comments.
 */
export async function exportCorrections(
  pool: Pool,
  input: { readonly storeId: string; readonly directory: string },
): Promise<number> {
  const shop = `store-${input.storeId.slice(-8)}`;
  const corrected = await rowsOf<Corrected>(pool, CORRECTED, [input.storeId]);
  const products = await readProducts(pool, input.storeId);
  mkdirSync(input.directory, { recursive: true });
  writeLines(path.join(input.directory, `catalogue-${shop}.jsonl`), products.map(toProductLine));
  writeLines(
    path.join(input.directory, `comments-${shop}.jsonl`),
    corrected.map((comment) => toCommentLine(shop, comment)),
  );
  return corrected.length;
}

function toProductLine({ sku, name, description, color, size, keywords, claimCode, groupKey }: CatalogueProduct) {
  return {
    sku,
    name,
    description,
    variants: { color, size },
    keywords,
    claim_code: claimCode,
    group_key: groupKey,
  };
}

function toCommentLine(shop: string, { id, text, lang, showingSku, previous, intent, items }: Corrected) {
  return {
    id,
    shop,
    lang: lang ?? 'und',
    text,
    context: { showing_sku: showingSku, previous },
    expected: { intent, items },
  };
}

function writeLines(file: string, rows: readonly object[]): void {
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { store: { type: 'string' }, out: { type: 'string' } } });
  const storeId = z.uuid().safeParse(values.store);
  const url = readEnvironmentWithFile()['DATABASE_URL'];
  if (!storeId.success || !values.out || !url) {
    console.error(`${url ? 'A value is missing or is no id.' : 'DATABASE_URL is missing.'} Use: ${USAGE}`);
    process.exit(1);
  }
  const pool = createPool({ url, maxConnections: 1, onError: () => undefined });
  try {
    const count = await exportCorrections(pool, { storeId: storeId.data, directory: values.out });
    console.log(`${count} corrected comments written to ${values.out}.`);
  } finally {
    await pool.end();
  }
}
