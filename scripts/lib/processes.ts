import { type ChildProcess, execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

export const run = promisify(execFile);

/** Asks a process to end with the given signal and waits for it; kills it after ten seconds. */
export async function endProcess(pid: number, signal: NodeJS.Signals): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, signal);
  for (let tries = 0; tries < 200 && isAlive(pid); tries += 1) await wait(50);
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** The process that wrote the pid file, when it still runs and is that program (a pid can be given anew); else null. */
export async function findRunning(pidFile: string, program: string): Promise<number | null> {
  if (!existsSync(pidFile)) return null;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (!Number.isInteger(pid) || !isAlive(pid)) return null;
  return (await commandOf(pid)).includes(program) ? pid : null;
}

/** Ends a server that an earlier start left behind, known by the pid file that it wrote into our own folder. */
export async function endLeftover(pidFile: string, program: string, signal: NodeJS.Signals): Promise<void> {
  const pid = await findRunning(pidFile, program);
  if (pid !== null) await endProcess(pid, signal);
}

async function commandOf(pid: number): Promise<string> {
  return run('ps', ['-o', 'args=', '-p', String(pid)]).then(
    (out) => out.stdout,
    () => '',
  );
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

function isZombie(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && / Z /.test(readFileSync(stat, 'utf8'));
}

/** The first folder of PATH that has the program, as a full path, or null. */
export function findOnPath(program: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file)) ?? null;
}

/** Resolves when the port takes connections; fails at once when the server ends before. */
export async function untilListening(child: ChildProcess, port: number, said: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The server on port ${port} ended:\n${said()}`);
    if (await connects(port)) return;
    await wait(50);
  }
  throw new Error(`Nothing listens on port ${port} after 30 seconds:\n${said()}`);
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Keeps the last lines a child wrote, for the message when it fails. */
export function lastWords(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text;
}
