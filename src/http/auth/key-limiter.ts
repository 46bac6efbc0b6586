import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { hashOf } from '../../domain/partners/api-keys.ts';
import { type TokenAnswer, takeToken } from '../../platform/redis/take-token.ts';

/** What a key has left of its calls. */
export type CallLimit = TokenAnswer & { readonly perSecond: number };

export type KeyLimiter = {
  /** Counts a call of the key in an `Authorization` header. Null: no key, or nobody can count now. */
  take(authorization: string | null | undefined): Promise<CallLimit | null>;
};

/** The API key in an `Authorization` header; null when it carries something else. */
export function keyIn(authorization: string | null | undefined): string | null {
  return /^Bearer (lss_[\w-]+)$/.exec(authorization ?? '')?.[1] ?? null;
}

/**
 * Counts calls by the hash of the whole key, before it is looked up: who knows only a prefix cannot use up its calls.
 * While Redis is away calls pass uncounted: a partner's orders matter more than their number.
 */
export function createKeyLimiter(
  deps: { readonly redis: Redis; readonly keyPrefix: string; readonly log: Pick<Logger, 'warn'> },
  options: { readonly perSecond: number },
): KeyLimiter {
  return {
    async take(authorization) {
      const token = keyIn(authorization);
      if (!token) return null;
      try {
        const key = `${deps.keyPrefix}rate:key:${hashOf(token).slice(0, 32)}`;
        return { ...(await takeToken(deps.redis, { key, ...options })), ...options };
      } catch (error) {
        deps.log.warn({ err: error }, 'Calls of a key could not be counted; it passes');
        return null;
      }
    },
  };
}

/** What a client reads that calls too often. */
export function tooOften(limit: CallLimit): string {
  return `The key calls too often. It has ${limit.perSecond} calls a second; try again in ${limit.nextInMs} ms.`;
}
