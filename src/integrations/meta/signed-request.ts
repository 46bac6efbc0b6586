import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const payloadModel = z.object({
  algorithm: z.literal('HMAC-SHA256'),
  user_id: z.string().regex(/^[\x21-\x7e]{1,100}$/),
});

/**
 * The person of a `signed_request`: two parts in base64url, the HMAC-SHA256 of the second under the app secret and the
 * second, a JSON. Source: Meta, Facebook Login, data deletion callback.
 * @returns null when it was not signed by Facebook; `fbUserId` null when no person stands in what was.
 */
export function readSignedRequest(input: {
  readonly appSecret: string;
  readonly text: string;
}): { readonly fbUserId: string | null } | null {
  const match = /^([\w-]{43})=?\.([\w-]{1,4000}={0,2})$/.exec(input.text);
  if (!match?.[1] || !match[2]) return null;
  const expected = createHmac('sha256', input.appSecret).update(match[2]).digest();
  if (!timingSafeEqual(expected, Buffer.from(match[1], 'base64url'))) return null;
  try {
    const payload: unknown = JSON.parse(Buffer.from(match[2], 'base64url').toString('utf8'));
    return { fbUserId: payloadModel.safeParse(payload).data?.user_id ?? null };
  } catch {
    return { fbUserId: null };
  }
}
