import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

const FORGET_AFTER_S = 86_400;

export type Revocations = {
  /** Changes whenever a session of the person ends. Null: it cannot be read, and nothing remembered may be trusted. */
  read(sellerId: string): Promise<string | null>;
  /** A session of the person has ended: every process forgets what it remembers of them. */
  tell(sellerId: string): Promise<void>;
};

/** A counter per person in Redis, so that a process may remember a caller for seconds and still learn of the end at once. */
export function createRevocations(deps: {
  readonly redis: Redis;
  readonly keyPrefix: string;
  readonly log: Pick<Logger, 'warn'>;
}): Revocations {
  const keyOf = (sellerId: string) => `${deps.keyPrefix}auth:revoked:${sellerId}`;
  return {
    async read(sellerId) {
      try {
        return (await deps.redis.get(keyOf(sellerId))) ?? '0';
      } catch {
        return null;
      }
    },
    async tell(sellerId) {
      try {
        await deps.redis.multi().incr(keyOf(sellerId)).expire(keyOf(sellerId), FORGET_AFTER_S).exec();
      } catch (error) {
        deps.log.warn({ err: error }, 'The end of a session could not be told; who remembers it does so for seconds');
      }
    },
  };
}
