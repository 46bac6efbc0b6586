import type { Pool } from 'pg';
import { rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';

/** What a trusted issuer says of a person. */
export type Vouched = {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  readonly fullName: string | null;
};

/**
 * The person that an issuer vouches for: known by issuer and subject, or by an e-mail address that the issuer verified,
 * or new. Null: unknown, and without a verified address.
 *
 * An account of the same address that nobody ever verified may be a trap set in advance: its password and sessions end
 * when the owner of the mailbox comes.
 */
export async function findVouchedSeller(
  deps: { readonly pool: Pool },
  input: Vouched,
): Promise<{ readonly sellerId: string | null; readonly isNewlyLinked: boolean }> {
  const known = await findLinked(deps.pool, input);
  if (known || !input.email || !input.isEmailVerified) return { sellerId: known, isNewlyLinked: false };
  const email = input.email.toLowerCase();
  return withTransaction(deps.pool, async (sql) => {
    const [created] = await rowsOf<{ id: string }>(
      sql,
      `INSERT INTO vendedores (email, email_verified, full_name, updated_at) VALUES ($1, true, $2, now())
       ON CONFLICT (email) DO NOTHING RETURNING id`,
      [email, input.fullName ?? email],
    );
    const sellerId = created?.id ?? (await takeOver(sql, email));
    await rowsOf(
      sql,
      `INSERT INTO accounts (seller_id, provider_id, account_id, updated_at) VALUES ($1, $2, $3, now())
       ON CONFLICT (provider_id, account_id) DO NOTHING`,
      [sellerId, providerOf(input), input.subject],
    );
    return { sellerId: await findLinked(sql, input), isNewlyLinked: true };
  });
}

async function takeOver(sql: Sql, email: string): Promise<string> {
  const [seller] = await rowsOf<{ id: string; isVerified: boolean }>(
    sql,
    'SELECT id, email_verified AS "isVerified" FROM vendedores WHERE email = $1 FOR UPDATE',
    [email],
  );
  if (!seller) throw new Error('A seller vanished while an issuer vouched for them. Try again.');
  if (seller.isVerified) return seller.id;
  await rowsOf(sql, 'DELETE FROM sessions WHERE seller_id = $1', [seller.id]);
  await rowsOf(sql, 'DELETE FROM accounts WHERE seller_id = $1', [seller.id]);
  await rowsOf(sql, 'UPDATE vendedores SET email_verified = true WHERE id = $1', [seller.id]);
  return seller.id;
}

async function findLinked(sql: Sql, input: Vouched): Promise<string | null> {
  const [row] = await rowsOf<{ sellerId: string }>(
    sql,
    'SELECT seller_id AS "sellerId" FROM accounts WHERE provider_id = $1 AND account_id = $2',
    [providerOf(input), input.subject],
  );
  return row?.sellerId ?? null;
}

const providerOf = ({ issuer }: Vouched) => `oidc:${issuer}`;
