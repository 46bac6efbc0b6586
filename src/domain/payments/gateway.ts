/** What the gateway says of a payment, in our words. `pending` may still become anything else. */
export const PAYMENT_STATES = ['pending', 'rejected', 'approved', 'refunded', 'charged_back'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

export type CheckoutRequest = {
  /** Our reference of this attempt; the same on every retry, so that the gateway can tell a repeat. */
  readonly attemptId: string;
  readonly title: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly expiresAt: Date;
  readonly returnUrl: string;
  readonly notificationUrl: string;
};

/** One payment as read from the gateway's API. */
export type GatewayPayment = {
  readonly externalId: string;
  /** Our reference, as the gateway kept it. */
  readonly attemptId: string;
  readonly state: PaymentState;
  readonly amountMinor: bigint;
  readonly currency: string;
};

/** Port that each payment vendor fulfils. All calls carry the seller's own credentials. */
export type PaymentGateway = {
  readonly name: string;
  /** Creates the gateway's page for an attempt. Repeating it with the same attempt is harmless. */
  createCheckout(
    credentials: GatewayCredentials,
    request: CheckoutRequest,
  ): Promise<{ readonly ref: string; readonly payUrl: string }>;
  /** Null when the gateway does not know the payment (yet). */
  findPayment(credentials: GatewayCredentials, externalId: string): Promise<GatewayPayment | null>;
  /** All payments made for one attempt, for reconciliation. */
  findPaymentsOfAttempt(credentials: GatewayCredentials, attemptId: string): Promise<readonly GatewayPayment[]>;
  /** Gives the whole payment back. Repeating it with the same payment is harmless. */
  refund(credentials: GatewayCredentials, externalId: string): Promise<void>;
};

export type GatewayCredentials = { readonly accessToken: string };
