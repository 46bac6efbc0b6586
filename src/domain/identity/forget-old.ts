import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

/** Deletes tries to sign in after 90 days, and mails after 30: both name addresses of people. */
export async function forgetOld(sql: Sql): Promise<void> {
  await rowsOf(sql, `DELETE FROM login_log WHERE at < now() - interval '90 days'`);
  await rowsOf(sql, `DELETE FROM mails WHERE created_at < now() - interval '30 days' AND state <> 'queued'`);
}
