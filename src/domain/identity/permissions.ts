import { z } from 'zod';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { NotFoundError } from '../errors.ts';

export const MEMBER_ROLES = ['owner', 'staff'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/**
 * Who may do what: the roles of §6.2 of the plan. A role that is not named may not. Workers and timers are its `System`:
 * they write stock, orders and AI logs through PostgreSQL's owner and never through a field or route.
 */
export const PERMISSIONS = {
  'store:read': ['owner', 'staff'],
  'page:connect': ['owner'],
  'payments:configure': ['owner'],
  'answers:configure': ['owner'],
  'catalogue:read': ['owner', 'staff'],
  'catalogue:write': ['owner'],
  'stock:adjust': ['owner'],
  'live:read': ['owner', 'staff'],
  'live:run': ['owner'],
  'decisions:correct': ['owner', 'staff'],
  'orders:read': ['owner', 'staff'],
  'orders:write': ['owner'],
  'conversations:read': ['owner', 'staff'],
  'buyers:block': ['owner', 'staff'],
  'buyers:limit': ['owner'],
  'conversations:write': ['owner', 'staff'],
  // Whoever sees it go wrong may stop it; that it goes on is the owner's word.
  'bot:stop': ['owner', 'staff'],
  'bot:resume': ['owner'],
  'buyers:erase': ['owner'],
  'vendors:read': ['owner'],
  'audit:read': ['owner'],
  'ai:read': ['owner', 'staff'],
  'partners:manage': ['owner'],
  'queues:manage': ['owner'],
} as const satisfies Record<string, readonly MemberRole[]>;
export type Permission = keyof typeof PERMISSIONS;

/**
 * The one place that decides whether a person may act for a store.
 * @throws NotFoundError when they may not: a foreign store answers like one that does not exist.
 */
export async function requirePermission(
  sql: Sql,
  input: { readonly storeId: string; readonly sellerId: string; readonly permission: Permission },
): Promise<void> {
  const rows = z.uuid().safeParse(input.storeId).success
    ? await rowsOf(sql, 'SELECT FROM members WHERE tienda_id = $1 AND vendedor_id = $2 AND role = ANY($3)', [
        input.storeId,
        input.sellerId,
        PERMISSIONS[input.permission],
      ])
    : [];
  if (rows.length === 0) throw new NotFoundError('store', input.storeId);
}

const TABLES = {
  product: 'productos',
  decision: 'ai_logs',
  'live event': 'live_events',
  order: 'pedidos',
  key: 'api_keys',
  conversation: 'conversations',
  buyer: 'buyers',
  'webhook endpoint': 'webhook_endpoints',
  'dead letter': 'dead_letters',
} as const;

/**
 * The store of a thing, when the person may act on it.
 * @throws NotFoundError alike for a thing that does not exist and for one on which they may not act.
 */
export async function requirePermissionOn(
  sql: Sql,
  input: {
    readonly what: keyof typeof TABLES;
    readonly id: string;
    readonly sellerId: string;
    readonly permission: Permission;
  },
): Promise<string> {
  const rows = z.uuid().safeParse(input.id).success
    ? await rowsOf<{ storeId: string }>(
        sql,
        `SELECT x.tienda_id AS "storeId" FROM ${TABLES[input.what]} x JOIN members m ON m.tienda_id = x.tienda_id
         WHERE x.id = $1 AND m.vendedor_id = $2 AND m.role = ANY($3)`,
        [input.id, input.sellerId, PERMISSIONS[input.permission]],
      )
    : [];
  const storeId = rows[0]?.storeId;
  if (!storeId) throw new NotFoundError(input.what, input.id);
  return storeId;
}
