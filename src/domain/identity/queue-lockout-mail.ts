import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

/** Queues the alert that an account was locked, to its owner; one an hour at most. An unknown address gets none. */
export async function queueLockoutMail(
  sql: Sql,
  input: { readonly email: string /** Address of the client. */; readonly address: string },
): Promise<void> {
  await rowsOf(
    sql,
    `INSERT INTO mails (kind, seller_id, dedupe_key, data)
     SELECT 'lockout', id, 'lockout:' || id || ':' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDDHH24'), jsonb_build_object('address', $2::text)
     FROM vendedores WHERE email = $1 ON CONFLICT (dedupe_key) DO NOTHING`,
    [input.email.trim().toLowerCase(), input.address],
  );
}
