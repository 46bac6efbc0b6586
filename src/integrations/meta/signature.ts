import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Checks `X-Hub-Signature-256: sha256=<64 hex>` over the raw bytes. Meta signs what is on the wire, with non-ASCII
 * escaped or not, so the body is never parsed and written again. Source: Graph API, Webhooks, getting started.
 */
export function isMetaSignature(input: {
  readonly appSecret: string;
  readonly signature: string | string[] | undefined;
  readonly body: Uint8Array;
}): boolean {
  const match = /^sha256=([0-9a-f]{64})$/.exec(String(input.signature));
  if (!match?.[1]) return false;
  return timingSafeEqual(
    createHmac('sha256', input.appSecret).update(input.body).digest(),
    Buffer.from(match[1], 'hex'),
  );
}
