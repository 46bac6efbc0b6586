import type { Pool } from 'pg';
import { rowsOf } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';

/** What the sealed token of a mail is bound to. */
export const resetTokenPlace = (sellerId: string): string => `mails|data.token|${sellerId}`;

/**
 * Queues the mail with the link to choose a new password, in the place of the last one, and at most one in five minutes.
 * The token lies there sealed until the mail has left. Whom Facebook gave us without an address gets none.
 */
export async function queueResetMail(
  deps: { readonly pool: Pool; readonly vault: Vault },
  input: { readonly sellerId: string; readonly token: string },
): Promise<void> {
  const { sellerId, token } = input;
  await rowsOf(
    deps.pool,
    `INSERT INTO mails (kind, seller_id, dedupe_key, data)
     SELECT 'password-reset', id, 'password-reset:' || id, jsonb_build_object('token', $2::text)
     FROM vendedores WHERE id = $1 AND email NOT LIKE '%.invalid'
     ON CONFLICT (dedupe_key) DO UPDATE SET id = EXCLUDED.id, data = EXCLUDED.data, state = 'queued', tries = 0,
       failure = NULL, sent_at = NULL, created_at = clock_timestamp(), next_try_at = clock_timestamp()
     WHERE mails.created_at < now() - interval '5 minutes'`,
    [sellerId, deps.vault.sealBriefly(token, resetTokenPlace(sellerId))],
  );
}

/** Queues the notice that the password of a person was changed or their second factor switched off. `address`: of the client that did it. */
export async function queueChangedMail(
  deps: { readonly pool: Pool },
  input: { readonly kind: 'password-changed' | 'factor-off'; readonly sellerId: string; readonly address: string },
): Promise<void> {
  await rowsOf(
    deps.pool,
    `INSERT INTO mails (kind, seller_id, dedupe_key, data)
     SELECT $3, id, $3 || ':' || uuid_v7(), jsonb_build_object('address', $2::text)
     FROM vendedores WHERE id = $1 AND email NOT LIKE '%.invalid'`,
    [input.sellerId, input.address, input.kind],
  );
}
