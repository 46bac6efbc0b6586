import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

const KEYWORDS_MAX = 50;

/** Teaches the catalogue a word that buyers use for a product; one that it has already changes nothing. */
export async function addKeyword(
  deps: { readonly sql: Sql },
  input: { readonly storeId: string; readonly productId: string; readonly keyword: string },
): Promise<void> {
  await rowsOf(
    deps.sql,
    `UPDATE productos SET keywords = array_append(keywords, $3), updated_at = now()
     WHERE id = $1 AND tienda_id = $2 AND NOT ($3 = ANY(keywords)) AND cardinality(keywords) < ${KEYWORDS_MAX}`,
    [input.productId, input.storeId, input.keyword],
  );
}
