import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Checks `x-signature: ts=…,v1=<hex>` of a Mercado Pago webhook: HMAC-SHA256 over
 * `id:{data.id of the query};request-id:{x-request-id};ts:{ts};`, leaving out what is missing. Source: Mercado Pago, Webhooks.
 */
export function isMercadoPagoSignature(input: {
  readonly secret: string;
  readonly signature: string | undefined;
  readonly requestId: string | undefined;
  readonly dataId: string | undefined;
}): boolean {
  const match = /^ts=(\d{1,16}),v1=([0-9a-f]{64})$/.exec(input.signature?.replaceAll(' ', '') ?? '');
  if (!match?.[1] || !match[2]) return false;
  const manifest = [
    input.dataId ? `id:${input.dataId};` : '',
    input.requestId ? `request-id:${input.requestId};` : '',
    `ts:${match[1]};`,
  ].join('');
  const expected = createHmac('sha256', input.secret).update(manifest).digest();
  return timingSafeEqual(expected, Buffer.from(match[2], 'hex'));
}
