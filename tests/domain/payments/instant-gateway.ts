import type { CheckoutRequest, PaymentGateway } from '../../../src/domain/payments/gateway.ts';

/** A vendor that answers at once and remembers what it was asked; for rules that stop short of the vendor. */
export function instantGateway(): PaymentGateway & { readonly asked: CheckoutRequest[] } {
  const asked: CheckoutRequest[] = [];
  return {
    name: 'mercadopago',
    asked,
    async createCheckout(_credentials, request) {
      asked.push(request);
      return { ref: `pref-${asked.length}`, payUrl: `https://pay.example/${asked.length}` };
    },
    findPayment: async () => null,
    findPaymentsOfAttempt: async () => [],
    refund: async () => undefined,
  };
}

export const CREDENTIALS = { accessToken: 'TEST-token' } as const;
