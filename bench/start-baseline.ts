import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Starts a bare server of bench/baselines in a process of its own. */
export async function startBaseline(
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; stop(): void }> {
  const child = fork(path.join(import.meta.dirname, 'baselines', file), { env: { PATH: process.env['PATH'], ...env } });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The baseline ${file} ended with code ${code} before it listened.`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
  return { url: `http://127.0.0.1:${message.port}`, stop: () => child.kill('SIGTERM') };
}
