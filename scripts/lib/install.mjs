// Plain JavaScript without packages: it runs before anything is installed, on whatever Node the machine has.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const MODULES = path.join(ROOT, 'node_modules');
const MARKER = path.join(MODULES, '.installed-lock');

/** Installs what package-lock.json pins, unless that very lock is installed already. Ends the process when npm fails. */
export function ensureDependencies() {
  const hash = createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hash) return;
  console.log('Installing the packages of package-lock.json …');
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...before] = npm;
  const done = spawnSync(
    command,
    [...before, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: ROOT,
      stdio: 'inherit',
    },
  );
  if (done.status !== 0) {
    console.error('npm could not install the packages; its message stands above. Mend that and run the command again.');
    process.exit(1);
  }
  writeFileSync(MARKER, hash);
}

/** Runs one of our TypeScript files on the Node 24 of node_modules; resolves with its exit code. */
export function runOnNode24(file, args) {
  const node = path.join(MODULES, '.bin/node');
  const major = Number(process.versions.node.split('.')[0]);
  if (!existsSync(node) && major < 24) {
    console.error(
      `This machine (${process.platform} ${process.arch}) gets no Node 24 from npm. Install Node 24 and run the command again.`,
    );
    process.exit(1);
  }
  const child = spawn(existsSync(node) ? node : process.execPath, [path.join(ROOT, file), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${path.join(MODULES, '.bin')}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  // Ctrl-C in a terminal reaches the child by itself, as both are in one group; any other signal has to be handed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))));
}
