import type { Pool } from 'pg';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';

export type CreateStoreInput = {
  readonly sellerId: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** ISO 4217. */
  readonly currency: string;
  /** BCP 47. */
  readonly locale: string;
};

/** Creates a store with its owner. Its Page comes with `connectPage`, together with a token that proves it. */
export async function createStore(
  deps: { readonly pool: Pool },
  input: CreateStoreInput,
): Promise<{ readonly storeId: string }> {
  return withTransaction(deps.pool, async (sql) => {
    const [store] = await rowsOf<{ id: string }>(
      sql,
      'INSERT INTO tiendas (vendedor_id, name, country, currency, locale) VALUES ($1, $2, $3, $4, $5) RETURNING id',
      [input.sellerId, input.name, input.country, input.currency, input.locale],
    );
    if (!store) throw new Error('The store was not written.');
    await rowsOf(sql, `INSERT INTO members (tienda_id, vendedor_id, role) VALUES ($1, $2, 'owner')`, [
      store.id,
      input.sellerId,
    ]);
    await appendAudit(sql, store.id, [
      {
        actorId: input.sellerId,
        action: 'member-added',
        subjectType: 'Seller',
        subjectId: input.sellerId,
        details: { role: 'owner' },
      },
    ]);
    return { storeId: store.id };
  });
}
