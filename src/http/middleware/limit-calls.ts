import type { MiddlewareHandler } from 'hono';
import { takeCall } from '../../platform/redis/rate-limit.ts';
import { clientAddress } from '../client-address.ts';
import type { HttpApp, HttpEnv } from '../http-app.ts';
import { problem } from '../problem.ts';

/** Limits calls of one person, or of one address while nobody is signed in: 429 with Retry-After. */
export const limitCalls = (app: HttpApp): MiddlewareHandler<HttpEnv> =>
  async function limitCalls(c, next) {
    const { env, limits } = app.config;
    const { authorization, cookie } = c.env.incoming.headers;
    const headers = new Headers({ ...(authorization ? { authorization } : {}), ...(cookie ? { cookie } : {}) });
    const caller = await app.findCaller(headers);
    c.set('caller', caller);
    // A key has a limit of its own.
    if (caller?.key) return next();
    const who = caller
      ? `person:${caller.sellerId}`
      : `address:${clientAddress(c.env.incoming, env.TRUSTED_PROXY_HOPS)}`;
    const { apiPerSecond: perSecond, apiBurst: burst } = limits.rates;
    const { retryAfterMs } = await takeCall(app, { key: `${app.keyPrefix}rate:api:${who}`, perSecond, burst });
    if (retryAfterMs === 0) return next();
    const seconds = Math.ceil(retryAfterMs / 1_000);
    const detail = `More than ${perSecond} calls per second. Wait ${seconds} s, then go on more slowly.`;
    const answer = problem(c, { status: 429, code: 'TOO_MANY_CALLS', detail });
    answer.headers.set('retry-after', String(seconds));
    return answer;
  };
