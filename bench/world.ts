import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { seed } from '../prisma/seed.ts';
import { withExampleSecrets } from '../scripts/lib/development-env.ts';
import { freePort } from '../scripts/lib/free-port.ts';
import { applyMigrations } from '../scripts/lib/migrations.ts';
import { startPostgres } from '../scripts/lib/postgres.ts';
import { startRedis } from '../scripts/lib/redis.ts';
import { type ProcessName, supervise } from '../src/supervise.ts';

export type BenchWorld = AsyncDisposable & {
  readonly baseUrl: string;
  readonly sandboxUrl: string;
  readonly env: Readonly<Record<string, string>> & {
    readonly DATABASE_URL: string;
    readonly REDIS_URL: string;
    readonly FB_APP_SECRET: string;
  };
};

/** The product in its real processes (all of them, or those named) with durable servers of its own, and the demo shops. */
export async function startBenchWorld(
  roles: readonly ProcessName[] = ['http', 'workers', 'timers', 'sandbox'],
): Promise<BenchWorld> {
  const directory = path.join(tmpdir(), `livestreamsell-bench-${process.pid}-${roles.length}`);
  mkdirSync(directory, { recursive: true });
  const postgres = await startPostgres({ directory: path.join(directory, 'postgres'), port: 58_100, durable: true });
  const redis = await startRedis({ directory: path.join(directory, 'redis'), port: 59_100, durable: true });
  const [port, sandboxPort] = [await freePort(32_100), await freePort(32_300)];
  const env = withExampleSecrets({
    PATH: process.env['PATH'],
    APP_ENV: 'development',
    LOG_LEVEL: 'error',
    DATABASE_URL: postgres.url('postgres'),
    REDIS_URL: redis.url,
    BASE_URL: `http://127.0.0.1:${port}`,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_URL: `http://127.0.0.1:${sandboxPort}`,
  }) as BenchWorld['env'];
  await applyMigrations(env.DATABASE_URL);
  await seed(env);
  const tree = supervise({ roles, env, log: pino({ level: 'silent' }) });
  await tree.ready;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    sandboxUrl: `http://127.0.0.1:${sandboxPort}`,
    env,
    async [Symbol.asyncDispose]() {
      await tree.stop();
      await redis.stop();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
