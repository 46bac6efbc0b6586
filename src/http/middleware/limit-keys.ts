import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { type KeyLimiter, tooOften } from '../auth/key-limiter.ts';
import { problem } from '../problem.ts';

const seconds = (ms: number) => String(Math.ceil(ms / 1_000));

/** Tells keys what they have left in `RateLimit-*`, and answers 429 with `Retry-After` when it is nothing. */
export const limitKeys = (limiter: KeyLimiter): MiddlewareHandler<{ Bindings: HttpBindings }> =>
  async function limitKeys(c, next) {
    const limit = await limiter.take(c.req.header('authorization'));
    if (!limit) return next();
    const { outgoing } = c.env;
    // On the response of Node itself: GraphQL answers past Hono.
    outgoing.setHeader('ratelimit-limit', String(limit.perSecond));
    outgoing.setHeader('ratelimit-remaining', String(limit.leftCount));
    outgoing.setHeader('ratelimit-reset', seconds(limit.fullInMs));
    if (limit.isTaken) return next();
    outgoing.setHeader('retry-after', seconds(limit.nextInMs));
    const detail = tooOften(limit);
    if (c.req.path !== '/graphql') return problem(c, { status: 429, code: 'RATE_LIMITED', detail });
    return c.json({ errors: [{ message: detail, extensions: { code: 'RATE_LIMITED' } }] }, 429);
  };
