import { type Payment, type Preference, refundedOf } from './ledger.ts';

/** A payment as `GET /v1/payments/{id}` answers it. */
export function paymentBody(payment: Payment): object {
  const refunded = refundedOf(payment);
  return {
    id: payment.id,
    status: payment.status,
    status_detail: detailOf(payment, refunded),
    transaction_amount: payment.amount,
    transaction_amount_refunded: refunded,
    currency_id: payment.currencyId,
    external_reference: payment.externalReference,
    collector_id: payment.collectorId,
    date_created: toTime(payment.createdAtMs),
    date_approved: payment.status === 'rejected' ? null : toTime(payment.createdAtMs),
    date_last_updated: toTime(payment.updatedAtMs),
    payment_method_id: 'visa',
    payment_type_id: 'credit_card',
    installments: 1,
    live_mode: false,
    order: { id: payment.preferenceId, type: 'mercadopago' },
    refunds: payment.refunds.map((refund) => refundBody(payment, refund)),
    transaction_details: { net_received_amount: payment.amount, total_paid_amount: payment.amount },
    metadata: {},
  };
}

export function refundBody(payment: Payment, refund: Payment['refunds'][number]): object {
  return {
    id: refund.id,
    payment_id: payment.id,
    amount: refund.amount,
    status: 'approved',
    refund_mode: 'standard',
    date_created: toTime(refund.atMs),
    source: { id: String(payment.collectorId), type: 'collector' },
  };
}

/** A preference as creating and reading it answers. `payUrl` is where the buyer goes. */
export function preferenceBody(preference: Preference, payUrl: string): object {
  return {
    id: preference.id,
    init_point: payUrl,
    sandbox_init_point: payUrl,
    client_id: String(preference.collectorId),
    collector_id: preference.collectorId,
    date_created: toTime(preference.createdAtMs),
    external_reference: preference.externalReference,
    notification_url: preference.notificationUrl,
    back_urls: preference.backUrls,
    expires: preference.expiresAtMs !== null,
    expiration_date_to: preference.expiresAtMs === null ? null : toTime(preference.expiresAtMs),
    items: preference.items.map((item) => ({
      title: item.title,
      quantity: item.quantity,
      currency_id: item.currencyId,
      unit_price: item.unitPrice,
    })),
  };
}

// A partial refund leaves the payment approved; source: Mercado Pago, payment results.
function detailOf(payment: Payment, refunded: number): string {
  if (payment.status === 'rejected') return 'cc_rejected_other_reason';
  if (payment.status === 'refunded') return 'refunded';
  return refunded > 0 ? 'partially_refunded' : 'accredited';
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
