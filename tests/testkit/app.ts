import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { type App, compose } from '../../src/compose.ts';
import type { Role } from '../../src/config/load-config.ts';
import { createTestDatabase } from './database.ts';
import { testLog } from './logs.ts';

export const TEST_SECRETS = {
  JWT_SECRET: 'test-session-secret-test-session-secret',
  ENCRYPTION_KEY_AES256: '0123456789abcdef'.repeat(4),
  FB_APP_SECRET: 'test_app_secret',
  FB_WEBHOOK_VERIFY_TOKEN: 'test-verify-token',
  MERCADOPAGO_WEBHOOK_SECRET: 'mp-test-secret',
  MERCADOPAGO_ACCESS_TOKEN: 'TEST-installation-token',
} as const;

/** Settings of a test: a fresh database, a key prefix of its own in Redis, any free port. */
export type TestEnvironment = {
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
};

/** Makes the settings; `overrides` win. Call `drop` when every process that uses them has ended. */
export async function createTestEnvironment(overrides: Record<string, string> = {}): Promise<TestEnvironment> {
  const database = await createTestDatabase();
  const env = {
    APP_ENV: 'development',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    DATABASE_URL: database.url,
    REDIS_URL: inject('redisUrl'),
    REDIS_KEY_PREFIX: `t${randomUUID().slice(0, 8)}:`,
    BASE_URL: 'http://127.0.0.1:3000',
    PORT: '0',
    ...TEST_SECRETS,
    ...overrides,
  };
  return { env, drop: database.drop };
}

/** One composed process on settings of its own; `await using` ends it and drops its database. */
export async function createTestApp<R extends Role>(
  role: R,
  overrides: Record<string, string> = {},
): Promise<App<R> & AsyncDisposable> {
  const { env, drop } = await createTestEnvironment(overrides);
  const app = await compose({ role, env, directory: 'config', logTo: testLog });
  const end = app[Symbol.asyncDispose].bind(app);
  return {
    ...app,
    async [Symbol.asyncDispose]() {
      await end();
      await drop();
    },
  };
}
