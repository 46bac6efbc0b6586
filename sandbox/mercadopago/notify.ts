import { createHmac, randomUUID } from 'node:crypto';
import type { Delivery } from '../deliver.ts';
import type { Payment } from './ledger.ts';

/** The value of x-signature: HMAC-SHA256 over `id:…;request-id:…;ts:…;`. Source: Mercado Pago, Webhooks. */
export function signNotice(input: {
  readonly secret: string;
  readonly dataId: string;
  readonly requestId: string;
  readonly ts: string;
}): string {
  const manifest = `id:${input.dataId};request-id:${input.requestId};ts:${input.ts};`;
  return `ts=${input.ts},v1=${createHmac('sha256', input.secret).update(manifest).digest('hex')}`;
}

/** Tells the address of the preference that a payment changed. Nobody waits for it; failures are tried again. */
export function notify(
  deps: { readonly delivery: Delivery },
  input: { readonly payment: Payment; readonly action: 'payment.created' | 'payment.updated'; readonly secret: string },
): void {
  const { payment, action, secret } = input;
  if (!payment.notificationUrl) return;
  const dataId = String(payment.id);
  const url = new URL(payment.notificationUrl);
  url.searchParams.set('data.id', dataId);
  url.searchParams.set('type', 'payment');
  const requestId = randomUUID();
  const signature = signNotice({ secret, dataId, requestId, ts: String(Date.now()) });
  const body = JSON.stringify({
    id: Date.now(),
    live_mode: false,
    type: 'payment',
    action,
    date_created: new Date(payment.updatedAtMs).toISOString(),
    user_id: payment.collectorId,
    api_version: 'v1',
    data: { id: dataId },
  });
  const headers = { 'x-signature': signature, 'x-request-id': requestId };
  void deps.delivery.post({ url: url.href, headers, body, isPatient: true });
}
