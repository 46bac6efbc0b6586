import type { Pool } from 'pg';
import { applyPayment } from '../../../src/domain/payments/apply-payment.ts';
import type { GatewayPayment } from '../../../src/domain/payments/gateway.ts';
import { startPayment } from '../../../src/domain/payments/start-payment.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { heldOrder, orderRow, type Shop } from '../shop.ts';
import { CREDENTIALS, instantGateway } from './instant-gateway.ts';

export type Attempt = { readonly orderId: string; readonly attemptId: string; readonly storeId: string };

/** An order of two units whose buyer is at the gateway. */
export async function orderAtGateway(pool: Pool, shop: Shop): Promise<Attempt> {
  const orderId = await heldOrder(pool, shop, { units: 2 });
  return { orderId, attemptId: await openAttempt(pool, orderId), storeId: shop.storeId };
}

/** What pressing "pay" opens; answers the attempt. */
export async function openAttempt(pool: Pool, orderId: string): Promise<string> {
  const { token } = await orderRow(pool, orderId);
  const gateway = instantGateway();
  await startPayment(
    { pool, gateway, credentials: CREDENTIALS, baseUrl: 'https://shop.example' },
    { checkoutToken: token },
  );
  const [row] = await rowsOf<{ id: string }>(
    pool,
    'SELECT id FROM payment_attempts WHERE pedido_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1',
    [orderId],
  );
  return row?.id ?? '';
}

/** The whole amount, approved, unless said otherwise. */
export function paymentOf(attempt: Attempt, given: Partial<GatewayPayment> = {}): GatewayPayment {
  return {
    externalId: `pay-${attempt.attemptId}`,
    attemptId: attempt.attemptId,
    state: 'approved',
    amountMinor: 2_000n,
    currency: 'CLP',
    ...given,
  };
}

export function apply(pool: Pool, attempt: Attempt, given: Partial<GatewayPayment> = {}) {
  return applyPayment(
    { pool },
    { gateway: 'mercadopago', storeId: attempt.storeId, payment: paymentOf(attempt, given) },
  );
}

export async function attemptState(pool: Pool, attemptId: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ state: string }>(pool, 'SELECT state FROM payment_attempts WHERE id = $1', [attemptId]);
  return row?.state;
}
