import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

export type SecondFactorRule = {
  readonly requiredOfOwners: boolean;
  readonly salesWindowMs: number;
  /** Paid sales in minor units by currency; `other` for those that are not listed. */
  readonly salesThresholdMinor: Readonly<Record<string, number>>;
};

const DUE = `
SELECT NOT v.two_factor_enabled AND EXISTS (
  SELECT FROM members m JOIN tiendas t ON t.id = m.tienda_id
  WHERE m.vendedor_id = v.id AND m.role = 'owner' AND (
    SELECT coalesce(sum(p.total), 0) FROM pedidos p
    WHERE p.tienda_id = t.id AND p.status = 'paid' AND p.paid_at > now() - make_interval(secs => $2::float8 / 1000)
  ) > coalesce($3::jsonb ->> t.currency, $3::jsonb ->> 'other', '0')::numeric
) AS "isDue"
FROM vendedores v WHERE v.id = $1`;

/** Whether a person owns a store that sells so much that they need a second factor, and has none yet. */
export async function isSecondFactorDue(
  sql: Sql,
  input: { readonly sellerId: string; readonly rule: SecondFactorRule },
): Promise<boolean> {
  const { rule } = input;
  if (!rule.requiredOfOwners) return false;
  const thresholds = JSON.stringify(rule.salesThresholdMinor);
  const [row] = await rowsOf<{ isDue: boolean }>(sql, DUE, [input.sellerId, rule.salesWindowMs, thresholds]);
  return row?.isDue ?? false;
}
