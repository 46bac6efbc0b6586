import { hashOf } from '../../domain/partners/api-keys.ts';
import { type Taken, takeCall } from '../../platform/redis/rate-limit.ts';
import type { HttpApp } from '../http-app.ts';

/** Whose calls are counted together. */
export type Counted = {
  /** The API key that was shown, not looked up yet; null: none. */
  readonly key: string | null;
  /** Person without a key; null: nobody is signed in, so that the address counts. */
  readonly sellerId: string | null;
  readonly address: string;
};
export type CallLimit = Taken & { readonly perSecond: number };

type Deps = Pick<HttpApp, 'redis' | 'log' | 'keyPrefix'> & { readonly config: Pick<HttpApp['config'], 'limits'> };

/** The API key in an `Authorization` header; null when it carries something else. */
export function keyIn(authorization: string | null | undefined): string | null {
  return /^Bearer (lss_[\w-]+)$/.exec(authorization ?? '')?.[1] ?? null;
}

/**
 * Counts one call, whichever way it came: HTTP and sockets draw on the same budget. Keys are counted by the hash of the
 * whole key: who knows only a prefix cannot use up its calls. Null: nobody can count now, and the call passes.
 */
export async function countCall(deps: Deps, { key, sellerId, address }: Counted): Promise<CallLimit | null> {
  const { rates, partners } = deps.config.limits;
  const rate = key
    ? { perSecond: partners.callsPerSecond, burst: partners.callsPerSecond }
    : { perSecond: rates.apiPerSecond, burst: rates.apiBurst };
  const who = key ? `key:${hashOf(key).slice(0, 32)}` : sellerId ? `person:${sellerId}` : `address:${address}`;
  const taken = await takeCall(deps, { key: `${deps.keyPrefix}rate:api:${who}`, ...rate });
  return taken && { ...taken, perSecond: rate.perSecond };
}

/** What a client reads that calls too often. */
export function tooOften({ perSecond, retryAfterMs }: CallLimit): string {
  return `Too many calls: there are ${perSecond} a second. Try again in ${retryAfterMs} ms, then go on more slowly.`;
}
