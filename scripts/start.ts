import { closeSync, mkdirSync, openSync, rmSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../src/config/load-config.ts';
import { checkSettings, parseRoles } from '../src/main.ts';
import { createLogger } from '../src/platform/logs/logger.ts';
import { SUPERVISOR_DEADLINE_MS, untilAskedToEnd } from '../src/platform/run-until-signal.ts';
import { type ProcessName, type ProcessTree, supervise } from '../src/supervise.ts';
import { ensureDashboard, ensureDatabaseClient } from './lib/build.ts';
import { type Environment, readEnvironmentWithFile, withExampleSecrets } from './lib/development-env.ts';
import { freePort } from './lib/free-port.ts';
import { applyMigrations } from './lib/migrations.ts';
import { startPostgres } from './lib/postgres.ts';
import { findRunning } from './lib/processes.ts';
import { startRedis } from './lib/redis.ts';
import { ROOT } from './lib/root.ts';

const DATA = path.join(ROOT, '.data');
const POSTGRES_PORT = 54_329;
const REDIS_PORT = 63_799;

class AlreadyRunningError extends Error {}

const stops: (() => Promise<void>)[] = [];

/** Servers first, then the tables, then the processes; what was started before something failed is ended again. */
async function start(): Promise<void> {
  await claimFolder();
  const given = withExampleSecrets(readEnvironmentWithFile());
  const isDevelopment = (given['APP_ENV'] ?? 'development') === 'development';
  const roles = parseRoles(given['ROLES'] || (isDevelopment ? 'http,workers,timers,sandbox' : undefined));
  const building = Promise.all([ensureDatabaseClient(), ensureDashboard()]);
  const [env] = await Promise.all([withServers(await withPorts(given, roles)), building]);
  const applied = await applyMigrations(env['DATABASE_URL'] ?? '');
  if (applied.length > 0) say(`Migrated the database: ${applied.join(', ')}`);
  checkSettings({ roles, env, directory: path.join(ROOT, 'config') });
  if (isDevelopment) await seedDemo(env);
  const tree = startProcesses(roles, env);
  stops.push(() => tree.stop());
  await tree.ready;
  if (process.argv.includes('--watch')) watchSources(tree);
  sayAddresses(env, roles);
}

/** Two starts in one folder would end each other's PostgreSQL. */
async function claimFolder(): Promise<void> {
  const pidFile = path.join(DATA, 'start.pid');
  const other = await findRunning(pidFile, 'scripts/start.ts');
  if (other !== null) {
    throw new AlreadyRunningError(`It runs already, as process ${other}. Use that one, or end it with: kill ${other}`);
  }
  mkdirSync(DATA, { recursive: true });
  writeFileSync(pidFile, String(process.pid));
  stops.push(async () => rmSync(pidFile, { force: true }));
}

async function withPorts(env: Environment, roles: readonly ProcessName[]): Promise<Environment> {
  const port = await takePort('PORT', Number(env['PORT'] ?? 3000));
  if (!roles.includes('sandbox'))
    return { ...env, PORT: String(port), BASE_URL: env['BASE_URL'] ?? `http://localhost:${port}` };
  const sandboxPort = await takePort('SANDBOX_PORT', Number(env['SANDBOX_PORT'] ?? 4010));
  return {
    ...env,
    PORT: String(port),
    BASE_URL: env['BASE_URL'] ?? `http://localhost:${port}`,
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_URL: `http://localhost:${sandboxPort}`,
  };
}

async function takePort(name: string, wished: number): Promise<number> {
  const port = await freePort(wished);
  if (port !== wished && wished !== 0) say(`Port ${wished} is taken, so ${name} is ${port} this time.`);
  return port;
}

/** PostgreSQL and Redis of our own where the settings name none. */
async function withServers(env: Environment): Promise<Environment> {
  const servers: Record<string, string> = {};
  if (!env['DATABASE_URL']) {
    const postgres = await startPostgres({
      directory: path.join(DATA, 'postgres'),
      port: POSTGRES_PORT,
      durable: true,
    });
    stops.push(() => postgres.stop());
    servers['DATABASE_URL'] = postgres.url('postgres');
  }
  if (!env['REDIS_URL']) {
    const redis = await startRedis({ directory: path.join(DATA, 'redis'), port: REDIS_PORT, durable: true });
    stops.push(() => redis.stop());
    servers['REDIS_URL'] = redis.url;
  }
  return { ...env, ...servers };
}

async function seedDemo(env: Environment): Promise<void> {
  const { seed } = await import('../prisma/seed.ts');
  await seed(env);
}

function startProcesses(roles: readonly ProcessName[], env: Environment): ProcessTree {
  mkdirSync(path.join(DATA, 'logs'), { recursive: true });
  const files = new Map(roles.map((role) => [role, openSync(path.join(DATA, 'logs', `${role}.log`), 'a')]));
  stops.push(async () => {
    for (const file of files.values()) closeSync(file);
  });
  const log = createLogger({ level: 'warn', role: 'supervisor' });
  return supervise({ roles, env, log, outputOf: (role) => files.get(role) ?? 'inherit' });
}

/** `npm run dev`: a change of the server's code restarts the processes, a change of the dashboard builds it again. */
function watchSources(tree: ProcessTree): void {
  let timer: NodeJS.Timeout | undefined;
  const onChange = (work: () => Promise<void>) => (_event: string, file: string | null) => {
    if (!file || /generated|dist|node_modules/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      say(`${file} changed …`);
      work().then(
        () => say('… done.'),
        (error: Error) => say(`… failed: ${error.message}`),
      );
    }, 200);
  };
  for (const folder of ['src', 'sandbox', 'config'])
    watch(path.join(ROOT, folder), { recursive: true }, onChange(tree.restart));
  watch(path.join(ROOT, 'dashboard'), { recursive: true }, onChange(ensureDashboard));
}

function sayAddresses(env: Environment, roles: readonly ProcessName[]): void {
  const rows = [
    ['Dashboard', env['BASE_URL'], roles.includes('http')],
    ['Viewer page of the live', env['SANDBOX_URL'], roles.includes('sandbox')],
    ['GraphiQL', `${env['BASE_URL']}/graphql`, roles.includes('http')],
    ['REST API docs', `${env['BASE_URL']}/docs`, roles.includes('http')],
    ['Logs', path.relative(ROOT, path.join(DATA, 'logs')), true],
  ] as const;
  say(`Ready in ${(performance.now() / 1_000).toFixed(1)} s. Ctrl-C ends everything.`);
  for (const [name, address, isThere] of rows) if (isThere) say(`  ${name.padEnd(24)} ${address}`);
}

function say(text: string): void {
  console.log(text);
}

async function stopAll(): Promise<void> {
  for (const stop of stops.reverse()) await stop();
}

const asked = untilAskedToEnd(SUPERVISOR_DEADLINE_MS);
try {
  await Promise.race([start(), asked]);
  await asked;
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof AlreadyRunningError ? error.message : error);
  process.exitCode = 1;
} finally {
  await stopAll();
}
process.exit();
