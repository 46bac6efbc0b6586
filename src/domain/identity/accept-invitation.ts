import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { ConflictError, IllegalMoveError } from '../errors.ts';
import { invitationHash, lockMembers } from './invite-member.ts';
import type { MemberRole } from './permissions.ts';

/** What an invitation offers, as the invited person sees it. */
export type InvitationOffer = {
  readonly storeName: string;
  readonly role: MemberRole;
  /** Title of the live that a moderator is to see. */
  readonly liveTitle: string | null;
  readonly invitedBy: string | null;
  readonly expiresAt: Date;
};

const OPEN = `
FROM invitations i JOIN tiendas t ON t.id = i.tienda_id JOIN vendedores p ON p.email = i.email
WHERE i.token_hash = $1 AND p.id = $2 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()`;

/** The open invitation behind a token, for the person whose address it was sent to; null for everybody else. */
export async function findInvitation(
  sql: Sql,
  input: { readonly token: string; readonly sellerId: string },
): Promise<InvitationOffer | null> {
  const [offer] = await rowsOf<InvitationOffer>(
    sql,
    `SELECT t.name AS "storeName", i.role, i.expires_at AS "expiresAt",
       (SELECT title FROM live_events WHERE id = i.live_id) AS "liveTitle",
       (SELECT full_name FROM vendedores WHERE id = i.invited_by) AS "invitedBy" ${OPEN}`,
    [invitationHash(input.token), input.sellerId],
  );
  return offer ?? null;
}

/**
 * Makes the person a member, once per invitation. Who reads the mail owns the address, so it counts as verified.
 * @throws IllegalMoveError when the link is unknown, was used, revoked or has expired, or went to another address.
 * @throws ConflictError when the person is a member already.
 */
export async function acceptInvitation(
  deps: { readonly pool: Pool },
  input: { readonly token: string; readonly sellerId: string },
): Promise<{ readonly storeId: string }> {
  const { sellerId } = input;
  return withTransaction(deps.pool, async (sql) => {
    const [offer] = await rowsOf<{ id: string; storeId: string; role: MemberRole; liveEventId: string | null }>(
      sql,
      `SELECT i.id, i.tienda_id AS "storeId", i.role, i.live_id AS "liveEventId" ${OPEN} FOR UPDATE OF i`,
      [invitationHash(input.token), sellerId],
    );
    if (!offer)
      throw new IllegalMoveError(
        'The link does not open anything for you: it was used, revoked or has expired, or it was sent to another address. Sign in with the address that got the mail, or ask for a new one.',
      );
    const { storeId, role, liveEventId } = offer;
    await lockMembers(sql, storeId);
    const joined = await rowsOf(
      sql,
      `INSERT INTO members (tienda_id, vendedor_id, role, live_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tienda_id, vendedor_id) DO NOTHING RETURNING 1`,
      [storeId, sellerId, role, liveEventId],
    );
    if (joined.length === 0)
      throw new ConflictError('You are a member of this store already. Open it from your stores.');
    await rowsOf(sql, 'UPDATE invitations SET accepted_at = clock_timestamp(), token_enc = NULL WHERE id = $1', [
      offer.id,
    ]);
    await rowsOf(sql, 'UPDATE vendedores SET email_verified = true WHERE id = $1 AND NOT email_verified', [sellerId]);
    await recordEvents(sql, [{ storeId, liveEventId: null, type: 'member-joined', payload: { sellerId, role } }]);
    await appendAudit(sql, storeId, [
      {
        actorId: sellerId,
        action: 'member-added',
        subjectType: 'Seller',
        subjectId: sellerId,
        details: { role, liveEventId, invitationId: offer.id },
      },
    ]);
    return { storeId };
  });
}
