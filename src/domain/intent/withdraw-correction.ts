import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

const WITHDRAW = `
DELETE FROM ai_corrections k USING ai_logs a
WHERE a.id = $1 AND a.tienda_id = $2 AND k.comment_id = a.comment_id AND k.tienda_id = a.tienda_id`;

/** Takes back what a seller said a comment meant; nothing changes when nobody said anything. */
export async function withdrawCorrection(
  deps: { readonly sql: Sql },
  input: { readonly storeId: string; readonly decisionId: string },
): Promise<void> {
  await rowsOf(deps.sql, WITHDRAW, [input.decisionId, input.storeId]);
}
