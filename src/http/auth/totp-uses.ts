import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** A code holds for its own 30 s and one step before and after (RFC 6238 §5.2); two minutes are longer than that. */
const REMEMBER_S = 120;

/**
 * Whether a person shows a one-time code for the first time (RFC 6238 §5.2: never accept it twice). While Redis is away
 * the answer is no: a code that cannot be marked as used is not accepted.
 */
export async function isFirstUse(
  deps: { readonly redis: Redis; readonly keyPrefix: string; readonly log: Pick<Logger, 'warn'> },
  input: { readonly sellerId: string; readonly code: string },
): Promise<boolean> {
  try {
    const key = `${deps.keyPrefix}auth:totp:${input.sellerId}:${input.code.replace(/\D/g, '')}`;
    return (await deps.redis.set(key, '1', 'EX', REMEMBER_S, 'NX')) === 'OK';
  } catch (error) {
    deps.log.warn({ err: error }, 'A one-time code cannot be marked as used without Redis; it is refused');
    return false;
  }
}
