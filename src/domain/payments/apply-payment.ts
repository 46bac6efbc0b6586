import type { Pool } from 'pg';
import { z } from 'zod';
import type { NewEvent } from '../../events/catalog.ts';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { endHolds } from '../inventory/end-holds.ts';
import { lockHeldProducts } from '../inventory/lock-products.ts';
import { retakeHolds } from '../inventory/retake-holds.ts';
import { mayMove, type OrderState } from '../sales/saga.ts';
import type { GatewayPayment, PaymentState } from './gateway.ts';

/** What a payment did to its order. `to_refund`: the money cannot be used and goes back by itself. */
export type PaymentOutcome = 'none' | 'applied' | 'to_refund' | 'refunded';
export type AppliedPayment = { readonly outcome: PaymentOutcome; readonly isNews: boolean };

type Found = {
  attemptId: string;
  orderId: string;
  storeId: string;
  liveEventId: string | null;
  buyerId: string;
  status: OrderState;
  amountMinor: string;
  currency: string;
};

/**
 * Moves the order forward by what the gateway's API said of a payment: once, whatever is repeated or overtakes. A
 * payment of another amount or currency, of an order that somebody else's money closed, or of stock that is gone is
 * marked `to_refund`. Money that goes back (refund, charge-back) makes a paid order `refunded`; its units stay sold,
 * because they may be on their way: the seller puts them back with `adjustStock` when they are in the shop again.
 * Null: the payment names no attempt of this store.
 */
export async function applyPayment(
  deps: { readonly pool: Pool },
  input: { readonly gateway: string; readonly storeId: string; readonly payment: GatewayPayment },
): Promise<AppliedPayment | null> {
  if (!z.uuid().safeParse(input.payment.attemptId).success) return null;
  return withTransaction(deps.pool, async (sql) => {
    const found = await lockOrderOfAttempt(sql, input);
    if (!found) return null;
    const before = await lockPayment(sql, input);
    if (before && !mayMove('payment', before.state, input.payment.state))
      return { outcome: before.outcome, isNews: false };
    const change = { ...input, found, before: before?.outcome ?? 'none' };
    const outcome = await nextOutcome(sql, change);
    await savePayment(sql, { ...change, outcome });
    await recordEvents(sql, eventsOf({ ...change, outcome }));
    return { outcome, isNews: true };
  });
}

type Change = {
  readonly gateway: string;
  readonly payment: GatewayPayment;
  readonly found: Found;
  readonly before: PaymentOutcome;
};

async function lockOrderOfAttempt(
  sql: Sql,
  input: { gateway: string; storeId: string; payment: GatewayPayment },
): Promise<Found | undefined> {
  const attempt = [input.payment.attemptId, input.gateway, input.storeId];
  const orders = await rowsOf<{ id: string }>(
    sql,
    'SELECT pedido_id AS id FROM payment_attempts WHERE id = $1 AND gateway = $2 AND tienda_id = $3',
    attempt,
  );
  await lockHeldProducts(
    sql,
    orders.map((order) => order.id),
  );
  const [found] = await rowsOf<Found>(
    sql,
    `SELECT a.id AS "attemptId", o.id AS "orderId", o.tienda_id AS "storeId", o.live_id AS "liveEventId",
       o.buyer_id AS "buyerId", o.status, a.amount_minor AS "amountMinor", a.currency
     FROM payment_attempts a JOIN pedidos o ON o.id = a.pedido_id
     WHERE a.id = $1 AND a.gateway = $2 AND a.tienda_id = $3 FOR NO KEY UPDATE OF o`,
    attempt,
  );
  return found;
}

async function lockPayment(
  sql: Sql,
  input: { gateway: string; payment: GatewayPayment },
): Promise<{ state: PaymentState; outcome: PaymentOutcome } | undefined> {
  const [row] = await rowsOf<{ state: PaymentState; outcome: PaymentOutcome }>(
    sql,
    'SELECT state, outcome FROM payments WHERE gateway = $1 AND external_id = $2 FOR NO KEY UPDATE',
    [input.gateway, input.payment.externalId],
  );
  return row;
}

async function nextOutcome(sql: Sql, { found, payment, before }: Change): Promise<PaymentOutcome> {
  if (payment.state === 'refunded' || payment.state === 'charged_back') {
    if (before === 'applied' && mayMove('order', found.status, 'refunded'))
      await rowsOf(sql, `UPDATE pedidos SET status = 'refunded' WHERE id = $1`, [found.orderId]);
    return 'refunded';
  }
  if (payment.state !== 'approved') return 'none';
  const isExact = payment.amountMinor === BigInt(found.amountMinor) && payment.currency === found.currency;
  return isExact && (await takeUnits(sql, found)) ? 'applied' : 'to_refund';
}

async function takeUnits(sql: Sql, found: Found): Promise<boolean> {
  if (!mayMove('order', found.status, 'paid')) return false;
  if (found.status === 'pending') await endHolds(sql, { orderIds: [found.orderId], end: 'consumed' });
  else if (!(await retakeHolds(sql, found.orderId))) return false;
  await rowsOf(sql, `UPDATE pedidos SET status = 'paid', paid_at = clock_timestamp() WHERE id = $1`, [found.orderId]);
  return true;
}

// One attempt can see several payments. The one that won decides; before that it shows a refusal or a refund of any.
const SAVE = `
WITH attempt AS (
  UPDATE payment_attempts SET updated_at = now(), state = CASE $7 WHEN 'approved' THEN 'paid' ELSE $7 END
  WHERE id = $3 AND ($10 OR (state IN ('created', 'rejected') AND $7 IN ('rejected', 'refunded', 'charged_back')))
)
INSERT INTO payments (tienda_id, pedido_id, attempt_id, gateway, external_id, amount_minor, state, currency, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (gateway, external_id) DO UPDATE SET state = EXCLUDED.state, outcome = EXCLUDED.outcome, updated_at = now()`;

async function savePayment(sql: Sql, given: Change & { readonly outcome: PaymentOutcome }): Promise<void> {
  const { found, payment, outcome, before } = given;
  await rowsOf(sql, SAVE, [
    found.storeId,
    found.orderId,
    found.attemptId,
    given.gateway,
    payment.externalId,
    payment.amountMinor.toString(),
    payment.state,
    payment.currency,
    outcome,
    outcome === 'applied' || before === 'applied',
  ]);
}

function eventsOf(given: Change & { readonly outcome: PaymentOutcome }): readonly NewEvent[] {
  const { found, gateway, payment, outcome, before } = given;
  const about = { storeId: found.storeId, liveEventId: found.liveEventId };
  const amount = { amountMinor: payment.amountMinor.toString(), currency: payment.currency };
  if (outcome === 'applied') {
    return [{ ...about, type: 'order-paid', payload: { orderId: found.orderId, buyerId: found.buyerId, ...amount } }];
  }
  // A charge-back of money that went back before is no second refund.
  if (outcome === 'refunded' && before !== 'refunded') {
    return [{ ...about, type: 'payment-refunded', payload: { orderId: found.orderId, gateway, ...amount } }];
  }
  if (payment.state === 'rejected') {
    return [{ ...about, type: 'payment-rejected', payload: { orderId: found.orderId, gateway } }];
  }
  return [];
}
