import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { takeMember } from './change-member-role.ts';

/**
 * Ends a membership with all that hangs on it: the next statement of the person sees nothing of the store, their open
 * feeds end, and the API keys that they made there are revoked.
 * @throws NotFoundError, and IllegalMoveError for the last owner.
 */
export async function removeMember(
  deps: { readonly pool: Pool },
  input: { readonly storeId: string; readonly actorId: string; readonly memberId: string },
): Promise<void> {
  const { storeId, actorId, memberId } = input;
  await withTransaction(deps.pool, async (sql) => {
    const { sellerId, role } = await takeMember(sql, { storeId, memberId, isStillOwner: false });
    const keys = await rowsOf<{ id: string }>(
      sql,
      `UPDATE api_keys SET revoked_at = clock_timestamp()
       WHERE tienda_id = $1 AND created_by = $2 AND revoked_at IS NULL RETURNING id`,
      [storeId, sellerId],
    );
    // The last statements that an owner who leaves may write; the membership goes behind them.
    await recordEvents(sql, [{ storeId, liveEventId: null, type: 'member-removed', payload: { sellerId } }]);
    await appendAudit(sql, storeId, [
      {
        actorId,
        action: 'member-removed',
        subjectType: 'Seller',
        subjectId: sellerId,
        details: { role, revokedKeys: keys.map(({ id }) => id) },
      },
    ]);
    await rowsOf(sql, 'DELETE FROM members WHERE id = $1', [memberId]);
  });
}
