import { z } from 'zod';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { NotFoundError } from '../errors.ts';

export const MEMBER_ROLES = ['owner', 'staff'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/**
 * The one place that decides whether a person may act for a store.
 * @throws NotFoundError when they are no member: a foreign store answers like one that does not exist.
 */
export async function requireMember(
  sql: Sql,
  input: { readonly storeId: string; readonly sellerId: string; readonly roles?: readonly MemberRole[] },
): Promise<MemberRole> {
  if (!z.uuid().safeParse(input.storeId).success) throw new NotFoundError('store', input.storeId);
  const [member] = await rowsOf<{ role: MemberRole }>(
    sql,
    'SELECT role FROM members WHERE tienda_id = $1 AND vendedor_id = $2',
    [input.storeId, input.sellerId],
  );
  if (!member || (input.roles && !input.roles.includes(member.role))) throw new NotFoundError('store', input.storeId);
  return member.role;
}

const TABLES = { product: 'productos', 'live event': 'live_events', order: 'pedidos' } as const;

/**
 * The store of a thing, when the person may act for it.
 * @throws NotFoundError alike for a thing that does not exist and for one of a foreign store.
 */
export async function requireStoreOf(
  sql: Sql,
  input: { readonly what: keyof typeof TABLES; readonly id: string; readonly sellerId: string },
): Promise<string> {
  const rows = z.uuid().safeParse(input.id).success
    ? await rowsOf<{ storeId: string }>(
        sql,
        `SELECT x.tienda_id AS "storeId" FROM ${TABLES[input.what]} x JOIN members m ON m.tienda_id = x.tienda_id
         WHERE x.id = $1 AND m.vendedor_id = $2`,
        [input.id, input.sellerId],
      )
    : [];
  const storeId = rows[0]?.storeId;
  if (!storeId) throw new NotFoundError(input.what, input.id);
  return storeId;
}
