import { prismaAdapter } from 'better-auth/adapters/prisma';
import { isAPIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { bearer, genericOAuth, jwt, twoFactor } from 'better-auth/plugins';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Config } from '../../config/load-config.ts';
import { MAIL_LANGUAGES } from '../../domain/identity/mail-texts.ts';
import { queueResetMail } from '../../domain/identity/queue-password-mails.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { freshSession } from './fresh-session.ts';
import { CLIENT_ADDRESS, originOf, tellChanged } from './login-log.ts';
import type { Revocations } from './revocations.ts';

const RESET_LINK_TTL_S = 3_600;
const FRESH_SESSION_MS = 3_600_000;
const NAME_MAX_CHARS = 120;

export type AuthDeps = {
  readonly db: PrismaClient;
  readonly pool: Pool;
  readonly vault: Vault;
  readonly redis: Redis;
  readonly keyPrefix: string;
  readonly log: Logger;
  readonly revocations: Revocations;
};

export type AuthOptions = {
  readonly secret: string;
  readonly baseUrl: string;
  readonly trustedOrigins: readonly string[];
  readonly sessionTtlMs: number;
  readonly accessTokenTtlMs: number;
  /** How often one address may call, and how often it may try to sign in. */
  readonly rates: { readonly authPerMinute: number; readonly signInPerMinute: number };
  /** Null: no Facebook Login. Addresses end without a slash. */
  readonly facebook: {
    readonly appId: string;
    readonly appSecret: string;
    readonly dialogUrl: string;
    readonly graphUrl: string;
  } | null;
};

export type Auth = ReturnType<typeof createAuth>;

/** What the settings of the http process mean for signing in. */
export function authOptionsOf({ env, limits }: Config<'http'>): AuthOptions {
  return {
    secret: env.JWT_SECRET,
    baseUrl: env.BASE_URL,
    trustedOrigins: [env.BASE_URL, ...env.CORS_ORIGINS],
    sessionTtlMs: limits.session.ttlMs,
    accessTokenTtlMs: limits.session.accessTokenTtlMs,
    rates: limits.rates,
    facebook: env.FB_APP_ID
      ? {
          appId: env.FB_APP_ID,
          appSecret: env.FB_APP_SECRET,
          dialogUrl: `${env.FACEBOOK_OAUTH_URL}/${env.META_GRAPH_VERSION}/dialog/oauth`,
          graphUrl: `${env.META_GRAPH_URL}/${env.META_GRAPH_VERSION}`,
        }
      : null,
  };
}

/**
 * Signing in by e-mail and password, with a second factor for those who have one, or by Facebook: a session of 30 days
 * (cookie, or its signed token as bearer), and at /api/auth/token a JWT of one hour, verifiable with /api/auth/jwks, that
 * ends with its session.
 */
export function createAuth(deps: AuthDeps, options: AuthOptions) {
  const signInRule = { window: 60, max: options.rates.signInPerMinute };
  return betterAuth({
    appName: 'LiveStreamSell AI',
    secret: options.secret,
    baseURL: options.baseUrl,
    basePath: '/api/auth',
    trustedOrigins: [...options.trustedOrigins],
    database: prismaAdapter(deps.db, { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      resetPasswordTokenExpiresIn: RESET_LINK_TTL_S,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => queueResetMail(deps, { sellerId: user.id, token }),
      onPasswordReset: ({ user }, request) =>
        tellChanged(deps, { sellerId: user.id, method: 'password-reset', ...originOf(request?.headers) }),
    },
    user: {
      modelName: 'seller',
      fields: { name: 'fullName' },
      additionalFields: {
        uiLang: { type: 'string', required: false, validator: { input: z.enum(MAIL_LANGUAGES) } },
      },
    },
    // Freshness 0: a person sees where they are signed in however long ago that was. What needs a fresh session asks.
    session: {
      modelName: 'session',
      fields: { userId: 'sellerId' },
      expiresIn: options.sessionTtlMs / 1_000,
      freshAge: 0,
    },
    account: { modelName: 'account', fields: { userId: 'sellerId' }, encryptOAuthTokens: true },
    // What a link holds cannot be read in the database.
    verification: { modelName: 'verification', storeIdentifier: 'hashed' },
    rateLimit: {
      enabled: true,
      window: 60,
      max: options.rates.authPerMinute,
      customRules: Object.fromEntries(GUESSABLE.map((path) => [path, signInRule])),
      customStorage: countingStorage(deps),
    },
    advanced: {
      database: { generateId: false },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
      // Said, because better-auth would leave both checks out wherever a variable TEST is set.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    telemetry: { enabled: false },
    // Its own printing would go past the place where secrets are blanked.
    onAPIError: {
      errorURL: '/login',
      onError: (err) =>
        isAPIError(err)
          ? deps.log.info({ code: err.body?.code }, 'better-auth refused a call')
          : deps.log.error({ err }, 'better-auth failed'),
    },
    logger: { level: 'warn', log: (level, message, ...details) => deps.log[level]({ details }, message) },
    databaseHooks: {
      session: { delete: { after: ({ userId }) => deps.revocations.tell(userId) } },
      user: {
        create: { before: async ({ name }) => ({ data: { name: plainName(name) } }) },
        // An empty name changes nothing.
        update: {
          before: async ({ name }) => ({ data: name === undefined ? {} : { name: plainName(name) || undefined } }),
        },
      },
    },
    plugins: [
      twoFactor({
        schema: { twoFactor: { fields: { userId: 'sellerId' } } },
        allowPasswordless: true,
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 900 },
      }),
      freshSession({ signedInWithinMs: FRESH_SESSION_MS }),
      // Behind the second factor, which takes back the session of a password alone. A token without our signature is
      // refused: what the table of sessions holds opens no door.
      bearer({ requireSignature: true }),
      genericOAuth({ config: options.facebook ? [facebookLogin(options.facebook)] : [] }),
      jwt({
        jwt: {
          issuer: options.baseUrl,
          audience: options.baseUrl,
          expirationTime: `${options.accessTokenTtlMs / 1_000}s`,
          definePayload: ({ user, session }) => ({ email: user.email, sid: session.id }),
        },
        schema: { jwks: { modelName: 'jwk' } },
      }),
    ],
  });
}

// Where a secret could be guessed, or a mail be sent to somebody.
const GUESSABLE = [
  '/sign-in/*',
  '/sign-up/*',
  '/two-factor/*',
  '/change-password',
  '/set-password',
  '/request-password-reset',
  '/reset-password',
];

/** Names are one line of at most 120 characters. */
function plainName(name: string): string {
  return name
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, NAME_MAX_CHARS);
}

/** Source: Meta, Facebook Login, manually build a login flow; Graph API, User. Only people who gave an address have one. */
function facebookLogin(facebook: NonNullable<AuthOptions['facebook']>) {
  return {
    providerId: 'facebook',
    name: 'Facebook',
    clientId: facebook.appId,
    clientSecret: facebook.appSecret,
    authorizationUrl: facebook.dialogUrl,
    tokenUrl: `${facebook.graphUrl}/oauth/access_token`,
    userInfoUrl: `${facebook.graphUrl}/me?fields=id,name,email`,
    scopes: ['public_profile', 'email'],
    accountSubject: ({ profile }: { readonly profile: { readonly id?: unknown } }) => String(profile.id),
    mapProfileToUser: (profile: {
      readonly id?: unknown;
      readonly name?: string | undefined;
      readonly email?: string | null | undefined;
    }) => ({
      name: profile.name ?? '',
      email: profile.email ?? `${String(profile.id)}@facebook.invalid`,
    }),
  };
}

// KEYS[1] count of a window | ARGV[1] seconds of the window | returns the count, and ms until the window ends
const COUNT = `local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return { n, redis.call('PTTL', KEYS[1]) }`;

/** Counts calls in Redis, for all processes together. While Redis is away every call passes. */
function countingStorage({ redis, keyPrefix, log }: AuthDeps) {
  return {
    async consume(key: string, rule: { readonly window: number; readonly max: number }) {
      try {
        const answer = await redis.eval(COUNT, 1, `${keyPrefix}auth:rate:${key}`, rule.window);
        const [calls, leftMs] = answer as [number, number];
        return { allowed: calls <= rule.max, retryAfter: calls <= rule.max ? null : Math.ceil(leftMs / 1_000) };
      } catch (error) {
        log.warn({ err: error }, 'Calls to sign in cannot be counted without Redis; all pass');
        return { allowed: true, retryAfter: null };
      }
    },
  };
}
