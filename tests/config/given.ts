import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { ConfigError, type Environment, loadConfig, type Role } from '../../src/config/load-config.ts';

/** What a laptop needs and nothing fills in: the secrets, and where the servers are. */
export const DEVELOPMENT = {
  DATABASE_URL: 'postgresql://app:database-canary@127.0.0.1:5432/shop',
  REDIS_URL: 'redis://default:redis-canary@127.0.0.1:6379',
  BASE_URL: 'http://localhost:3000',
  JWT_SECRET: 'session-canary-session-canary-session',
  ENCRYPTION_KEY_AES256: 'c0ffee00'.repeat(8),
  FB_APP_SECRET: 'app-secret-canary',
  FB_WEBHOOK_VERIFY_TOKEN: 'verify-token-canary',
  MERCADOPAGO_WEBHOOK_SECRET: 'gateway-secret-canary',
} as const;

export const STAGING = { ...DEVELOPMENT, APP_ENV: 'staging', BASE_URL: 'https://staging.shop.example' } as const;

export const PRODUCTION = {
  ...DEVELOPMENT,
  APP_ENV: 'production',
  BASE_URL: 'https://shop.example',
  DATABASE_REPLICA_URL: 'postgresql://app:replica-canary@127.0.0.2:5432/shop',
} as const;

export function load<R extends Role = 'http'>(env: Environment, role: R = 'http' as R, directory = 'config') {
  return loadConfig({ role, env, directory });
}

/** The problems of settings that do not fit, sorted; empty when they do. */
export function problemsOf(env: Environment, role: Role = 'http', directory = 'config'): readonly string[] {
  try {
    loadConfig({ role, env, directory });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems].sort();
    throw error;
  }
}

/** A folder with config files of the given texts, gone with the test. */
export function configFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}
