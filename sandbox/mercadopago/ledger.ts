import { createHash } from 'node:crypto';
import { putBounded } from '../bounded.ts';

const PREFERENCES_MAX = 20_000;
const PAYMENTS_MAX = 20_000;

type Item = {
  readonly title: string;
  readonly quantity: number;
  readonly currencyId: string;
  readonly unitPrice: number;
};
export type Preference = {
  readonly id: string;
  /** The seller's account, known by its access token. */
  readonly collectorId: number;
  readonly items: readonly Item[];
  readonly externalReference: string | null;
  readonly backUrls: { readonly success?: string; readonly pending?: string; readonly failure?: string };
  readonly notificationUrl: string | null;
  readonly expiresAtMs: number | null;
  readonly createdAtMs: number;
};
type PaymentStatus = 'approved' | 'rejected' | 'refunded';
export type Refund = { readonly id: number; readonly amount: number; readonly atMs: number };
export type Payment = {
  readonly id: number;
  readonly collectorId: number;
  readonly preferenceId: string;
  readonly externalReference: string | null;
  readonly notificationUrl: string | null;
  readonly amount: number;
  readonly currencyId: string;
  readonly createdAtMs: number;
  readonly refunds: Refund[];
  status: PaymentStatus;
  updatedAtMs: number;
};

export type Ledger = {
  readonly now: () => number;
  readonly preferences: Map<string, Preference>;
  readonly payments: Map<number, Payment>;
  /** Answers given before, by account and idempotency key. */
  readonly refundsByKey: Map<string, Refund>;
  lastId: number;
};

export function createLedger(deps: { readonly now: () => number }): Ledger {
  return { now: deps.now, preferences: new Map(), payments: new Map(), refundsByKey: new Map(), lastId: 0 };
}

/** Mercado Pago's number of the seller behind an access token. */
export function collectorOf(accessToken: string): number {
  return 1 + (createHash('sha256').update(accessToken).digest().readUInt32BE() % 900_000_000);
}

export function addPreference(ledger: Ledger, input: Omit<Preference, 'id' | 'createdAtMs'>): Preference {
  const preference = { ...input, id: `${input.collectorId}-${newId(ledger)}`, createdAtMs: ledger.now() };
  putBounded(ledger.preferences, PREFERENCES_MAX, preference.id, preference);
  return preference;
}

export function isExpired(ledger: Ledger, preference: Preference): boolean {
  return preference.expiresAtMs !== null && ledger.now() >= preference.expiresAtMs;
}

export function amountOf(preference: Preference): { readonly amount: number; readonly currencyId: string } {
  const cents = preference.items.reduce((sum, item) => sum + Math.round(item.unitPrice * 100) * item.quantity, 0);
  return { amount: cents / 100, currencyId: preference.items[0]?.currencyId ?? '' };
}

/** The buyer decided on the pay page. A preference can be paid more than once, as at the real one. */
export function addPayment(ledger: Ledger, preference: Preference, status: 'approved' | 'rejected'): Payment {
  const payment: Payment = {
    id: newId(ledger),
    collectorId: preference.collectorId,
    preferenceId: preference.id,
    externalReference: preference.externalReference,
    notificationUrl: preference.notificationUrl,
    ...amountOf(preference),
    createdAtMs: ledger.now(),
    updatedAtMs: ledger.now(),
    refunds: [],
    status,
  };
  putBounded(ledger.payments, PAYMENTS_MAX, payment.id, payment);
  return payment;
}

export function refundedOf(payment: Payment): number {
  return payment.refunds.reduce((sum, refund) => sum + Math.round(refund.amount * 100), 0) / 100;
}

/**
 * Gives money back, the rest when no amount is named. The same key answers the same refund again. Null: more than is
 * left, or the payment was not approved.
 */
export function refund(
  ledger: Ledger,
  payment: Payment,
  input: { readonly key: string; readonly amount: number | undefined },
): { readonly refund: Refund; readonly isNew: boolean } | null {
  const key = `${payment.collectorId}|${payment.id}|${input.key}`;
  const known = ledger.refundsByKey.get(key);
  if (known) return { refund: known, isNew: false };
  const left = Math.round((payment.amount - refundedOf(payment)) * 100) / 100;
  const amount = input.amount ?? left;
  if (payment.status !== 'approved' || amount <= 0 || amount > left) return null;
  const made = { id: newId(ledger), amount, atMs: ledger.now() };
  payment.refunds.push(made);
  payment.updatedAtMs = ledger.now();
  if (amount === left) payment.status = 'refunded';
  putBounded(ledger.refundsByKey, PAYMENTS_MAX, key, made);
  return { refund: made, isNew: true };
}

// Time first: ids stay new after the sandbox starts again.
function newId(ledger: Ledger): number {
  ledger.lastId = Math.max(ledger.lastId + 1, Date.now() * 100);
  return ledger.lastId;
}
