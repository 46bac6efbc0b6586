import { prismaAdapter } from 'better-auth/adapters/prisma';
import { betterAuth } from 'better-auth/minimal';
import { bearer, jwt } from 'better-auth/plugins';
import type { Logger } from 'pino';
import type { PrismaClient } from '../../generated/prisma/client.ts';

export type AuthOptions = {
  readonly secret: string;
  readonly baseUrl: string;
  readonly trustedOrigins: readonly string[];
  readonly sessionTtlMs: number;
  readonly accessTokenTtlMs: number;
  /** How often one address may call, and how often it may try to sign in. */
  readonly rates: { readonly authPerMinute: number; readonly signInPerMinute: number };
};

export type Auth = ReturnType<typeof createAuth>;

/**
 * Sign-in by e-mail and password: a session of 30 days (cookie, or its token as bearer), and at /api/auth/token a JWT of
 * one hour, verifiable with /api/auth/jwks.
 */
export function createAuth(deps: { readonly db: PrismaClient; readonly log: Logger }, options: AuthOptions) {
  return betterAuth({
    secret: options.secret,
    baseURL: options.baseUrl,
    basePath: '/api/auth',
    trustedOrigins: [...options.trustedOrigins],
    database: prismaAdapter(deps.db, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 200 },
    user: { modelName: 'seller', fields: { name: 'fullName' } },
    session: { modelName: 'session', fields: { userId: 'sellerId' }, expiresIn: options.sessionTtlMs / 1_000 },
    account: { modelName: 'account', fields: { userId: 'sellerId' } },
    verification: { modelName: 'verification' },
    rateLimit: {
      enabled: true,
      window: 60,
      max: options.rates.authPerMinute,
      customRules: { '/sign-in/email': { window: 60, max: options.rates.signInPerMinute } },
    },
    advanced: { database: { generateId: false }, ipAddress: { ipAddressHeaders: ['x-client-address'] } },
    telemetry: { enabled: false },
    // Its own printing would go past the place where secrets are blanked.
    logger: { level: 'warn', log: (level, message, ...details) => deps.log[level]({ details }, message) },
    plugins: [
      bearer(),
      jwt({
        jwt: {
          issuer: options.baseUrl,
          audience: options.baseUrl,
          expirationTime: `${options.accessTokenTtlMs / 1_000}s`,
          definePayload: ({ user }) => ({ email: user.email }),
        },
        schema: { jwks: { modelName: 'jwk' } },
      }),
    ],
  });
}
