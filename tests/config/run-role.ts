import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Role } from '../../src/config/load-config.ts';
import { until } from '../testkit/until.ts';

const FILES: Readonly<Record<Role, string>> = {
  http: 'src/http/main.ts',
  workers: 'src/workers/main.ts',
  timers: 'src/workers/timers/main.ts',
};

/** Runs one process as the supervisor does until it has said `words` and `work` is done; answers all that it printed. */
export async function runRole(
  role: Role,
  input: {
    readonly env: Readonly<Record<string, string>>;
    readonly words: readonly RegExp[];
    readonly work?: () => Promise<void>;
  },
): Promise<string> {
  const child = spawn(process.execPath, [FILES[role]], { env: input.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  const gone = once(child, 'exit');
  try {
    for (const words of input.words)
      await until(`${role} says ${words}`, () => words.test(printed) || child.exitCode !== null);
    await input.work?.();
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
  return printed;
}
