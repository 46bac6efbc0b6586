import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { rowOf, rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { IllegalMoveError, NotFoundError } from '../errors.ts';
import type { GatewayCredentials, PaymentGateway } from './gateway.ts';

export type StartPaymentDeps = {
  readonly pool: Pool;
  readonly gateway: PaymentGateway;
  readonly credentials: GatewayCredentials;
  readonly baseUrl: string;
};

type Attempt = {
  id: string;
  orderId: string;
  amountMinor: bigint;
  currency: string;
  expiresAt: Date;
  storeId: string;
  payUrl: string | null;
};

/**
 * Creates the gateway's page when the buyer presses "pay", and answers its address. The cart closes with the first
 * attempt, so that what is asked cannot change; pressing again reuses the attempt, and asks the gateway again with the
 * same key when its answer was lost.
 * @throws NotFoundError for an unknown token; IllegalMoveError when the order is paid, expired or cancelled.
 */
export async function startPayment(
  deps: StartPaymentDeps,
  input: { readonly checkoutToken: string },
): Promise<{ readonly payUrl: string }> {
  const attempt = await withTransaction(deps.pool, (sql) => openAttempt(sql, deps.gateway.name, input.checkoutToken));
  if (attempt.payUrl) return { payUrl: attempt.payUrl };
  const checkout = await deps.gateway.createCheckout(deps.credentials, {
    attemptId: attempt.id,
    title: `Pedido ${attempt.orderId.slice(-6).toUpperCase()}`,
    amountMinor: attempt.amountMinor,
    currency: attempt.currency,
    expiresAt: attempt.expiresAt,
    returnUrl: `${deps.baseUrl}/checkout/${input.checkoutToken}`,
    notificationUrl: `${deps.baseUrl}/api/v1/webhooks/payments/${deps.gateway.name}?store=${attempt.storeId}`,
  });
  // Two clicks at once may have made two pages; both buyers' tabs go to the one that was kept first.
  return rowOf<{ payUrl: string }>(
    deps.pool,
    `UPDATE payment_attempts
     SET gateway_ref = coalesce(gateway_ref, $2), pay_url = coalesce(pay_url, $3), updated_at = now()
     WHERE id = $1 RETURNING pay_url AS "payUrl"`,
    [attempt.id, checkout.ref, checkout.payUrl],
  );
}

const LOCK_ORDER = `
SELECT id, tienda_id AS "storeId", live_id AS "liveEventId", status, total, currency, hold_expires_at AS "expiresAt",
  hold_expires_at > clock_timestamp() AS "isHeld"
FROM pedidos WHERE checkout_token = $1 FOR NO KEY UPDATE`;

type LockedOrder = {
  id: string;
  storeId: string;
  liveEventId: string | null;
  status: string;
  total: string;
  currency: string;
  expiresAt: Date;
  isHeld: boolean;
};

async function openAttempt(sql: Sql, gateway: string, checkoutToken: string): Promise<Attempt> {
  const [order] = await rowsOf<LockedOrder>(sql, LOCK_ORDER, [checkoutToken]);
  if (!order) throw new NotFoundError('checkout', checkoutToken);
  if (order.status !== 'pending' || !order.isHeld) {
    throw new IllegalMoveError(
      `The order is ${order.status === 'pending' ? 'expired' : order.status}; it cannot be paid. Comment again to order.`,
    );
  }
  const given = {
    orderId: order.id,
    storeId: order.storeId,
    amountMinor: BigInt(order.total),
    currency: order.currency,
    expiresAt: order.expiresAt,
  };
  const [open] = await rowsOf<{ id: string; payUrl: string | null }>(
    sql,
    `SELECT id, pay_url AS "payUrl" FROM payment_attempts WHERE pedido_id = $1 AND gateway = $2 AND state = 'created'`,
    [order.id, gateway],
  );
  if (open) return { ...given, ...open };
  const id = await insertAttempt(sql, gateway, order);
  return { ...given, id, payUrl: null };
}

async function insertAttempt(sql: Sql, gateway: string, order: LockedOrder): Promise<string> {
  await rowsOf(
    sql,
    'UPDATE pedidos SET checkout_started_at = coalesce(checkout_started_at, clock_timestamp()) WHERE id = $1',
    [order.id],
  );
  const attempt = await rowOf<{ id: string }>(
    sql,
    `INSERT INTO payment_attempts (tienda_id, pedido_id, gateway, amount_minor, currency) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
    [order.storeId, order.id, gateway, order.total, order.currency],
  );
  await recordEvents(sql, [
    {
      storeId: order.storeId,
      liveEventId: order.liveEventId,
      type: 'payment-started',
      payload: {
        orderId: order.id,
        attemptId: attempt.id,
        gateway,
        amountMinor: order.total,
        currency: order.currency,
      },
    },
  ]);
  return attempt.id;
}
