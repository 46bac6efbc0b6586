import { Redis } from 'ioredis';

/** Command connection: fails at once while Redis is away, so that a request is answered instead of waiting. */
export function createCommandRedis(input: { readonly url: string; readonly onError: (error: Error) => void }): Redis {
  const redis = new Redis(input.url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    autoResendUnfulfilledCommands: false,
    commandTimeout: 5_000,
    enableAutoPipelining: true,
    lazyConnect: true,
  });
  redis.on('error', input.onError);
  return redis;
}

/** Connection for one blocking read loop: waits for ever for Redis to come back, and notices a dead link after 8 s. */
export function createBlockingRedis(input: { readonly url: string; readonly onError: (error: Error) => void }): Redis {
  const redis = new Redis(input.url, { maxRetriesPerRequest: null, socketTimeout: 8_000 });
  redis.on('error', input.onError);
  return redis;
}
