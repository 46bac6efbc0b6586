import type { Pool } from 'pg';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { IllegalMoveError } from '../errors.ts';

/**
 * Ends an invitation at once; a mail that has not left stays here.
 * @throws IllegalMoveError when it was accepted or revoked before.
 */
export async function revokeInvitation(
  deps: { readonly pool: Pool },
  input: { readonly storeId: string; readonly actorId: string; readonly invitationId: string },
): Promise<void> {
  const { storeId, actorId, invitationId } = input;
  await withTransaction(deps.pool, async (sql) => {
    const ended = await rowsOf(
      sql,
      `UPDATE invitations SET revoked_at = clock_timestamp(), token_enc = NULL
       WHERE id = $1 AND tienda_id = $2 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING 1`,
      [invitationId, storeId],
    );
    if (ended.length === 0) throw new IllegalMoveError('The invitation has ended already: it was accepted or revoked.');
    await appendAudit(sql, storeId, [
      { actorId, action: 'invitation-revoked', subjectType: 'Invitation', subjectId: invitationId, details: {} },
    ]);
  });
}
