import type { MiddlewareHandler } from 'hono';
import { countCall, keyIn, tooOften } from '../auth/count-call.ts';
import { clientAddress } from '../client-address.ts';
import type { HttpApp, HttpEnv } from '../http-app.ts';
import { problem } from '../problem.ts';

const seconds = (ms: number) => String(Math.ceil(ms / 1_000));

/**
 * Limits the calls of one key, one person, or one address while nobody is signed in. Answers tell what is left in
 * `RateLimit-*`; when it is nothing they are 429 with `Retry-After`.
 */
export const limitCalls = (app: HttpApp): MiddlewareHandler<HttpEnv> =>
  async function limitCalls(c, next) {
    const { incoming, outgoing } = c.env;
    const { authorization, cookie } = incoming.headers;
    const key = keyIn(authorization);
    const find = () =>
      app.findCaller(new Headers({ ...(authorization ? { authorization } : {}), ...(cookie ? { cookie } : {}) }));
    // A key is counted before it is looked up, so that guessing keys costs the database nothing.
    const person = key ? null : await find();
    const address = clientAddress(incoming, app.config.env.TRUSTED_PROXY_HOPS);
    const limit = await countCall(app, { key, sellerId: person?.sellerId ?? null, address });
    if (limit) {
      // On the response of Node itself: GraphQL answers past Hono.
      outgoing.setHeader('ratelimit-limit', String(limit.perSecond));
      outgoing.setHeader('ratelimit-remaining', String(limit.leftCount));
      outgoing.setHeader('ratelimit-reset', seconds(limit.fullInMs));
    }
    if (limit && limit.retryAfterMs > 0) {
      outgoing.setHeader('retry-after', seconds(limit.retryAfterMs));
      const detail = tooOften(limit);
      if (c.req.path !== '/graphql') return problem(c, { status: 429, code: 'RATE_LIMITED', detail });
      return c.json({ errors: [{ message: detail, extensions: { code: 'RATE_LIMITED' } }] }, 429);
    }
    c.set('caller', key ? await find() : person);
    return next();
  };
