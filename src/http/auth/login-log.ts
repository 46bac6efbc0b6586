import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { queueChangedMail } from '../../domain/identity/queue-password-mails.ts';
import { rowsOf } from '../../platform/db/transaction.ts';

export type LoginLogDeps = { readonly pool: Pool; readonly log: Pick<Logger, 'error'> };
export type LoginOutcome =
  | 'signed-in'
  | 'second-factor-asked'
  | 'refused'
  | 'locked'
  | 'signed-out-everywhere'
  | 'changed';
/** From where somebody signs in or changes how they do. */
export type LoginOrigin = { readonly address: string; readonly userAgent: string | null };

/** Writes a try to sign in to `login_log`. A failure is logged: it must not cost the answer. */
export async function writeLogin(
  { pool, log }: LoginLogDeps,
  input: LoginOrigin & {
    readonly sellerId: string | null;
    readonly method: string;
    readonly outcome: LoginOutcome;
  },
): Promise<void> {
  try {
    await rowsOf(
      pool,
      'INSERT INTO login_log (seller_id, method, outcome, ip_address, user_agent) VALUES ($1, $2, $3, $4, $5)',
      [input.sellerId, input.method, input.outcome, input.address, input.userAgent?.slice(0, 300) ?? null],
    );
  } catch (error) {
    log.error({ err: error }, 'A try to sign in could not be written down');
  }
}

/** What people do to the way in which they sign in, and the notice that tells them of it. */
const NOTICES = {
  'password-change': 'password-changed',
  'password-set': 'password-changed',
  'password-reset': 'password-changed',
  'factor-off': 'factor-off',
  'new-backup-codes': null,
} as const;
export type AccountChange = keyof typeof NOTICES;

/** Writes down that the way to sign in was changed, and tells its person by mail. A failure is logged: the change stands. */
export async function tellChanged(
  deps: LoginLogDeps,
  input: LoginOrigin & { readonly sellerId: string; readonly method: AccountChange },
): Promise<void> {
  await writeLogin(deps, { ...input, outcome: 'changed' });
  const kind = NOTICES[input.method];
  try {
    if (kind) await queueChangedMail(deps, { ...input, kind });
  } catch (error) {
    deps.log.error({ err: error }, 'The notice of a changed account could not be queued');
  }
}

/** Where a request came from; the server has put the address of the client into a header of its own. */
export function originOf(headers: Headers | undefined): LoginOrigin {
  return { address: headers?.get(CLIENT_ADDRESS) ?? '', userAgent: headers?.get('user-agent') ?? null };
}

/** Set by our server for better-auth; what a client sends under this name is overwritten. */
export const CLIENT_ADDRESS = 'x-client-address';
