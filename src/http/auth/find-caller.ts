import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Pool } from 'pg';
import { findVouchedSeller } from '../../domain/identity/find-vouched-seller.ts';
import { findKeyCaller } from '../../domain/partners/api-keys.ts';
import type { KeyGrant } from '../../domain/partners/scopes.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import { keyIn } from './count-call.ts';
import type { Auth } from './create-auth.ts';
import type { Revocations } from './revocations.ts';

/** Who is calling. What they may see is decided by their memberships. */
export type Caller = {
  readonly sellerId: string;
  /** When the credential ends, in milliseconds since 1970. */
  readonly expiresAtMs: number;
  /** The issuer of the token says that a second factor was shown; our own is asked at sign-in. */
  readonly hasForeignFactor: boolean;
  /** Set when an API key calls: it acts for the one who made it, in one store, within its scopes. */
  readonly key?: KeyGrant;
};
export type FindCaller = (headers: Headers) => Promise<Caller | null>;

export type OidcIssuer = {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly areEmailsVerified: boolean;
};
export type FindCallerDeps = { readonly auth: Auth; readonly pool: Pool; readonly revocations: Revocations };
export type FindCallerOptions = {
  /** Of our own tokens. */
  readonly issuer: string;
  readonly oidc: OidcIssuer | null;
};

const CACHE_MAX = 5_000;
const REMEMBER_MS = 10_000;
const OWN_ALGORITHMS = ['EdDSA', 'ES256'];
const FOREIGN_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const FACTORS = new Set(['mfa', 'otp', 'hwk', 'totp']);

type Cached = { readonly caller: Caller; readonly revocation: string; readonly untilMs: number };
type Find = (credential: string, headers: Headers) => Promise<Caller | null>;

/**
 * Finds the caller of a request by its session cookie, or by `Authorization: Bearer` with a session token, a JWT of ours,
 * one of the configured issuer, or an API key. Null: nobody, or no longer.
 *
 * Answers are remembered for seconds, so that a page full of queries asks the database once; each is believed only while
 * no session of the person has ended since. Keys are asked for each time, so that revoking one is felt at once.
 */
export function createFindCaller(deps: FindCallerDeps, options: FindCallerOptions): FindCaller {
  const find = createFind(deps, options);
  const cache = new Map<string, Cached>();
  const asking = new Map<string, Promise<Caller | null>>();
  const ask = async (credential: string, headers: Headers) => {
    cache.delete(credential);
    const found = await find(credential, headers);
    const revocation = found && (await deps.revocations.read(found.sellerId));
    // A session that ended between the two would be remembered as valid, so it is looked up again.
    const caller = revocation ? await find(credential, headers) : found;
    if (caller && revocation) {
      cache.set(credential, { caller, revocation, untilMs: Math.min(Date.now() + REMEMBER_MS, caller.expiresAtMs) });
    }
    const oldest = cache.keys().next().value;
    if (cache.size > CACHE_MAX && oldest !== undefined) cache.delete(oldest);
    return caller;
  };
  return async (headers) => {
    const credential = headers.get('authorization') ?? headers.get('cookie');
    if (!credential) return null;
    const key = keyIn(credential);
    if (key) return findByKey(deps.pool, key);
    const known = cache.get(credential);
    if (known && known.untilMs > Date.now()) {
      if ((await deps.revocations.read(known.caller.sellerId)) === known.revocation) return known.caller;
    }
    // Requests that come together ask once.
    const answer = asking.get(credential) ?? ask(credential, headers).finally(() => asking.delete(credential));
    asking.set(credential, answer);
    return answer;
  };
}

function createFind(deps: FindCallerDeps, options: FindCallerOptions): Find {
  const { oidc } = options;
  // Keys are fetched when first needed, kept for ten minutes, and asked for again when a new key id comes.
  const foreignKeys = oidc && createRemoteJWKSet(new URL(oidc.jwksUrl), { timeoutDuration: 5_000 });
  return async (credential, headers) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(credential)?.[1];
    if (!token) return findBySession(deps.auth, headers);
    if (!oidc || !foreignKeys || !isIssuedBy(token, oidc.issuer)) return findByOwnToken(deps, options, token);
    const payload = await verified(
      jwtVerify(token, foreignKeys, {
        issuer: oidc.issuer,
        audience: oidc.audience,
        algorithms: FOREIGN_ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
      }),
    );
    return payload && findByVouching(deps, oidc, payload);
  };
}

// Read before it is verified, only to choose the keys that verify it.
function isIssuedBy(token: string, issuer: string): boolean {
  try {
    return decodeJwt(token).iss === issuer;
  } catch {
    return false;
  }
}

/** What a token says, or null when it does not hold. Keys that cannot be fetched are trouble, not a bad token. */
async function verified(verifying: Promise<{ readonly payload: JWTPayload }>): Promise<JWTPayload | null> {
  try {
    return (await verifying).payload;
  } catch (error) {
    if (String((error as { code?: unknown }).code).match(/^ERR_(?:JWT|JWS|JOSE_NOT|JOSE_ALG|JWKS_NO)/)) return null;
    throw error;
  }
}

async function findByVouching(deps: FindCallerDeps, oidc: OidcIssuer, payload: JWTPayload): Promise<Caller | null> {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  const more = (payload['user_metadata'] ?? {}) as Readonly<Record<string, unknown>>;
  const { sellerId, isNewlyLinked } = await findVouchedSeller(deps, {
    issuer: oidc.issuer,
    subject: payload.sub ?? '',
    email: text(payload['email']),
    isEmailVerified: oidc.areEmailsVerified || payload['email_verified'] === true,
    fullName: text(payload['name']) ?? text(more['full_name']),
  });
  if (sellerId && isNewlyLinked) await deps.revocations.tell(sellerId);
  const methods = Array.isArray(payload['amr']) ? payload['amr'] : [];
  const hasForeignFactor =
    payload['aal'] === 'aal2' ||
    methods.some((method) => FACTORS.has(String((method as { method?: string })?.method ?? method)));
  return sellerId === null ? null : { sellerId, expiresAtMs: (payload.exp ?? 0) * 1_000, hasForeignFactor };
}

/** A token of ours ends with the session that it was made from. */
async function findByOwnToken(deps: FindCallerDeps, options: FindCallerOptions, token: string): Promise<Caller | null> {
  const keys = createLocalJWKSet((await deps.auth.api.getJwks()) as JSONWebKeySet);
  const checks = { issuer: options.issuer, audience: options.issuer, algorithms: OWN_ALGORITHMS };
  const payload = await verified(jwtVerify(token, keys, checks));
  if (!payload?.sub || !payload.exp || typeof payload['sid'] !== 'string') return null;
  const [session] = await rowsOf(
    deps.pool,
    'SELECT 1 FROM sessions WHERE id = $1 AND seller_id = $2 AND expires_at > now()',
    [payload['sid'], payload.sub],
  );
  return session ? { sellerId: payload.sub, expiresAtMs: payload.exp * 1_000, hasForeignFactor: false } : null;
}

/** A key is made once by a person who has shown their factors; none is asked of a machine. */
async function findByKey(pool: Pool, token: string): Promise<Caller | null> {
  const found = await findKeyCaller(pool, token);
  return found && { ...found, hasForeignFactor: true };
}

async function findBySession(auth: Auth, headers: Headers): Promise<Caller | null> {
  const session = await auth.api.getSession({ headers });
  return session
    ? { sellerId: session.user.id, expiresAtMs: session.session.expiresAt.getTime(), hasForeignFactor: false }
    : null;
}
