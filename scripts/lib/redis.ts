import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './free-port.ts';
import { endLeftover, endProcess, lastWords, untilListening } from './processes.ts';
import { ensureProgram } from './system-package.ts';

export type RunningRedis = {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
  /** Ends it as a power cut would: nothing is said, nothing is written. */
  kill(): Promise<void>;
};

/** A Redis of our own on loopback, its append-only file in `directory`; `durable: false` keeps nothing on disk. */
export async function startRedis(input: {
  readonly directory: string;
  readonly port: number;
  readonly durable: boolean;
}): Promise<RunningRedis> {
  const program = await ensureProgram({ program: 'redis-server', debian: 'redis-server', brew: 'redis' });
  mkdirSync(input.directory, { recursive: true });
  const pidFile = path.join(input.directory, 'redis.pid');
  await endLeftover(pidFile, 'redis-server', 'SIGTERM');
  const port = await freePort(input.port);
  const settings = [
    ['--port', String(port)],
    ['--bind', '127.0.0.1'],
    ['--dir', input.directory],
    ['--pidfile', pidFile],
    ['--appendonly', input.durable ? 'yes' : 'no'],
    ['--save', ''],
    ['--maxmemory-policy', 'noeviction'],
  ];
  // Detached: Ctrl-C must reach us first, so that Redis outlives those who still write to it.
  const child = spawn(program, settings.flat(), { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  await untilListening(child, port, lastWords(child));
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop: () => (child.pid === undefined ? Promise.resolve() : endProcess(child.pid, 'SIGTERM')),
    kill: () => (child.pid === undefined ? Promise.resolve() : endProcess(child.pid, 'SIGKILL')),
  };
}
