import type { Pool } from 'pg';
import { rowsOf } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { invitationSeal } from './invite-member.ts';
import { MailRefusedError, type MailSender } from './mail-sender.ts';
import { factorOffMail, invitationMail, lockoutMail, passwordChangedMail, passwordResetMail } from './mail-texts.ts';
import { resetTokenPlace } from './queue-password-mails.ts';

export type SendMailsDeps = {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly mail: MailSender;
  /** Public address of this installation. */
  readonly baseUrl: string;
};

/** How one mail ended: `again` is tried later. `reason` is null when it was sent or is not wanted any more. */
export type MailTry = {
  readonly id: string;
  readonly state: 'sent' | 'dropped' | 'failed' | 'again';
  readonly reason: string | null;
};

type DueMail = {
  readonly id: string;
  readonly kind: 'invitation' | 'lockout' | 'password-reset' | 'password-changed' | 'factor-off';
  readonly isLastTry: boolean;
  readonly data: { readonly address?: string; readonly token?: string };
  readonly createdAt: Date;
  /** Null: the invitation ended before its mail left. */
  readonly to: string | null;
  readonly locale: string;
  readonly sellerId: string;
  readonly storeId: string;
  readonly storeName: string;
  readonly invitedBy: string | null;
  readonly invitationId: string;
  readonly tokenSealed: string;
};

// Taking a mail moves its next try: when this process dies, another takes it then, under the same id.
const CLAIM = `
WITH due AS (
  SELECT id FROM mails WHERE state = 'queued' AND next_try_at <= clock_timestamp()
  ORDER BY next_try_at LIMIT $1 FOR UPDATE SKIP LOCKED
),
taken AS (
  UPDATE mails m SET tries = tries + 1,
    next_try_at = clock_timestamp() + (ARRAY[30, 60, 300, 900, 3600, 3600])[least(tries + 1, 6)] * interval '1 second'
  FROM due WHERE m.id = due.id RETURNING m.*
)
SELECT m.id, m.kind, m.tries >= 6 AS "isLastTry", m.data, m.created_at AS "createdAt", m.seller_id AS "sellerId",
  coalesce(v.email, i.email) AS to, coalesce(v.ui_lang, i.locale, 'es') AS locale,
  t.id AS "storeId", t.name AS "storeName", b.full_name AS "invitedBy", i.id AS "invitationId", i.token_enc AS "tokenSealed"
FROM taken m
LEFT JOIN vendedores v ON v.id = m.seller_id
LEFT JOIN invitations i ON i.id = m.invitation_id AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
  AND i.token_enc IS NOT NULL
LEFT JOIN tiendas t ON t.id = i.tienda_id
LEFT JOIN vendedores b ON b.id = i.invited_by`;

const SETTLE = `
WITH done AS (
  UPDATE mails SET state = $2, failure = $3, sent_at = CASE WHEN $2 = 'sent' THEN clock_timestamp() END,
    data = CASE WHEN $2 = 'queued' THEN data ELSE data - 'token' END
  WHERE id = $1
  RETURNING invitation_id, state
)
UPDATE invitations i SET token_enc = NULL FROM done WHERE i.id = done.invitation_id AND done.state <> 'queued'`;

/** Sends what is due, `limit` mails at most. A mail is tried six times within two hours, then given up with its reason. */
export async function sendMails(deps: SendMailsDeps, input: { readonly limit: number }): Promise<readonly MailTry[]> {
  const due = await rowsOf<DueMail>(deps.pool, CLAIM, [input.limit]);
  return Promise.all(
    due.map(async (mail) => {
      const tried = { id: mail.id, ...(await trySending(deps, mail)) };
      const state = tried.state === 'again' ? 'queued' : tried.state;
      await rowsOf(deps.pool, SETTLE, [mail.id, state, tried.reason]);
      return tried;
    }),
  );
}

async function trySending(deps: SendMailsDeps, mail: DueMail): Promise<Omit<MailTry, 'id'>> {
  if (mail.to === null) return { state: 'dropped', reason: null };
  try {
    await deps.mail.send({ id: mail.id, to: mail.to, ...(await write(deps, mail)) });
    return { state: 'sent', reason: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'The mail could not be sent.';
    return { state: error instanceof MailRefusedError || mail.isLastTry ? 'failed' : 'again', reason };
  }
}

async function write(deps: SendMailsDeps, mail: DueMail): Promise<{ readonly subject: string; readonly text: string }> {
  const { locale, storeName, invitedBy, createdAt: at } = mail;
  const { address = '', token: sealed = '' } = mail.data;
  const security = `${deps.baseUrl}/settings/security`;
  // Tokens stand behind the #, so that no server and no log on the way sees them.
  switch (mail.kind) {
    case 'lockout':
      return lockoutMail({ locale, address, at, link: security });
    case 'factor-off':
      return factorOffMail({ locale, address, at, link: security });
    case 'password-changed':
      return passwordChangedMail({ locale, address, at, link: security });
    case 'password-reset': {
      const token = deps.vault.openBrief(sealed, resetTokenPlace(mail.sellerId));
      return passwordResetMail({ locale, link: `${deps.baseUrl}/reset-password#${token}` });
    }
    case 'invitation': {
      const token = await deps.vault.decrypt(mail.tokenSealed, invitationSeal(mail.storeId, mail.invitationId));
      return invitationMail({ locale, storeName, invitedBy, link: `${deps.baseUrl}/invitation#${token}` });
    }
  }
}
