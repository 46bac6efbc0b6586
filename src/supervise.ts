import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import path from 'node:path';
import type { Logger } from 'pino';
import { environmentOf } from './config/environment.ts';
import { pause } from './platform/pause.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The processes of the product and the file that each of them runs. */
export const PROCESSES = {
  http: 'src/http/main.ts',
  workers: 'src/workers/main.ts',
  timers: 'src/workers/timers/main.ts',
  sandbox: 'sandbox/main.ts',
} as const;
export type ProcessName = keyof typeof PROCESSES;

export type SuperviseInput = {
  readonly roles: readonly ProcessName[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  /** Where a process writes; by default into the output of this one. */
  readonly outputOf?: (role: ProcessName) => number | 'inherit';
};

export type ProcessTree = {
  /** Resolves when every process has said that it is ready. */
  readonly ready: Promise<void>;
  /** The process that plays a role at this moment; null while none does. */
  pidOf(role: ProcessName): number | null;
  /** Restarts every process, for instance after a change of code. */
  restart(): Promise<void>;
  /** Ends the intake first, then those who work off what came in, and waits for them. */
  stop(): Promise<void>;
};

const STOP_ORDER: readonly ProcessName[] = ['http', 'timers', 'workers', 'sandbox'];
const STOP_DEADLINE_MS = 15_000;
const BACK_OFF_MS = { first: 200, most: 30_000, forgottenAfter: 60_000 } as const;

/** One process: STARTING -> READY -> (ended) -> WAITING -> STARTING …, until asked to stop. */
type Kept = {
  readonly role: ProcessName;
  readonly ready: Promise<void>;
  pid(): number | null;
  end(): Promise<void>;
  stop(): Promise<void>;
};

/** Keeps the processes alive: one that ends by itself is started again, each time a little later. */
export function supervise(input: SuperviseInput): ProcessTree {
  const kept = input.roles.map((role) => keep(input, role));
  return {
    ready: Promise.all(kept.map((process) => process.ready)).then(() => undefined),
    pidOf: (role) => kept.find((process) => process.role === role)?.pid() ?? null,
    restart: async () => {
      await Promise.all(kept.map((process) => process.end()));
    },
    async stop() {
      for (const role of STOP_ORDER) await kept.find((process) => process.role === role)?.stop();
    },
  };
}

function keep(input: SuperviseInput, role: ProcessName): Kept {
  const stopping = new AbortController();
  const isReady = Promise.withResolvers<void>();
  let child: ChildProcess | null = null;
  const loop = async () => {
    let waitMs: number = BACK_OFF_MS.first;
    while (!stopping.signal.aborted) {
      const startedAtMs = Date.now();
      child = start(input, role);
      child.once('message', () => isReady.resolve());
      const how = await ended(child);
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAtMs > BACK_OFF_MS.forgottenAfter) waitMs = BACK_OFF_MS.first;
      input.log.warn({ role, how, waitMs }, 'A process ended and is started again');
      await pause(waitMs, stopping.signal);
      waitMs = Math.min(waitMs * 2, BACK_OFF_MS.most);
    }
  };
  const finished = loop();
  return {
    role,
    ready: isReady.promise,
    pid: () => (isRunning(child) ? (child.pid ?? null) : null),
    end: () => endChild(child),
    async stop() {
      stopping.abort();
      await endChild(child);
      await finished;
    },
  };
}

function start(input: SuperviseInput, role: ProcessName): ChildProcess {
  const output = input.outputOf?.(role) ?? 'inherit';
  const stdio: StdioOptions = ['ignore', output, output === 'inherit' ? 'inherit' : output, 'ipc'];
  // A group of its own: Ctrl-C reaches the supervisor alone, which then ends the processes in order.
  return spawn(process.execPath, [path.join(ROOT, PROCESSES[role])], {
    cwd: ROOT,
    env: { ...environmentOf(role, input.env) },
    stdio,
    detached: true,
  });
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
}

function isRunning(child: ChildProcess | null): child is ChildProcess {
  return child !== null && child.exitCode === null && child.signalCode === null;
}

async function endChild(child: ChildProcess | null): Promise<void> {
  if (!isRunning(child)) return;
  const gone = ended(child);
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  await gone;
  clearTimeout(timer);
}
