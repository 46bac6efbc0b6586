import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Pool } from 'pg';
import { findKeyCaller } from '../../domain/partners/api-keys.ts';
import type { KeyGrant } from '../../domain/partners/scopes.ts';
import type { Auth } from './create-auth.ts';
import { keyIn } from './key-limiter.ts';

/** Who is calling. What they may see is decided by their memberships. */
export type Caller = {
  readonly sellerId: string;
  /** When the credential ends, in milliseconds since 1970. */
  readonly expiresAtMs: number;
  /** Set when an API key calls: it acts for the one who made it, in one store, within its scopes. */
  readonly key?: KeyGrant;
};
export type FindCaller = (headers: Headers) => Promise<Caller | null>;

const CACHE_MAX = 1_000;
const SESSION_CACHE_MS = 2_000;

type Cached = { readonly caller: Caller | null; readonly untilMs: number };

/**
 * Finds the caller of a request by its session cookie, or by `Authorization: Bearer` with a session token, a JWT of
 * ours or an API key. Null: nobody, or no longer. Answers are kept for seconds, so that a page full of queries asks
 * once; keys are asked for each time, so that revoking one is felt at once.
 */
export function createFindCaller(
  deps: { readonly auth: Auth; readonly pool: Pool },
  options: { readonly issuer: string },
): FindCaller {
  const cache = new Map<string, Cached>();
  const asking = new Map<string, Promise<Caller | null>>();
  const ask = async (credential: string, headers: Headers) => {
    const caller = (await findByJwt(deps.auth, options, credential)) ?? (await findBySession(deps.auth, headers));
    cache.delete(credential);
    if (caller) cache.set(credential, { caller, untilMs: Math.min(Date.now() + SESSION_CACHE_MS, caller.expiresAtMs) });
    const oldest = cache.keys().next().value;
    if (cache.size > CACHE_MAX && oldest !== undefined) cache.delete(oldest);
    return caller;
  };
  return async (headers) => {
    const credential = headers.get('authorization') ?? headers.get('cookie');
    if (!credential) return null;
    const key = keyIn(credential);
    if (key) return findKeyCaller(deps.pool, key);
    const known = cache.get(credential);
    if (known && known.untilMs > Date.now()) return known.caller;
    // Requests that come together ask once.
    const answer = asking.get(credential) ?? ask(credential, headers).finally(() => asking.delete(credential));
    asking.set(credential, answer);
    return answer;
  };
}

async function findByJwt(auth: Auth, options: { readonly issuer: string }, credential: string): Promise<Caller | null> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(credential)?.[1];
  if (!token) return null;
  try {
    const keys = createLocalJWKSet((await auth.api.getJwks()) as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keys, {
      issuer: options.issuer,
      audience: options.issuer,
      algorithms: ['EdDSA', 'ES256'],
    });
    return payload.sub && payload.exp ? { sellerId: payload.sub, expiresAtMs: payload.exp * 1_000 } : null;
  } catch {
    return null;
  }
}

async function findBySession(auth: Auth, headers: Headers): Promise<Caller | null> {
  const session = await auth.api.getSession({ headers });
  return session ? { sellerId: session.user.id, expiresAtMs: session.session.expiresAt.getTime() } : null;
}
