import { z } from 'zod';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { NotFoundError, SupportOnlyError } from '../errors.ts';

/** What a person may be in a store. A moderator is one of a single live of it. */
export const MEMBER_ROLES = ['owner', 'staff', 'moderator'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** Those, the support people of the installation, and its own workers and timers. */
export const ROLES = [...MEMBER_ROLES, 'superadmin', 'system'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who may do what: the roles of §6.2 of the plan. A role that is not named may not. `system` never acts through a field
 * or route: workers and timers write as PostgreSQL's owner what no person's request may (src/platform/db/store-wall.ts).
 */
export const PERMISSIONS = {
  'store:read': ['owner', 'staff', 'moderator'],
  'members:manage': ['owner'],
  'page:connect': ['owner'],
  'payments:configure': ['owner'],
  'answers:configure': ['owner'],
  'catalogue:read': ['owner', 'staff'],
  'catalogue:write': ['owner'],
  'stock:adjust': ['owner', 'system'],
  'live:read': ['owner', 'staff', 'moderator'],
  'live:run': ['owner'],
  'decisions:correct': ['owner', 'staff'],
  'log:read': ['owner', 'staff'],
  'orders:read': ['owner', 'staff'],
  'orders:write': ['owner', 'system'],
  'conversations:read': ['owner', 'staff', 'moderator'],
  'buyers:block': ['owner', 'staff'],
  'buyers:limit': ['owner'],
  'conversations:write': ['owner', 'staff'],
  // Whoever sees it go wrong may stop it; that it goes on is the owner's word.
  'bot:stop': ['owner', 'staff', 'system'],
  'bot:resume': ['owner'],
  'buyers:erase': ['owner', 'system'],
  'vendors:read': ['owner'],
  'audit:read': ['owner'],
  'ai:read': ['owner', 'staff'],
  'partners:manage': ['owner'],
  'queues:manage': ['owner'],
  'installation:read': ['superadmin'],
  'support:read': ['superadmin'],
  'ai-logs:read': ['superadmin'],
  'ai-logs:write': ['system'],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof PERMISSIONS;

const isMemberRole = (role: Role): role is MemberRole => (MEMBER_ROLES as readonly Role[]).includes(role);

/** The roles of a store that have a permission. */
export function memberRolesWith(permission: Permission): readonly MemberRole[] {
  return PERMISSIONS[permission].filter(isMemberRole);
}

/** What a member of the role may do in their store. */
export function permissionsOf(role: MemberRole): readonly Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((name) => memberRolesWith(name).includes(role));
}

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
        memberRolesWith(input.permission),
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
  member: 'members',
  invitation: 'invitations',
} as const;

/** The store of a thing, and what the person is there. */
export type Standing = { readonly storeId: string; readonly role: MemberRole };

/**
 * The store of a thing, when the person may act on it: a moderator on the live that they moderate alone.
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
): Promise<Standing> {
  const rows = z.uuid().safeParse(input.id).success
    ? await rowsOf<Standing>(
        sql,
        `SELECT x.tienda_id AS "storeId", m.role FROM ${TABLES[input.what]} x JOIN members m ON m.tienda_id = x.tienda_id
         WHERE x.id = $1 AND m.vendedor_id = $2 AND m.role = ANY($3) AND (m.live_id IS NULL OR m.live_id = x.id)`,
        [input.id, input.sellerId, memberRolesWith(input.permission)],
      )
    : [];
  const [standing] = rows;
  if (!standing) throw new NotFoundError(input.what, input.id);
  return standing;
}

/**
 * Only for support people of the installation, who have a second factor: a password alone must not open every store.
 * @throws SupportOnlyError
 */
export async function requireSupport(
  sql: Sql,
  input: { readonly sellerId: string; readonly permission: Permission },
): Promise<void> {
  const may = (PERMISSIONS[input.permission] as readonly Role[]).includes('superadmin');
  const rows = may
    ? await rowsOf(
        sql,
        'SELECT FROM superadmins s JOIN vendedores v ON v.id = s.seller_id WHERE v.id = $1 AND v.two_factor_enabled',
        [input.sellerId],
      )
    : [];
  if (rows.length === 0) throw new SupportOnlyError();
}
