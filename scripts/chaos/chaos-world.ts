import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { seed } from '../../prisma/seed.ts';
import type { Fault } from '../../sandbox/meta/faults.ts';
import { type ProcessName, supervise } from '../../src/supervise.ts';
import { withExampleSecrets } from '../lib/development-env.ts';
import { freePort } from '../lib/free-port.ts';
import { applyMigrations } from '../lib/migrations.ts';
import { startPostgres } from '../lib/postgres.ts';
import { startRedis } from '../lib/redis.ts';

/** The product in its real processes with durable servers of its own, and hands to hurt all of them. */
export type ChaosWorld = AsyncDisposable & {
  readonly baseUrl: string;
  readonly sandboxUrl: string;
  readonly appSecret: string;
  /** The database as somebody from outside reads it. */
  readonly pool: pg.Pool;
  /** kill -9 of the process that plays a role, if one does at this moment. */
  killProcess(role: ProcessName): void;
  /** Moves the clock of a process: 40 minutes ahead, the next time 40 behind, then back. */
  jumpClock(role: ProcessName): void;
  killRedis(): Promise<void>;
  startRedis(): Promise<void>;
  killPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  failGraph(fault: Partial<Fault> & Pick<Fault, 'kind'>): Promise<void>;
  /** What language models do from now on, by provider, as the sandbox names it. */
  breakModels(modes: Readonly<Record<string, string>>): Promise<void>;
  /** When they broke, in milliseconds of the clock; null while they are well. */
  readonly modelsBrokenAtMs: () => number | null;
};

const ROLES = ['http', 'workers', 'timers', 'sandbox'] as const;
const CLOCK = path.resolve(import.meta.dirname, 'movable-clock.ts');

export async function startChaosWorld(): Promise<ChaosWorld> {
  const directory = path.join(tmpdir(), `livestreamsell-chaos-${process.pid}-${Date.now()}`);
  mkdirSync(directory, { recursive: true });
  const [postgresPort, redisPort] = [await freePort(58_500), await freePort(59_500)];
  const openPostgres = () =>
    startPostgres({ directory: path.join(directory, 'postgres'), port: postgresPort, durable: true });
  const openRedis = () => startRedis({ directory: path.join(directory, 'redis'), port: redisPort, durable: true });
  let [postgres, redis] = [await openPostgres(), await openRedis()];
  const [port, sandboxPort] = [await freePort(32_500), await freePort(32_700)];
  const env = withExampleSecrets({
    PATH: process.env['PATH'],
    NODE_OPTIONS: `--import=${CLOCK}`,
    APP_ENV: 'development',
    LOG_LEVEL: 'error',
    DATABASE_URL: postgres.url('postgres'),
    REDIS_URL: redis.url,
    BASE_URL: `http://127.0.0.1:${port}`,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_URL: `http://127.0.0.1:${sandboxPort}`,
  });
  await applyMigrations(postgres.url('postgres'));
  await seed(env);
  // What the processes say while they are hurt would drown the table.
  const output = openSync(path.join(directory, 'output.log'), 'a');
  const tree = supervise({ roles: ROLES, env, log: pino({ level: 'silent' }), outputOf: () => output });
  await tree.ready;
  const pool = new pg.Pool({ connectionString: postgres.url('postgres'), max: 4 });
  pool.on('error', () => undefined);
  const signal = (role: ProcessName, name: NodeJS.Signals) => {
    const pid = tree.pidOf(role);
    if (pid !== null) process.kill(pid, name);
  };
  const tellSandbox = async (path: string, wish: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${sandboxPort}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(wish),
    });
    if (!answer.ok) throw new Error(`The sandbox refused the fault: ${await answer.text()}`);
  };
  let modelsBrokenAtMs: number | null = null;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    sandboxUrl: `http://127.0.0.1:${sandboxPort}`,
    appSecret: env['FB_APP_SECRET'] ?? '',
    pool,
    killProcess: (role) => signal(role, 'SIGKILL'),
    jumpClock: (role) => signal(role, 'SIGUSR2'),
    killRedis: () => redis.kill(),
    killPostgres: () => postgres.kill(),
    async startRedis() {
      redis = await openRedis();
    },
    async startPostgres() {
      postgres = await openPostgres();
    },
    failGraph: (fault) => tellSandbox('/_faults', fault),
    async breakModels(modes) {
      for (const [provider, mode] of Object.entries(modes)) await tellSandbox('/llm/_mode', { provider, mode });
      modelsBrokenAtMs = Date.now();
    },
    modelsBrokenAtMs: () => modelsBrokenAtMs,
    async [Symbol.asyncDispose]() {
      await pool.end();
      await tree.stop();
      await redis.stop();
      await postgres.stop();
      closeSync(output);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
