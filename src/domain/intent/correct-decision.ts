import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { InvalidInputError } from '../errors.ts';
import type { Intent } from './intent-detector.ts';

export type CorrectDecisionInput = {
  readonly storeId: string;
  readonly decisionId: string;
  readonly sellerId: string;
  readonly intent: Intent;
  readonly items: readonly { readonly sku: string; readonly quantityUnits: number }[];
};

const SAVE = `
INSERT INTO ai_corrections (tienda_id, comment_id, vendedor_id, intent, items)
SELECT a.tienda_id, a.comment_id, $3, $4, $5::jsonb FROM ai_logs a WHERE a.id = $1 AND a.tienda_id = $2
ON CONFLICT (comment_id) DO UPDATE SET vendedor_id = EXCLUDED.vendedor_id, intent = EXCLUDED.intent, items = EXCLUDED.items,
  updated_at = now()`;

/**
 * Keeps what a seller says a comment meant; a later word replaces an earlier one. The decision and what followed from it
 * stay: a correction teaches, it moves no stock.
 * @throws InvalidInputError naming the item whose SKU the store does not have.
 */
export async function correctDecision(deps: { readonly sql: Sql }, input: CorrectDecisionInput): Promise<void> {
  const known = await rowsOf<{ sku: string }>(
    deps.sql,
    'SELECT sku FROM productos WHERE tienda_id = $1 AND sku = ANY($2)',
    [input.storeId, input.items.map(({ sku }) => sku)],
  );
  const skus = new Set(known.map(({ sku }) => sku));
  const unknown = input.items.flatMap(({ sku }, place) =>
    skus.has(sku) ? [] : [{ path: `items.${place}.sku`, message: `The store has no product ${sku}.` }],
  );
  if (unknown.length > 0) throw new InvalidInputError(unknown);
  const items = input.items.map(({ sku, quantityUnits: qty }) => ({ sku, qty }));
  await rowsOf(deps.sql, SAVE, [input.decisionId, input.storeId, input.sellerId, input.intent, JSON.stringify(items)]);
}
