import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Starts a bare server of bench/baselines in a process of its own. */
export async function startBaseline(
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; stop(): void }> {
  const child = fork(path.join(import.meta.dirname, 'baselines', file), { env: { PATH: process.env['PATH'], ...env } });
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return { url: `http://127.0.0.1:${message.port}`, stop: () => child.kill('SIGTERM') };
}
