import type { IncomingMessage, ServerResponse } from 'node:http';
import { takeCall } from '../../platform/redis/rate-limit.ts';
import { clientAddress } from '../client-address.ts';
import type { HttpApp } from '../http-app.ts';

/** Whether the sender may post once more what nobody signed; if not, the answer gets its Retry-After. */
export type AllowInvalid = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<boolean>;

/** Counts posts without a good signature by address, over all webhooks. What is signed is never counted. */
export const limitInvalid = (app: Pick<HttpApp, 'config' | 'keyPrefix' | 'redis' | 'log'>): AllowInvalid =>
  async function allowInvalid(incoming, outgoing) {
    const { env, limits } = app.config;
    const perSecond = limits.rates.invalidWebhooksPerSecond;
    const key = `${app.keyPrefix}rate:webhook:${clientAddress(incoming, env.TRUSTED_PROXY_HOPS)}`;
    const taken = await takeCall(app, { key, perSecond, burst: perSecond });
    if (!taken || taken.retryAfterMs === 0) return true;
    outgoing.setHeader('retry-after', String(Math.ceil(taken.retryAfterMs / 1_000)));
    return false;
  };
