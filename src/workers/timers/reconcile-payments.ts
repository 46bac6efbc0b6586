import type { App } from '../../compose.ts';
import { openGateway, settleKnown } from '../../domain/payments/settle-payment.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import { handleHint } from '../payment-received.mark-order-paid.ts';

type OpenAttempt = { id: string; storeId: string; gateway: string };
type ReconcileApp = Pick<App, 'pool' | 'config' | 'gateways' | 'vault' | 'installationCredentials' | 'metrics' | 'log'>;

// Webhooks can be missing altogether, so whatever is open is asked after at the gateway for a day.
const OPEN_ATTEMPTS = `
SELECT id, tienda_id AS "storeId", gateway FROM payment_attempts
WHERE (state IN ('created', 'pending', 'rejected') AND gateway_ref IS NOT NULL
    OR EXISTS (SELECT FROM payments p WHERE p.attempt_id = payment_attempts.id AND p.outcome = 'to_refund'))
  AND created_at < now() - $1::int * interval '1 millisecond' AND created_at > now() - interval '1 day'
ORDER BY updated_at LIMIT 100`;

const UNHANDLED_HINTS = `
SELECT id FROM inbox WHERE handled_at IS NULL AND received_at < now() - $1::int * interval '1 millisecond'
  AND received_at > now() - interval '1 day' ORDER BY received_at LIMIT 100`;

/** Works off hints that no worker got, and asks the gateways about payments of which no hint came. */
export async function reconcilePayments(app: ReconcileApp): Promise<void> {
  const { reconcileAfterMs } = app.config.limits.payments;
  for (const { id } of await rowsOf<{ id: string }>(app.pool, UNHANDLED_HINTS, [reconcileAfterMs]))
    await attempt(app, () => handleHint(app, id));
  for (const open of await rowsOf<OpenAttempt>(app.pool, OPEN_ATTEMPTS, [reconcileAfterMs]))
    await attempt(app, () => reconcile(app, open));
}

async function reconcile(app: ReconcileApp, open: OpenAttempt): Promise<void> {
  await rowsOf(app.pool, 'UPDATE payment_attempts SET updated_at = now() WHERE id = $1', [open.id]);
  const access = await openGateway(app, open);
  if (!access) return;
  for (const payment of await access.gateway.findPaymentsOfAttempt(access.credentials, open.id)) {
    await settleKnown(app, access, { storeId: open.storeId, payment });
  }
}

// One payment that cannot be read must not hide the others.
async function attempt(app: ReconcileApp, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    app.log.warn({ err: error }, 'A payment could not be reconciled; it is tried again');
  }
}
