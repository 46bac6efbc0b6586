import { findOnPath, run } from './processes.ts';

/**
 * The path of a program, installed with the system's package manager when it is missing and we may.
 * @throws Error with the command to run when we may not.
 */
export async function ensureProgram(input: {
  readonly program: string;
  readonly debian: string;
  readonly brew: string;
}): Promise<string> {
  const found = findOnPath(input.program);
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !findOnPath('apt-get')) {
    const command =
      process.platform === 'darwin' ? `brew install ${input.brew}` : `sudo apt-get install -y ${input.debian}`;
    throw new Error(`${input.program} is not installed. Install it with \`${command}\` and run this command again.`);
  }
  console.log(`Installing ${input.debian} with apt-get, as ${input.program} is not on this machine …`);
  await aptInstall(input.debian).catch(async () => {
    await run('apt-get', ['update'], { maxBuffer: 64 * 1024 * 1024 });
    await aptInstall(input.debian);
  });
  const installed = findOnPath(input.program);
  if (!installed) throw new Error(`apt-get installed ${input.debian}, yet ${input.program} is not on the PATH.`);
  return installed;
}

async function aptInstall(name: string): Promise<void> {
  await run('apt-get', ['install', '-y', '--no-install-recommends', name], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
}
