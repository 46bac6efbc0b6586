import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { appendAudit } from '../../platform/audit/append-audit.ts';
import { rowOf, rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import type { Seal, Vault } from '../../platform/vault/vault.ts';
import { ConflictError } from '../errors.ts';
import type { MemberRole } from './permissions.ts';

export type InviteMemberInput = {
  readonly storeId: string;
  readonly actorId: string;
  readonly email: string;
  readonly role: MemberRole;
  /** The live that a moderator is to see; null for other roles. */
  readonly liveEventId: string | null;
  /** Language of the mail, BCP 47. */
  readonly locale: string;
};

const TOKEN_BYTES = 32;
const PER_STORE_AND_DAY = 50;

/** What a sealed token is bound to. It lies there only until the mail with the link has left. */
export const invitationSeal = (storeId: string, invitationId: string): Seal => ({
  storeId,
  table: 'invitations',
  column: 'token_enc',
  row: invitationId,
});

/** What is kept of an invitation's token for good. It has 256 random bits, so a plain hash cannot be guessed back. */
export function invitationHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Invites an address into a store: its link is good once, for 7 days, and for a person who signs in with that address.
 * The mail is queued in the same transaction. An open invitation of the same address ends.
 * @throws ConflictError when the person is a member already, or the store invited too many today.
 */
export async function inviteMember(
  deps: { readonly pool: Pool; readonly vault: Vault },
  input: InviteMemberInput,
): Promise<{ readonly invitationId: string }> {
  const { storeId, actorId, role, liveEventId } = input;
  const email = input.email.toLowerCase();
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return withTransaction(deps.pool, async (sql) => {
    await lockMembers(sql, storeId);
    await refuse(sql, { storeId, email });
    const { id } = await rowOf<{ id: string }>(sql, 'SELECT uuid_v7() AS id');
    const sealed = await deps.vault.encrypt(sql, token, invitationSeal(storeId, id));
    await rowsOf(
      sql,
      `UPDATE invitations SET revoked_at = clock_timestamp(), token_enc = NULL
       WHERE tienda_id = $1 AND email = $2 AND accepted_at IS NULL AND revoked_at IS NULL`,
      [storeId, email],
    );
    await rowsOf(
      sql,
      `INSERT INTO invitations (id, tienda_id, email, role, live_id, locale, token_hash, token_enc, invited_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + interval '7 days')`,
      [id, storeId, email, role, liveEventId, input.locale, invitationHash(token), sealed, actorId],
    );
    await rowsOf(
      sql,
      `INSERT INTO mails (tienda_id, kind, invitation_id, dedupe_key) VALUES ($1, 'invitation', $2, 'invitation:' || $2::uuid::text)`,
      [storeId, id],
    );
    await appendAudit(sql, storeId, [
      { actorId, action: 'member-invited', subjectType: 'Invitation', subjectId: id, details: { role, liveEventId } },
    ]);
    return { invitationId: id };
  });
}

/** One change of a store's people at a time. Orders and other rows that name the store do not wait. */
export async function lockMembers(sql: Sql, storeId: string): Promise<void> {
  await rowsOf(sql, 'SELECT FROM tiendas WHERE id = $1 FOR NO KEY UPDATE', [storeId]);
}

async function refuse(sql: Sql, input: { readonly storeId: string; readonly email: string }): Promise<void> {
  const found = await rowOf<{ isMember: boolean; today: number }>(
    sql,
    `SELECT EXISTS (SELECT FROM members m JOIN vendedores v ON v.id = m.vendedor_id WHERE m.tienda_id = $1 AND v.email = $2) AS "isMember",
       (SELECT count(*)::int FROM invitations WHERE tienda_id = $1 AND created_at > now() - interval '1 day') AS today`,
    [input.storeId, input.email],
  );
  if (found.isMember) throw new ConflictError('This person is a member already. Change their role instead.');
  if (found.today >= PER_STORE_AND_DAY)
    throw new ConflictError(
      `The store sent ${PER_STORE_AND_DAY} invitations within a day. Send the next one tomorrow.`,
    );
}
