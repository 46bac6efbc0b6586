import type { Pool } from 'pg';
import { isUniqueViolation, rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { ConflictError } from '../errors.ts';

export type CreateStoreInput = {
  readonly sellerId: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** ISO 4217. */
  readonly currency: string;
  /** BCP 47. */
  readonly locale: string;
  readonly fbPageId: string | null;
};

/**
 * Creates a store with its owner.
 * @throws ConflictError when another store has the Page.
 */
export async function createStore(
  deps: { readonly pool: Pool },
  input: CreateStoreInput,
): Promise<{ readonly storeId: string }> {
  try {
    return await withTransaction(deps.pool, async (sql) => {
      const [store] = await rowsOf<{ id: string }>(
        sql,
        `INSERT INTO tiendas (vendedor_id, name, country, currency, locale, fb_page_id)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
        [input.sellerId, input.name, input.country, input.currency, input.locale, input.fbPageId],
      );
      if (!store) throw new Error('The store was not written.');
      await rowsOf(sql, `INSERT INTO members (tienda_id, vendedor_id, role) VALUES ($1, $2, 'owner')`, [
        store.id,
        input.sellerId,
      ]);
      return { storeId: store.id };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw pageTaken(input.fbPageId);
    throw error;
  }
}

/** The refusal of a Page that another store has. */
export function pageTaken(fbPageId: string | null): ConflictError {
  return new ConflictError(
    `The Page ${fbPageId} belongs to another store. A Page sells for one store: disconnect it there first.`,
  );
}
