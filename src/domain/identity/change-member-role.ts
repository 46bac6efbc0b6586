import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { IllegalMoveError, NotFoundError } from '../errors.ts';
import { lockMembers } from './invite-member.ts';
import type { MemberRole } from './permissions.ts';

export type ChangeMemberRoleInput = {
  readonly storeId: string;
  readonly actorId: string;
  readonly memberId: string;
  readonly role: MemberRole;
  /** The live that a moderator is to see; null for other roles. */
  readonly liveEventId: string | null;
};

/**
 * Gives a member another role, felt with their next request.
 * @throws NotFoundError, and IllegalMoveError when the store would be left without an owner.
 */
export async function changeMemberRole(deps: { readonly pool: Pool }, input: ChangeMemberRoleInput): Promise<void> {
  const { storeId, actorId, memberId, role, liveEventId } = input;
  await withTransaction(deps.pool, async (sql) => {
    const before = await takeMember(sql, { storeId, memberId, isStillOwner: role === 'owner' });
    if (before.role === role && before.liveEventId === liveEventId) return;
    await rowsOf(sql, 'UPDATE members SET role = $2, live_id = $3 WHERE id = $1', [memberId, role, liveEventId]);
    const { sellerId } = before;
    await recordEvents(sql, [{ storeId, liveEventId: null, type: 'member-role-changed', payload: { sellerId, role } }]);
    await appendAudit(sql, storeId, [
      {
        actorId,
        action: 'member-role-changed',
        subjectType: 'Seller',
        subjectId: sellerId,
        details: { oldRole: before.role, role, liveEventId },
      },
    ]);
  });
}

type Before = { readonly sellerId: string; readonly role: MemberRole; readonly liveEventId: string | null };

/**
 * A member as they are now, with the people of the store locked until the transaction ends.
 * @throws NotFoundError, and IllegalMoveError when this is the last owner and would not stay one.
 */
export async function takeMember(
  sql: Sql,
  input: { readonly storeId: string; readonly memberId: string; readonly isStillOwner: boolean },
): Promise<Before> {
  await lockMembers(sql, input.storeId);
  const [member] = await rowsOf<Before & { otherOwners: number }>(
    sql,
    `SELECT m.vendedor_id AS "sellerId", m.role, m.live_id AS "liveEventId",
       (SELECT count(*)::int FROM members o WHERE o.tienda_id = $1 AND o.role = 'owner' AND o.id <> m.id) AS "otherOwners"
     FROM members m WHERE m.id = $2 AND m.tienda_id = $1`,
    [input.storeId, input.memberId],
  );
  if (!member) throw new NotFoundError('member', input.memberId);
  if (member.role === 'owner' && !input.isStillOwner && member.otherOwners === 0)
    throw new IllegalMoveError('This is the last owner of the store. Make somebody else an owner first.');
  return member;
}
