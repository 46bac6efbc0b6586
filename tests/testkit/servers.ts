import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { applyMigrations } from '../../scripts/lib/migrations.ts';
import { startPostgres } from '../../scripts/lib/postgres.ts';
import { startRedis } from '../../scripts/lib/redis.ts';

export const TEMPLATE = 'template_migrated';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresAdminUrl: string;
    redisUrl: string;
  }
}

/** One PostgreSQL and one Redis for the whole run; each test file clones the migrated template. */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  const directory = path.join(tmpdir(), `livestreamsell-tests-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  const postgres = await startPostgres({ directory: path.join(directory, 'postgres'), port: 56_100, durable: false });
  const redis = await startRedis({ directory: path.join(directory, 'redis'), port: 57_100, durable: false });
  const admin = new pg.Client({ connectionString: postgres.url('postgres') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await applyMigrations(postgres.url(TEMPLATE));
  await admin.query(`ALTER DATABASE ${TEMPLATE} WITH is_template true allow_connections false`);
  await admin.end();
  project.provide('postgresAdminUrl', postgres.url('postgres'));
  project.provide('redisUrl', redis.url);
  return async () => {
    await redis.stop();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
