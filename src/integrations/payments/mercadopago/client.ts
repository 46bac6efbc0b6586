import { z } from 'zod';
import type {
  CheckoutRequest,
  GatewayCredentials,
  GatewayPayment,
  PaymentGateway,
  PaymentState,
} from '../../../domain/payments/gateway.ts';
import { toMajorText, toMinor } from '../../../domain/payments/money.ts';
import { askVendor } from '../../../platform/net/ask-vendor.ts';
import type { Breaker } from '../../../platform/net/breaker.ts';

export type MercadoPagoOptions = { readonly baseUrl: string; readonly timeoutMs: number; readonly breaker: Breaker };

const preferenceModel = z.object({ id: z.string(), init_point: z.url() });
const paymentModel = z.object({
  id: z.union([z.number(), z.string()]),
  status: z.string(),
  external_reference: z.string().nullish(),
  transaction_amount: z.number(),
  currency_id: z.string(),
});
const searchModel = z.object({ results: z.array(paymentModel) });

// in_mediation keeps the money where it is until the dispute ends; source: Mercado Pago, payment results.
const STATES: Readonly<Record<string, PaymentState>> = {
  pending: 'pending',
  authorized: 'pending',
  in_process: 'pending',
  in_mediation: 'approved',
  approved: 'approved',
  rejected: 'rejected',
  cancelled: 'rejected',
  refunded: 'refunded',
  charged_back: 'charged_back',
};

/** Mercado Pago Checkout Pro over HTTP: preferences, payments, refunds. A thin client, because the SDK has a fixed address. */
export function createMercadoPago(options: MercadoPagoOptions): PaymentGateway {
  return {
    name: 'mercadopago',
    async createCheckout(credentials, request) {
      const preference = await call(options, credentials, {
        model: preferenceModel,
        method: 'POST',
        path: '/checkout/preferences',
        idempotencyKey: request.attemptId,
        body: {
          items: [
            {
              id: request.attemptId,
              title: request.title,
              quantity: 1,
              currency_id: request.currency,
              unit_price: toExactNumber(request),
            },
          ],
          external_reference: request.attemptId,
          back_urls: { success: request.returnUrl, pending: request.returnUrl, failure: request.returnUrl },
          auto_return: 'approved',
          // Cash coupons are paid days later, when the stock is long gone: only what is settled at once.
          binary_mode: true,
          payment_methods: { excluded_payment_types: [{ id: 'ticket' }, { id: 'atm' }], installments: 1 },
          expires: true,
          expiration_date_to: request.expiresAt.toISOString(),
          notification_url: `${request.notificationUrl}&source_news=webhooks`,
        },
      });
      if (!preference) throw new Error('Mercado Pago does not know the address of preferences.');
      return { ref: preference.id, payUrl: preference.init_point };
    },
    async findPayment(credentials, externalId) {
      const payment = await call(options, credentials, {
        model: paymentModel,
        method: 'GET',
        path: `/v1/payments/${encodeURIComponent(externalId)}`,
      });
      return payment && toGatewayPayment(payment);
    },
    async findPaymentsOfAttempt(credentials, attemptId) {
      const path = `/v1/payments/search?external_reference=${encodeURIComponent(attemptId)}&sort=date_last_updated&criteria=desc`;
      const found = await call(options, credentials, { model: searchModel, method: 'GET', path });
      return (found?.results ?? []).map(toGatewayPayment);
    },
    async refund(credentials, externalId) {
      const refund = await call(options, credentials, {
        model: z.object({}),
        method: 'POST',
        path: `/v1/payments/${encodeURIComponent(externalId)}/refunds`,
        idempotencyKey: `refund-${externalId}`,
        body: {},
      });
      if (!refund) throw new Error(`Mercado Pago does not know payment ${externalId}, which is to be refunded.`);
    },
  };
}

// Mercado Pago takes amounts as JSON numbers only; one that a number cannot hold must not be asked for.
function toExactNumber({ amountMinor, currency }: CheckoutRequest): number {
  const major = Number(toMajorText(amountMinor, currency));
  if (toMinor(major, currency) !== amountMinor) throw new RangeError('The amount is too large for Mercado Pago.');
  return major;
}

type Call<Model> = {
  readonly model: Model;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly idempotencyKey?: string;
};

async function call<Model extends z.ZodType>(
  options: MercadoPagoOptions,
  credentials: GatewayCredentials,
  given: Call<Model>,
): Promise<z.infer<Model> | null> {
  const { status, text } = await askVendor(options.breaker, `${options.baseUrl}${given.path}`, {
    method: given.method,
    headers: {
      authorization: `Bearer ${credentials.accessToken}`,
      'content-type': 'application/json',
      ...(given.idempotencyKey ? { 'x-idempotency-key': given.idempotencyKey } : {}),
    },
    ...(given.body ? { body: JSON.stringify(given.body) } : {}),
    signal: AbortSignal.timeout(options.timeoutMs),
  });
  if (status === 404) return null;
  if (status < 200 || status > 299)
    throw new Error(`Mercado Pago answered ${given.method} ${given.path.split('?')[0]} with HTTP ${status}.`);
  return given.model.parse(JSON.parse(text));
}

function toGatewayPayment(payment: z.infer<typeof paymentModel>): GatewayPayment {
  return {
    externalId: String(payment.id),
    attemptId: payment.external_reference ?? '',
    state: STATES[payment.status] ?? 'pending',
    amountMinor: toMinor(payment.transaction_amount, payment.currency_id),
    currency: payment.currency_id,
  };
}
